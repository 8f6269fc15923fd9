// The rows of the settings' dialog, whichever feature's they are: a label, what is set beside it, and what
// that means below it.
#pragma once

#include <string>

namespace progan {

inline constexpr float kSettingFields = 15;  ///< em, the width of what is set

/// A label; what is set follows in the same line, `fields` em wide or as wide as there is room.
void setting(const char* label, float fields = kSettingFields);
/// What follows is in the column of what is set, without a label.
void setting_without_label();
/// Dim text under what is set, in its column.
void setting_note(const std::string& text);

}  // namespace progan
