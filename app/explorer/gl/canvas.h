// What is drawn on, a window in its own units, and the part of it that drawing is cut to.
#pragma once

#include <imgui.h>

namespace progan::gl {

struct Canvas {
    ImVec2 size;   ///< in window units
    ImVec2 scale;  ///< pixels per unit
};

/// The window that Dear ImGui's frame is for.
inline Canvas window_canvas() {
    const ImGuiIO& io = ImGui::GetIO();
    return {io.DisplaySize, io.DisplayFramebufferScale};
}

/// What is drawn next is cut to the rectangle, in window units.
void cut_to(const Canvas& canvas, ImVec2 low, ImVec2 high);

}  // namespace progan::gl
