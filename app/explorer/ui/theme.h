// Colours and spacing of the whole window.
#pragma once

#include <imgui.h>

namespace progan {

inline constexpr float kTextPixels = 16;  ///< height of text at scale 1

inline const ImVec4 kAccent{0.36f, 0.62f, 0.98f, 1};
inline const ImVec4 kDimText{0.60f, 0.64f, 0.70f, 1};
inline const ImVec4 kErrorColour{0.98f, 0.46f, 0.42f, 1};

/// Sets Dear ImGui's style for a display scale.
void apply_theme(float scale);

/// Lengths in panels are in ems (the height of text), so that they follow the scale.
inline float em(float count) {
    return ImGui::GetFontSize() * count;
}

}  // namespace progan
