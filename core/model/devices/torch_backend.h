// Opens the shared library with LibTorch and wraps it as a Backend. This header and its .cpp do not see
// LibTorch.
#pragma once

#include <filesystem>
#include <memory>

#include "core/model/backend.h"

namespace progan {

/// In what numbers it computes. The first: on a GPU the fastest whose images were found within half an 8-bit
/// step of float32's when the model was opened, on the CPU float32.
enum class TorchPrecision { fastest_exact, float32, float16, bfloat16 };

/// dlopens the library (about a second: LibTorch loads). It stays loaded until the process ends, because
/// LibTorch does not support being unloaded. Throws Error naming the file and the loader's reason, or the ABI
/// versions found and needed.
std::unique_ptr<Backend> open_torch_backend(const std::filesystem::path& library,
                                            TorchPrecision precision = TorchPrecision::fastest_exact);

}  // namespace progan
