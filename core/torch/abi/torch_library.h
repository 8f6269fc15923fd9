// Opens the shared library with LibTorch, without including any of its headers.
#pragma once

#include <filesystem>
#include <string>

namespace progan {

/// The address of one of its C functions. The first call takes about a second to load LibTorch, which stays
/// loaded until the process ends because it cannot be unloaded. Throws Error naming the file and the loader's
/// reason, or the missing function.
void* torch_library_function(const std::filesystem::path& library, const std::string& name);

/// Throws Error for a library with another interface version than this program needs.
[[noreturn]] void throw_other_version(const std::filesystem::path& library, int found, int needed);

}  // namespace progan
