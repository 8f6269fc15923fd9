// The process group for LibTorch headers that include Gloo's.
#include <ATen/ATen.h>
#include <cstdint>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/torch/training/process_group.h"

namespace progan_torch {
namespace {

constexpr std::chrono::minutes kToMeet{10};
constexpr std::chrono::minutes kForOneAnswer{10};  // time for a snapshot, a checkpoint, a slow disk
constexpr std::chrono::hours kForTheSlowest{24};   // time for one process to decode the pictures for all

/// LibTorch's messages are pages long; the first line is what matters.
std::string first_line(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

#ifdef USE_C10D_NCCL
constexpr bool kHasNccl = true;
#else
constexpr bool kHasNccl = false;
#endif

/// LibTorch 2 meets through libuv unless told otherwise, which Debian's is built without.
template <typename Options>
void without_libuv(Options& options) {
    if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

}  // namespace

struct ProcessGroup::Connection {
    c10::intrusive_ptr<c10d::TCPStore> store;
    std::function<void(std::vector<at::Tensor>&)> sum;
    bool on_gpu = false;
    int waits = 0;
};

ProcessGroup::ProcessGroup(const ProganProcessGroup& process_group, const at::Device& device)
    : connection_(std::make_unique<Connection>()), rank_(process_group.rank), size_(process_group.size) {
    try {
        c10d::TCPStoreOptions options;
        options.port = static_cast<std::uint16_t>(process_group.port);
        options.isServer = rank_ == 0;
        options.numWorkers = size_;
        options.waitWorkers = true;
        options.timeout = kToMeet;
        without_libuv(options);
        connection_->store = c10::make_intrusive<c10d::TCPStore>(process_group.address, options);
        connection_->on_gpu = kHasNccl && device.is_cuda();
#ifdef USE_C10D_NCCL
        if (connection_->on_gpu) {
            auto nccl_options = c10d::ProcessGroupNCCL::Options::create();
            nccl_options->timeout = kForOneAnswer;
            const auto group =
                c10::make_intrusive<c10d::ProcessGroupNCCL>(connection_->store, rank_, size_, nccl_options);
            connection_->sum = [group](std::vector<at::Tensor>& values) { group->allreduce(values)->wait(); };
            return;
        }
#endif
        auto gloo_options = c10d::ProcessGroupGloo::Options::create();
        gloo_options->timeout = kForOneAnswer;
        const bool here = process_group.address == std::string("127.0.0.1") ||
                          process_group.address == std::string("localhost");
        gloo_options->devices.push_back(here ? c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1")
                                             : c10d::ProcessGroupGloo::createDefaultDevice());
        const auto group =
            c10::make_intrusive<c10d::ProcessGroupGloo>(connection_->store, rank_, size_, gloo_options);
        connection_->sum = [group](std::vector<at::Tensor>& values) { group->allreduce(values)->wait(); };
    } catch (const std::exception& error) {
        throw std::runtime_error("The " + std::to_string(size_) +
                                 " processes of this run could not meet at " + process_group.address + ":" +
                                 std::to_string(process_group.port) + ": " + first_line(error));
    }
}

ProcessGroup::~ProcessGroup() = default;

void ProcessGroup::average(at::Tensor values) {
    try {
        const bool elsewhere = values.is_cuda() && !connection_->on_gpu;
        std::vector<at::Tensor> all{elsewhere ? values.to(at::kCPU) : values};
        connection_->sum(all);
        if (elsewhere) values.copy_(all.front());
    } catch (const std::exception& error) {
        throw std::runtime_error(
            "Another process of this run was lost. The last checkpoint is intact: start all of them again "
            "with "
            "--resume. (" +
            first_line(error) + ")");
    }
    values.div_(size_);
}

void ProcessGroup::wait_for_all() {
    try {
        const std::string name = "wait" + std::to_string(connection_->waits++);
        if (connection_->store->add(name, 1) == size_) connection_->store->set(name + " is over", {1});
        connection_->store->wait({name + " is over"}, kForTheSlowest);
    } catch (const std::exception& error) {
        throw std::runtime_error("Another process of this run was lost before the training began. (" +
                                 first_line(error) + ")");
    }
}

}  // namespace progan_torch
