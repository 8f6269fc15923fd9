// The parts of the timeline's panel (timeline_panel.cpp).
#pragma once

#include <cstddef>

#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

inline constexpr float kRulerEms = 1.25f, kKeyEms = 2.9f, kCurveEms = 1.5f;  ///< heights of the strip's rows
inline constexpr float kSoundEms = 2.2f;                                     ///< and of the sound's below it

/// Ruler, keys and the curve of change, over the whole width.
void timeline_strip(Panel& panel, TimelineController& controller);

/// What chooses the journey's sound and what it does; `small`: as an icon.
void sound_button(Panel& panel, TimelineController& controller, bool small);
/// The curves of the sound, from its beginning to its end over the whole width without `inset` on both sides;
/// nothing if there is no sound.
void sound_lane(Panel& panel, TimelineController& controller, float inset);
float sound_lane_height(const AppState& state);

/// Popups. Each is opened by its name in the window that calls it.
inline constexpr char kAddMenu[] = "Add a key", kKeyMenu[] = "Key", kJourneyMenu[] = "Journey";
/// "smooth", in the language in use.
const char* easing_name(Easing easing);
void add_key_menu(Panel& panel, TimelineController& controller);
void key_menu(Panel& panel, TimelineController& controller, std::size_t key);
void journey_menu(Panel& panel, TimelineController& controller);

}  // namespace progan
