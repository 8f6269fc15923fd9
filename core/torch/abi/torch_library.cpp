#include "core/torch/abi/torch_library.h"

#include <dlfcn.h>

#include "core/support/error.h"

namespace progan {

void* torch_library_function(const std::filesystem::path& library, const std::string& name) {
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        const char* reason = dlerror();
        throw Error("The library {} cannot be opened: {}.", library.string(),
                    reason != nullptr ? reason : "the loader gives no reason");
    }
    void* function = dlsym(handle, name.c_str());
    if (function == nullptr)
        throw Error("{} is not ProGAN Explorer's LibTorch part: it lacks {}.", library.string(), name);
    return function;
}

void throw_other_version(const std::filesystem::path& library, int found, int needed) {
    throw Error("{} has interface version {}, but this program needs version {}.", library.string(), found,
                needed);
}

}  // namespace progan
