#include "core/torch/training/prepared_weights.h"

#include <ATen/ATen.h>

#include <iterator>
#include <utility>

namespace progan_torch::processor {

bool PreparedWeights::keeps(const at::Tensor& weight) {
    return weight.is_leaf() && weight.requires_grad();
}

void PreparedWeights::forget_freed() {
    for (auto entry = entries_.begin(); entry != entries_.end();)
        entry = entry->second.tensor.expired() ? entries_.erase(entry) : std::next(entry);
}

const progan::PreparedWeight& PreparedWeights::get(const progan::TrainingKernels& kernels,
                                                   progan::ThreadPool& pool, progan::Form form, int side,
                                                   const at::Tensor& weight,
                                                   const progan::ConvolutionWeight& values) {
    const auto version = static_cast<std::uint32_t>(weight._version());
    const Key key{weight.unsafeGetTensorImpl(), &kernels, form, values.transposed, side};
    auto found = entries_.find(key);
    if (found == entries_.end()) {
        forget_freed();
        found = entries_
                    .emplace(key, Entry{WeakTensor(weight.getIntrusivePtr()), version, values.scale,
                                        progan::PreparedWeight(kernels, pool, form, side, values)})
                    .first;
    } else if (Entry& entry = found->second; entry.version != version || entry.scale != values.scale) {
        entry.prepared.update(pool, values);
        entry.version = version;
        entry.scale = values.scale;
    }
    return found->second.prepared;
}

}  // namespace progan_torch::processor
