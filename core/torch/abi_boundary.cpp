#include "core/torch/abi_boundary.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace progan_torch {
namespace {

/// Images must be reproducible while the program runs, and float32 means float32: no TF32. cuDNN tries its
/// deterministic algorithms once per shape and keeps the fastest; another run may choose a different one,
/// with different rounding.
void set_up_cuda() {
    at::Context& context = at::globalContext();
    context.setAllowTF32CuDNN(false);
    context.setAllowTF32CuBLAS(false);
    context.setDeterministicCuDNN(true);
    context.setBenchmarkCuDNN(true);
}

/// OpenBLAS's own threads would compete with LibTorch's for the cores: training then runs at 40 % (measured).
void keep_blas_to_its_thread() {
    const auto set_threads = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (set_threads != nullptr) set_threads(1);
}

/// LibTorch itself uses the number of physical cores, which virtual machines often report as 1.
void use_all_cores() {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    if (std::getenv("OMP_NUM_THREADS") == nullptr && cores > at::get_num_threads())
        at::set_num_threads(cores);
    if (at::get_num_threads() > 1) keep_blas_to_its_thread();
}

}  // namespace

void set_error(ProganError* error, const char* message, bool device_failed) noexcept {
    if (error == nullptr) return;
    error->device_failed = device_failed ? 1 : 0;
    std::size_t length = std::min(std::strcspn(message, "\n"), sizeof(error->message) - 1);
    if (message[length] != '\0')
        while (length > 0 && (static_cast<unsigned char>(message[length]) & 0xC0U) == 0x80U) --length;
    std::memcpy(error->message, message, length);
    error->message[length] = '\0';
}

int cuda_device_count() noexcept {
    int count = 0;
    guarded(nullptr, [&] { count = at::hasCUDA() ? static_cast<int>(at::getNumGPUs()) : 0; });
    return count;
}

at::Device parse_device(const std::string& text) {
    const at::Device device(text);
    if (!device.is_cuda()) {
        use_all_cores();
        return device;
    }
    const int count = cuda_device_count();
    if (device.index() >= count)
        throw std::invalid_argument("Device '" + text + "' was requested, but LibTorch finds " +
                                    std::to_string(count) + " CUDA devices.");
    set_up_cuda();
    return device;
}

}  // namespace progan_torch
