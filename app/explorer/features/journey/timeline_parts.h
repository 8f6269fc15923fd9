// The parts of the timeline's panel (timeline_panel.cpp).
#pragma once

#include <cstddef>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

inline constexpr float kRulerEms = 1.25f, kKeyEms = 2.9f, kCurveEms = 1.5f;  ///< heights of the strip's rows

/// Ruler, keys and the curve of change, over the whole width.
void timeline_strip(Panel& panel, TimelineController& controller);

/// Popups. Each is opened by its name in the window that calls it.
inline constexpr char kAddMenu[] = "Add a key", kKeyMenu[] = "Key", kJourneyMenu[] = "Journey";
/// "smooth", in the language in use.
const char* easing_name(Easing easing);
void add_key_menu(Panel& panel, TimelineController& controller);
void key_menu(Panel& panel, TimelineController& controller, std::size_t key);
void journey_menu(Panel& panel, TimelineController& controller);

}  // namespace progan
