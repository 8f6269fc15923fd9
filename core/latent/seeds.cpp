#include "core/latent/seeds.h"

#include <charconv>
#include <cmath>
#include <numbers>
#include <random>
#include <string>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

/// Uniform in [0, 1) with 53 random bits, from two draws: MT19937's genrand_res53.
double uniform53(std::mt19937& engine) {
    const std::uint32_t high = static_cast<std::uint32_t>(engine()) >> 5,
                        low = static_cast<std::uint32_t>(engine()) >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

/// RandomState.randn: Marsaglia's polar method, two values per round; the second one drawn is returned first.
Latent numpy_randn(std::uint32_t seed, std::size_t size) {
    std::mt19937 engine(seed);
    Latent z;
    z.reserve(size);
    while (z.size() < size) {
        double x1 = 0, x2 = 0, r2 = 0;
        do {
            x1 = 2.0 * uniform53(engine) - 1.0;
            x2 = 2.0 * uniform53(engine) - 1.0;
            r2 = x1 * x1 + x2 * x2;
        } while (r2 >= 1.0 || r2 == 0.0);
        const double factor = std::sqrt(-2.0 * std::log(r2) / r2);
        z.push_back(static_cast<float>(factor * x2));
        if (z.size() < size) z.push_back(static_cast<float>(factor * x1));
    }
    return z;
}

constexpr std::size_t kBlock = 16;  // torch fills tensors of at least this many values in blocks of it

/// Uniform in [0, 1) with 24 random bits, like torch's floats.
float uniform24(std::mt19937& engine) {
    return static_cast<float>(static_cast<std::uint32_t>(engine()) & 0xffffffu) * 0x1p-24f;
}

/// Box-Muller on a block of 16 uniform values: the first eight are radii, the last eight angles.
void box_muller_block(float* values) {
    for (std::size_t i = 0; i < kBlock / 2; ++i) {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - static_cast<double>(values[i])));
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(values[i + kBlock / 2]);
        values[i] = static_cast<float>(radius * std::cos(angle));
        values[i + kBlock / 2] = static_cast<float>(radius * std::sin(angle));
    }
}

/// torch.randn below 16 values: Box-Muller in double, two values per round, the cosine first.
Latent torch_randn_short(std::mt19937& engine, std::size_t size) {
    const auto uniform = [&engine] {  // 53 bits of one 64-bit sample, the first word high
        const std::uint64_t high = static_cast<std::uint32_t>(engine()),
                            low = static_cast<std::uint32_t>(engine());
        return static_cast<double>(((high << 32) | low) & ((1ull << 53) - 1)) * 0x1p-53;
    };
    Latent z;
    while (z.size() < size) {
        const double u1 = uniform(), u2 = uniform();
        const double radius = std::sqrt(-2.0 * std::log1p(-u2)), angle = 2.0 * std::numbers::pi * u1;
        z.push_back(static_cast<float>(radius * std::cos(angle)));
        if (z.size() < size) z.push_back(static_cast<float>(radius * std::sin(angle)));
    }
    return z;
}

Latent torch_randn(std::uint32_t seed, std::size_t size) {
    std::mt19937 engine(seed);
    if (size < kBlock) return torch_randn_short(engine, size);
    Latent z(size);
    for (float& value : z) value = uniform24(engine);
    for (std::size_t i = 0; i + kBlock <= size; i += kBlock) box_muller_block(z.data() + i);
    if (size % kBlock != 0) {
        // The last 16 values are drawn again, overwriting some that were finished.
        float* tail = z.data() + size - kBlock;
        for (std::size_t i = 0; i < kBlock; ++i) tail[i] = uniform24(engine);
        box_muller_block(tail);
    }
    return z;
}

}  // namespace

std::optional<std::uint32_t> seed_from_text(std::string_view text) {
    text = trimmed(text);
    std::uint32_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, seed);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return seed;
}

Latent latent_from_seed(std::uint32_t seed, std::size_t size, SeedMode mode) {
    if (size == 0) throw Error("A latent needs at least one component.");
    return mode == SeedMode::numpy ? numpy_randn(seed, size) : torch_randn(seed, size);
}

std::string_view to_string(SeedMode mode) {
    return kSeedModeNames.name(mode);
}

SeedMode seed_mode_from_string(std::string_view name) {
    return kSeedModeNames.parse(name, "a seed mode");
}

}  // namespace progan
