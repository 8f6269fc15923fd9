// tests/data/latent_references.json: numbers from NumPy and PyTorch.
#pragma once

#include <bit>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/latent/latent.h"

namespace progan::test {

inline nlohmann::json latent_references() {
    return nlohmann::json::parse(std::ifstream(PROGAN_TEST_DATA "/latent_references.json"));
}

inline Latent latent_of_bits(const nlohmann::json& bits) {
    Latent latent;
    for (const nlohmann::json& value : bits)
        latent.push_back(std::bit_cast<float>(value.get<std::uint32_t>()));
    return latent;
}

}  // namespace progan::test
