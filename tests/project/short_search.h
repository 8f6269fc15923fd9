// What the tests of the search share: a face of the included model, and little work.
#pragma once

#include <cstdint>
#include <memory>

#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/project/photo_projector.h"

namespace progan::test {

inline constexpr std::uint32_t kSeed = 123456;  // far from the bank's

inline Image face_of(const Model& model, std::uint32_t seed) {
    const std::unique_ptr<Generator> generator = make_cpu_generator(model);
    return generator->generate(
        latent_from_seed(seed, static_cast<std::size_t>(model.spec.latent_size), SeedMode::numpy),
        model.spec.last_level, model.spec.alpha);
}

/// Few of everything: these tests ask whether it works, tests/bench how well.
inline ProjectorOptions small_bank(int threads) {
    ProjectorOptions options;
    options.threads = threads;
    options.faces = 300;
    return options;
}
inline SearchOptions short_search() {
    SearchOptions options;
    options.starts = 16;
    options.steps = 40;
    options.refinements = 0;
    return options;
}

}  // namespace progan::test
