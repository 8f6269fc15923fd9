// The C functions of torch_abi.h. No exception leaves this file.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/torch/abi/torch_abi.h"
#include "core/torch/abi_boundary.h"
#include "core/torch/inference/gpu_runner.h"
#include "core/torch/inference/precision.h"

struct ProganGenerator {
    progan_torch::ChosenNetwork chosen;
    std::optional<progan_torch::GpuRunner> gpu;  ///< refers to `chosen`, which therefore must not move

    explicit ProganGenerator(progan_torch::ChosenNetwork network) : chosen(std::move(network)) {
        if (chosen.network.device().is_cuda()) gpu.emplace(chosen.network);
    }
};

namespace {

using progan_torch::parse_device;

/// Like the boundary's, for work that needs no gradients.
template <typename Work>
bool guarded(ProganError* error, Work&& work) noexcept {
    return progan_torch::guarded(error, [&] {
        const c10::InferenceMode inference;
        work();
    });
}

int32_t cuda_device_count() noexcept {
    return progan_torch::cuda_device_count();
}

/// Asks the driver, which LibTorch has loaded if there is a device: ATen alone does not know names, and
/// CUDA's headers need not be installed.
std::string cuda_name_from_driver(int index) {
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (driver == nullptr) throw std::runtime_error("The CUDA driver (libcuda.so.1) cannot be opened.");
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
    const auto get_device = reinterpret_cast<int (*)(int*, int)>(dlsym(driver, "cuDeviceGet"));
    const auto get_name = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
    int device = 0;
    char name[256] = "";
    if (init == nullptr || get_device == nullptr || get_name == nullptr || init(0) != 0 ||
        get_device(&device, index) != 0 || get_name(name, sizeof(name), device) != 0)
        throw std::runtime_error("The CUDA driver does not name device " + std::to_string(index) + ".");
    return name;
}

int32_t cuda_device_name(int32_t index, char* buffer, size_t size, ProganError* error) noexcept {
    return guarded(error, [&] {
        if (size == 0) throw std::invalid_argument("The buffer for a device name is empty.");
        const std::string name = cuda_name_from_driver(index);
        const std::size_t length = std::min(name.size(), size - 1);
        std::memcpy(buffer, name.data(), length);
        buffer[length] = '\0';
    });
}

void set_thread_count(int32_t threads) noexcept {
    guarded(nullptr, [&] { at::set_num_threads(threads); });
}

int32_t thread_count() noexcept {
    int32_t count = 1;
    guarded(nullptr, [&] { count = at::get_num_threads(); });
    return count;
}

ProganGenerator* create(const ProganSpec* spec, const ProganTensor* tensors, size_t tensor_count,
                        const char* device, int32_t precision, ProganError* error) noexcept {
    ProganGenerator* result = nullptr;
    guarded(error, [&] {
        std::map<std::string, at::Tensor> by_name;
        for (size_t i = 0; i < tensor_count; ++i) {
            const ProganTensor& tensor = tensors[i];
            const at::IntArrayRef shape(tensor.shape, static_cast<std::size_t>(tensor.rank));
            // from_blob needs a mutable pointer; only the clone is kept.
            by_name[tensor.name] =
                at::from_blob(const_cast<float*>(tensor.values), shape, at::kFloat).clone();
        }
        result = new ProganGenerator(
            progan_torch::choose_precision(*spec, by_name, parse_device(device), precision));
    });
    return result;
}

void destroy(ProganGenerator* generator) noexcept {
    guarded(nullptr, [&] { delete generator; });
}

const char* precision(const ProganGenerator* generator) noexcept {
    return generator->chosen.description.c_str();
}

template <typename Value>
void copy_out(const at::Tensor& tensor, Value* out) {
    const at::Tensor packed = tensor.contiguous();
    std::memcpy(out, packed.data_ptr<Value>(), packed.nbytes());
}

int32_t generate(ProganGenerator* generator, const float* latents, size_t count, int32_t level, double alpha,
                 const ProganChannelEdit* edits, size_t edit_count, uint8_t* rgb, float* values,
                 ProganError* error) noexcept {
    return guarded(error, [&] {
        if (count == 0) return;
        const progan_torch::Network& network = generator->chosen.network;
        const at::Tensor z = at::from_blob(const_cast<float*>(latents),
                                           {static_cast<int64_t>(count), network.latent_size()}, at::kFloat);
        if (generator->gpu) {
            generator->gpu->run(z, level, alpha, {edits, edit_count}, rgb, values);
            return;
        }
        const at::Tensor images = network.generate(z, level, alpha, {edits, edit_count});
        if (rgb != nullptr) copy_out(network.to_8_bit(images), rgb);
        if (values != nullptr) copy_out(images, values);
    });
}

int32_t features(ProganGenerator* generator, const float* latent, int32_t level,
                 const ProganChannelEdit* edits, size_t edit_count, float* values, float* norms,
                 ProganError* error) noexcept {
    return guarded(error, [&] {
        const progan_torch::Network& network = generator->chosen.network;
        const at::Tensor z = at::from_blob(const_cast<float*>(latent), {1, network.latent_size()}, at::kFloat)
                                 .to(network.device());
        const progan_torch::FeaturesOfLevel found = network.features(z, level, {edits, edit_count});
        copy_out(found.values.cpu(), values);
        copy_out(found.norms.cpu(), norms);
    });
}

const ProganTorchApi kApi = {
    PROGAN_TORCH_ABI_VERSION,
    TORCH_VERSION,
    cuda_device_count,
    cuda_device_name,
    set_thread_count,
    thread_count,
    create,
    destroy,
    precision,
    generate,
    features,
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ProganTorchApi* progan_torch_api(void) {
    return &kApi;
}
