// The parts of the timeline's panel (timeline_panel.cpp).
#pragma once

#include <cstddef>

#include "app/explorer/panels/panel.h"

namespace progan {

inline constexpr float kRulerEms = 1.25f, kKeyEms = 2.9f, kCurveEms = 1.5f;  ///< heights of the strip's rows

/// Ruler, keys and the curve of change, over the whole width.
void timeline_strip(Panel& panel);

/// Popups. Each is opened by its name in the window that calls it.
inline constexpr char kAddMenu[] = "Add a key", kKeyMenu[] = "Key", kJourneyMenu[] = "Journey";
void add_key_menu(Panel& panel);
void key_menu(Panel& panel, std::size_t key);
void journey_menu(Panel& panel);

}  // namespace progan
