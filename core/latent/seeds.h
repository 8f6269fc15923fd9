// Seeds: a number gives the same latent on every machine and device, because it is drawn here, not on the
// device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/latent/latent.h"
#include "core/support/enum_names.h"

namespace progan {

enum class SeedMode {
    numpy,  ///< numpy.random.RandomState(seed).randn(size), bit-equal before the rounding to float
    torch,  ///< torch.manual_seed(seed); torch.randn(size) on the CPU, equal within 1e-6
};

/// Both conventions take 32-bit seeds.
inline constexpr std::uint32_t kMaxSeed = 0xffffffffu;

/// A whole number from 0 to kMaxSeed in decimal digits, with spaces around it at most; nothing for all else.
std::optional<std::uint32_t> seed_from_text(std::string_view text);

/// The latent of a seed, N(0, 1) per component. Source of the arithmetic: MT19937 (Matsumoto and Nishimura
/// 1998); numpy's legacy polar Gaussian; torch's Box-Muller in blocks of 16. Throws Error if size is 0.
Latent latent_from_seed(std::uint32_t seed, std::size_t size, SeedMode mode);

inline constexpr auto kSeedModeNames =
    enum_names<SeedMode>({{SeedMode::numpy, "numpy"}, {SeedMode::torch, "torch"}});
std::string_view to_string(SeedMode mode);
/// From "numpy" or "torch"; throws Error naming what was found.
SeedMode seed_mode_from_string(std::string_view name);

}  // namespace progan
