// Random numbers that are the same everywhere for a seed. Source: SplitMix64, Steele et al. 2014.
// Several numbers within one expression would come in an order that the compiler chooses: draw one per
// statement.
#pragma once

#include <cstdint>

#include "models/portraits/renderer/vector.h"

namespace portraits {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed * kStep + 0x1234567) {
        next();
        next();
    }

    /// 0 to below 1.
    float uniform() { return real(next() >> 40U) * (1.f / 16777216.f); }
    float uniform(float low, float high) { return low + (high - low) * uniform(); }

    /// Of mean 0 and deviation 1. Source: Box and Muller 1958.
    float normal() {
        const float radius = std::max(uniform(), 1e-7f);
        const float angle = uniform();
        return std::sqrt(-2 * std::log(radius)) * std::cos(kTurn * angle);
    }

    /// Of mean 0 and deviation `sigma`, no further out than `limit`.
    float normal(float sigma, float limit) { return clamp(normal() * sigma, -limit, limit); }

    /// Three normal numbers.
    Vec3 normal3() {
        Vec3 v;
        v.z = normal();
        v.y = normal();
        v.x = normal();
        return v;
    }

    bool chance(float probability) { return uniform() < probability; }
    float sign() { return chance(.5f) ? 1.f : -1.f; }

    /// 0 to below `count`.
    int index(int count) { return std::min(count - 1, static_cast<int>(uniform() * real(count))); }

    /// An index by weight.
    template <typename Weights>
    int weighted(const Weights& weights) {
        float sum = 0;
        for (const float weight : weights) sum += weight;
        float at = uniform() * sum;
        int index = 0;
        const int last = static_cast<int>(std::size(weights)) - 1;
        while (index < last && at > weights[static_cast<std::size_t>(index)])
            at -= weights[static_cast<std::size_t>(index++)];
        return index;
    }

  private:
    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

    std::uint64_t next() {
        std::uint64_t z = (state_ += kStep);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace portraits
