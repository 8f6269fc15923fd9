#include "core/train/train_library.h"

#include "core/torch/abi/torch_library.h"
#include "core/torch/abi/train_abi.h"

namespace progan {

const ProganTrainApi* train_library(const std::filesystem::path& library) {
    const auto get_api =
        reinterpret_cast<decltype(&progan_train_api)>(torch_library_function(library, "progan_train_api"));
    const ProganTrainApi* api = get_api();
    if (api->abi_version != PROGAN_TRAIN_ABI_VERSION)
        throw_other_version(library, api->abi_version, PROGAN_TRAIN_ABI_VERSION);
    return api;
}

}  // namespace progan
