// Opens the shared library with LibTorch and wraps it as a Backend. This header and its .cpp do not include
// LibTorch's headers.
#pragma once

#include <filesystem>
#include <memory>

#include "core/model/backend.h"

namespace progan {

/// The precision it computes in. fastest_exact: on a GPU the fastest whose images were within half an 8-bit
/// step of float32's when the model was opened, on the CPU float32.
enum class TorchPrecision { fastest_exact, float32, float16, bfloat16 };

/// dlopens the library, which takes about a second to load LibTorch. It stays loaded until the process ends,
/// because LibTorch cannot be unloaded. Throws Error naming the file and the loader's reason, or the ABI
/// versions found and needed.
std::unique_ptr<Backend> open_torch_backend(const std::filesystem::path& library,
                                            TorchPrecision precision = TorchPrecision::fastest_exact);

}  // namespace progan
