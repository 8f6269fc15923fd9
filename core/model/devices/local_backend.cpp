#include "core/model/devices/local_backend.h"

#include <optional>

#include "core/model/cpu/cpu_generator.h"
#include "core/model/devices/torch_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "core/system/shared_library.h"

namespace progan {
namespace {

constexpr const char* kTorchCpu = "torch-cpu";

constexpr const char* kCudaDriver = "libcuda.so.1";

class LocalBackend : public Backend {
  public:
    using Backend::create;
    LocalBackend() {
        try {
            library_ = find_torch_library();
            if (system::can_open_library(kCudaDriver)) torch();
        } catch (const Error&) {  // reported again to whoever needs LibTorch
        }
    }

    std::string version() const override {
        const std::string own = fmt::format("own kernels ({})", cpu_kernels().name);
        return torch_ ? fmt::format("{}, {}", own, torch_->version()) : own;
    }

    std::vector<Device> devices() const override {
        const int threads = processor_count();
        std::vector<Device> result{
            {"cpu", fmt::format("CPU ({} {}, {})", threads, threads == 1 ? "thread" : "threads",
                                cpu_kernels().name)}};
        if (torch_)
            for (Device& device : torch_->devices())
                if (device.id.starts_with("cuda")) result.push_back(std::move(device));
        if (library_) result.push_back({kTorchCpu, "CPU through LibTorch"});
        return result;
    }

    std::unique_ptr<Generator> create(const Model& model, const std::string& device) override {
        if (device == "cpu") return make_cpu_generator(model);
        return torch().create(model, device == kTorchCpu ? "cpu" : device);
    }

    std::unique_ptr<Generator> create(Model&& model, const std::string& device) override {
        return device == "cpu" ? make_cpu_generator(std::move(model)) : create(model, device);
    }

  private:
    Backend& torch() {
        if (!torch_) torch_ = open_torch_backend(library_ ? *library_ : find_torch_library());
        return *torch_;
    }

    std::optional<std::filesystem::path> library_;
    std::unique_ptr<Backend> torch_;
};

}  // namespace

std::unique_ptr<Backend> open_local_backend() {
    return std::make_unique<LocalBackend>();
}

}  // namespace progan
