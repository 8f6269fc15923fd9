// Names of axes, as a person types them.
#pragma once

#include <string>

namespace progan {

/// Without blanks around it, and at most 100 bytes, cut at a whole character: as long as files take. Empty if
/// nothing is left.
std::string axis_name(const std::string& typed);

}  // namespace progan
