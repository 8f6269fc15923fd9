// Everything that this machine can run a generator on: the CPU with the program's own kernels, and LibTorch's
// devices. LibTorch takes a second to load, so it is loaded only when needed: at once if there is a CUDA
// driver, otherwise when "torch-cpu" is requested.
#pragma once

#include <memory>

#include "core/model/backend.h"

namespace progan {

/// Devices "cpu", then "cuda:N", then "torch-cpu" (LibTorch on the CPU, much slower, for comparison) if the
/// library with the LibTorch part exists. Without LibTorch only the CPU remains; the Error of creating a
/// generator on another device says why.
std::unique_ptr<Backend> open_local_backend();

}  // namespace progan
