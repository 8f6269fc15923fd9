// Libraries that are opened at run time. Any thread.
#pragma once

#include <filesystem>
#include <string>

namespace progan::system {

/// The opened library, which stays until the process ends; null, and why in `reason`, if it cannot be opened.
void* open_library(const std::filesystem::path& library, std::string& reason);
/// Null if it has none of that name.
void* function_in(void* library, const std::string& name);

/// Whether a library of this name can be opened, and whether it is open already.
bool can_open_library(const char* name);
bool is_library_open(const char* name);

/// How the system calls a shared library or a program of this name: "libNAME.so" and "NAME", or "NAME.exe".
std::string shared_library_file(const std::string& name);
std::string program_file(const std::string& name);

}  // namespace progan::system
