// The C functions of the training half of LibTorch's library (core/torch/abi/train_abi.h).
#pragma once

#include <filesystem>

struct ProganTrainApi;

namespace progan {

/// Loads the library as torch_library_function() does. Throws Error as that does, and for another interface
/// version than this program needs.
const ProganTrainApi* train_library(const std::filesystem::path& library);

}  // namespace progan
