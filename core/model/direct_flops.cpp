#include "core/model/direct_flops.h"

namespace progan {

double direct_flops(const ModelSpec& spec, int level) {
    const auto channels = [&](int l) {
        return static_cast<double>(spec.channels[static_cast<std::size_t>(l)]);
    };
    double sum = 16 * channels(0) * spec.latent_size;
    for (int l = 0; l <= level; ++l) {
        const double pixels = static_cast<double>(resolution(l)) * resolution(l);
        if (l > 0) sum += pixels * 9 * channels(l - 1) * channels(l);
        sum += pixels * 9 * channels(l) * channels(l);
    }
    const double pixels = static_cast<double>(resolution(level)) * resolution(level);
    return 2 * (sum + pixels * 3 * channels(level));
}

}  // namespace progan
