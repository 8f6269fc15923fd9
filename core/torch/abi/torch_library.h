// Opens the shared library with LibTorch. This header does not see LibTorch.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

/// The address of one of its C functions. The first call takes about a second: LibTorch loads; it stays until
/// the process ends, because it does not support being unloaded. Throws Error naming the file and the
/// loader's reason, or the function that it lacks.
void* torch_library_function(const std::filesystem::path& library, const std::string& name);

/// For a library whose interface has another version than this program needs.
[[noreturn]] void throw_other_version(const std::filesystem::path& library, int found, int needed);

}  // namespace progan
