// A face as people refer to it: where it lies, and what it is called. A plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/latent/latent.h"

namespace progan {

struct NamedLatent {
    Latent latent;
    std::optional<std::uint32_t> seed = {};  ///< if the latent is that of a seed, unchanged
    std::string name = {};                   ///< "Seed 15", "Smiling"; may be empty

    bool operator==(const NamedLatent&) const = default;
};

}  // namespace progan
