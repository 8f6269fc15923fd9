// Tooltips: after a rest of 600 ms, then at once for neighbors; beside the panel they belong to, so that
// they never cover the next control, and none for what was clicked until the pointer has left it, so that
// they never cover what the click has opened. One thread (the window's).
#pragma once

#include <imgui.h>

#include <functional>
#include <optional>
#include <string>

#include "core/support/clock.h"

namespace progan {

/// Shows `text` as a tooltip while the pointer rests on the last item, also if that is disabled.
void tip(const char* text);
void tip(const std::string& text);
/// The same for what is more than a text. `draw` fills the tooltip.
void tip_with(const std::function<void()>& draw);

/// What is there was clicked, though no tooltip was asked for then: it has none until the pointer has left
/// it.
void no_tip_until_left(ImVec2 low, ImVec2 high);

/// How long until a tooltip appears if the pointer stays where it is, as of the last frame: a frame is needed
/// then.
std::optional<Seconds> tooltip_due();

}  // namespace progan
