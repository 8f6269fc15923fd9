// All that this machine can run a generator on: the CPU by the program's own kernels, and what LibTorch
// brings. LibTorch is loaded only where it is needed, because that takes a second: at once if there is a CUDA
// driver, else when "torch-cpu" is asked for.
#pragma once

#include <memory>

#include "core/model/backend.h"

namespace progan {

/// Devices "cpu", then "cuda:N", then "torch-cpu" (LibTorch on the CPU: much slower, to compare with) if the
/// library with the LibTorch part is there. Without LibTorch the CPU remains; what creating a generator on
/// another device throws then says why.
std::unique_ptr<Backend> open_local_backend();

}  // namespace progan
