// The process group where LibTorch's headers come without those of Gloo: there is none.
#include <stdexcept>

#include "core/torch/training/process_group.h"

namespace progan_torch {

struct ProcessGroup::Connection {};

ProcessGroup::ProcessGroup(const ProganPeers& peers, const at::Device&)
    : rank_(peers.rank), size_(peers.size) {
    throw std::runtime_error(
        "This build cannot train in several processes: Gloo's headers were not beside LibTorch's (Debian: "
        "libgloo-dev).");
}
ProcessGroup::~ProcessGroup() = default;
void ProcessGroup::average(at::Tensor) {}
void ProcessGroup::wait_for_all() {}

}  // namespace progan_torch
