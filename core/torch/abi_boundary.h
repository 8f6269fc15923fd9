// Shared by the C functions of this library: errors as values, and devices by name. Internal to the torch
// library.
#pragma once

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>

#include <stdexcept>
#include <string>

#include "core/torch/abi/torch_abi.h"

namespace progan_torch {

/// Keeps the first line, cut to the buffer between UTF-8 characters: LibTorch's messages continue with a
/// stack trace.
void set_error(ProganError* error, const char* message, bool device_failed) noexcept;

/// Runs `work`; true on success, otherwise sets the error.
template <typename Work>
bool guarded(ProganError* error, Work&& work) noexcept {
    try {
        at::Context::setFlushDenormal(true);  // per thread, and the caller may be a new one
        work();
        return true;
    } catch (const std::invalid_argument& e) {
        set_error(error, e.what(), false);
    } catch (const c10::Error& e) {
        set_error(error, e.what_without_backtrace(), true);
    } catch (const std::exception& e) {
        set_error(error, e.what(), true);
    } catch (...) {
        set_error(error, "LibTorch failed for an unknown reason.", true);
    }
    return false;
}

int cuda_device_count() noexcept;

/// "cpu" or "cuda:N", set up for use: all cores unless OMP_NUM_THREADS is set, exact CUDA. Throws
/// std::invalid_argument if there is no such device.
at::Device parse_device(const std::string& text);

}  // namespace progan_torch
