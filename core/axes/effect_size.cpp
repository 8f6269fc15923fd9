#include "core/axes/effect_size.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kMaxLevel = 4;  // 64 x 64

}  // namespace

double mean_change_per_degree(const Image& a, const Image& b, double degrees_apart) {
    if (a.rgb.size() != b.rgb.size() || a.width != b.width || a.rgb.empty())
        throw Error("Pictures of {} x {} and {} x {} pixels cannot be compared.", a.width, a.height, b.width,
                    b.height);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    return static_cast<double>(sum) / static_cast<double>(a.rgb.size()) / degrees_apart;
}

int effect_level(const ModelSpec& spec) {
    int level = std::min(spec.last_level, kMaxLevel);
    while (level > 0 && !has_to_rgb(spec, level)) --level;
    return has_to_rgb(spec, level) ? level : spec.last_level;
}

EffectMeter::EffectMeter(const ModelSpec& spec, std::vector<Latent> directions, EffectOptions options)
    : spec_(spec),
      directions_(std::move(directions)),
      options_(options),
      sums_(directions_.size()),
      faces_(options.faces) {}

std::int64_t EffectMeter::steps() const {
    return static_cast<std::int64_t>(directions_.size()) * faces_;
}

bool EffectMeter::step(Generator& generator) {
    if (done_ >= steps()) return false;
    const auto began = Clock::now();
    const auto count = static_cast<std::int64_t>(directions_.size());
    const auto axis = static_cast<std::size_t>(done_ % count);
    const auto face = static_cast<std::uint32_t>(done_ / count);
    const Latent latent = latent_from_seed(options_.first_seed + face,
                                           static_cast<std::size_t>(spec_.latent_size), SeedMode::numpy);
    const std::vector<Latent> turned{rotate(latent, directions_[axis], -options_.degrees),
                                     rotate(latent, directions_[axis], options_.degrees)};
    const int level = effect_level(spec_);
    const std::vector<Image> pictures =
        generator.generate_batch(turned, level, level == spec_.last_level ? spec_.alpha : 1);
    sums_[axis] += mean_change_per_degree(pictures[0], pictures[1], 2 * options_.degrees);
    spent_ += Clock::now() - began;
    if (++done_ % count == 0 && options_.longest && spent_ > *options_.longest)
        faces_ = static_cast<int>(done_ / count);
    return done_ < steps();
}

std::vector<double> EffectMeter::effects() const {
    std::vector<double> result = sums_;
    for (double& effect : result) effect /= std::max(faces_, 1);
    return result;
}

}  // namespace progan
