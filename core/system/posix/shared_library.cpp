#include "core/system/shared_library.h"

#include <dlfcn.h>

namespace progan::system {
namespace {

bool opens(const char* name, int flags) {
    void* handle = ::dlopen(name, flags);
    if (handle == nullptr) return false;
    ::dlclose(handle);
    return true;
}

}  // namespace

void* open_library(const std::filesystem::path& library, std::string& reason) {
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return handle;
    const char* told = ::dlerror();
    reason = told != nullptr ? told : "the loader gives no reason";
    return nullptr;
}

void* function_in(void* library, const std::string& name) {
    return ::dlsym(library, name.c_str());
}

bool can_open_library(const char* name) {
    return opens(name, RTLD_LAZY | RTLD_LOCAL);
}

bool is_library_open(const char* name) {
    return opens(name, RTLD_LAZY | RTLD_NOLOAD);
}

std::string shared_library_file(const std::string& name) {
    return "lib" + name + ".so";
}

std::string program_file(const std::string& name) {
    return name;
}

}  // namespace progan::system
