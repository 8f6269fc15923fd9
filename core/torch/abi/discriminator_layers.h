// The layers of the discriminator, which both sides of the ABI boundary need: one declares them, the other
// checks files for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace progan {

/// Calls layer(level, name, shape of its weight) for every layer; each has a bias, too, of as many numbers as
/// it has outputs. `channels`: of the levels, 4 x 4 first. Level 0's convolution also takes the minibatch
/// standard deviation. Source: Karras et al. 2018, appendix A.
template <typename Channels, typename Layer>
void for_each_discriminator_layer(const Channels& channels, const Layer& layer) {
    using Shape = std::vector<std::int64_t>;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const std::int64_t in = channels[i];
        const int level = static_cast<int>(i);
        layer(level, "from_rgb", Shape{in, 3, 1, 1});
        if (level == 0) {
            layer(level, "conv", Shape{in, in + 1, 3, 3});
            layer(level, "dense", Shape{in, in * 16});
            layer(level, "score", Shape{1, in});
        } else {
            layer(level, "conv1", Shape{in, in, 3, 3});
            layer(level, "conv2", Shape{channels[i - 1], in, 3, 3});
        }
    }
}

}  // namespace progan
