// No process group, for LibTorch headers without Gloo's.
#include <stdexcept>

#include "core/torch/training/process_group.h"

namespace progan_torch {

struct ProcessGroup::Connection {};

ProcessGroup::ProcessGroup(const ProganProcessGroup& process_group, const at::Device&)
    : rank_(process_group.rank), size_(process_group.size) {
    throw std::runtime_error(
        "This build cannot train in several processes: Gloo's headers were not next to LibTorch's (Debian: "
        "libgloo-dev).");
}
ProcessGroup::~ProcessGroup() = default;
void ProcessGroup::average(at::Tensor) {}
void ProcessGroup::wait_for_all() {}

}  // namespace progan_torch
