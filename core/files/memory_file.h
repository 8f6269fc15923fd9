// Files that have no name and exist in memory alone, until their last descriptor is closed.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/files/descriptor.h"

namespace progan {

/// An empty one. `shown` is the file that an error names.
Descriptor memory_file(const std::string& shown);
/// One with these bytes.
Descriptor memory_file(std::span<const std::byte> bytes, const std::string& shown);

}  // namespace progan
