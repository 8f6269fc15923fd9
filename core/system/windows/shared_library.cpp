#include "core/system/shared_library.h"

#include <windows.h>

#include <bit>
#include <system_error>

namespace progan::system {

void* open_library(const std::filesystem::path& library, std::string& reason) {
    HMODULE opened = LoadLibraryW(library.c_str());
    if (opened == nullptr) reason = std::system_category().message(static_cast<int>(GetLastError()));
    return opened;
}

void* function_in(void* library, const std::string& name) {
    return std::bit_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name.c_str()));
}

bool can_open_library(const char*) {
    return false;  // those that are asked for are Linux's
}

bool is_library_open(const char*) {
    return false;
}

std::string shared_library_file(const std::string& name) {
    return name + ".dll";
}

std::string program_file(const std::string& name) {
    return name + ".exe";
}

}  // namespace progan::system
