// What an axis is called in an address. No state.
#pragma once

#include <string>
#include <string_view>

namespace progan {

/// "Hair length" is "hair-length": small letters and digits, and one dash for all else between them. Letters
/// beyond ASCII stay as they are.
std::string osc_name(std::string_view name);

}  // namespace progan
