// Which key a person means: the one with that label, wherever a keyboard layout has put it. GLFW names keys
// by where they are on a US keyboard. Pure functions.
#pragma once

#include <functional>
#include <string_view>

namespace progan {

/// The GLFW_KEY_* that a key stands for in the layout in use. `position` is GLFW's name of it, and `label`
/// what it types without modifiers (UTF-8, may be empty).
///   * The digit row is digits, whatever is printed on it, and keys that print nothing are where they are.
///   * A key with a Latin letter or an ASCII sign stands for that.
///   * Any other keeps its position, so that shortcuts work in a layout without Latin letters, unless that
///     would be a letter which another key is labelled with (`has_letter`, asked with 'a' to 'z'): then it is
///     GLFW_KEY_UNKNOWN.
int key_by_label(int position, std::string_view label, const std::function<bool(char)>& has_letter);

/// Whether a key types something and is in the main block: what its label decides about.
bool has_label(int position);

}  // namespace progan
