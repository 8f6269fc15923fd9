// Where a file is really written that a person or a program names. Any thread.
#pragma once

#include <filesystem>

namespace progan {

/// The end of the symbolic links that `path` may be, so that a file which is written beside its place and
/// renamed does not replace a link. Throws Error naming the path if something else than a file is there: a
/// folder, or a device, pipe or socket, which would be gone.
std::filesystem::path write_target(const std::filesystem::path& path);

}  // namespace progan
