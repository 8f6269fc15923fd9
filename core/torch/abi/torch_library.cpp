#include "core/torch/abi/torch_library.h"

#include "core/support/error.h"
#include "core/system/shared_library.h"

namespace progan {

void* torch_library_function(const std::filesystem::path& library, const std::string& name) {
    std::string reason;
    void* opened = system::open_library(library, reason);
    if (opened == nullptr) throw Error("The library {} cannot be opened: {}.", library.string(), reason);
    void* function = system::function_in(opened, name);
    if (function == nullptr)
        throw Error("{} is not ProGAN Explorer's LibTorch part: it lacks {}.", library.string(), name);
    return function;
}

void throw_other_version(const std::filesystem::path& library, int found, int needed) {
    throw Error("{} has interface version {}, but this program needs version {}.", library.string(), found,
                needed);
}

}  // namespace progan
