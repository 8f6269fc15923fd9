// A text field for a seed: what is not a seed stays as it was typed and changes nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "app/explorer/state/seed_text.h"

namespace progan {

/// Shows `seed` until something is typed. Returns the seed that was entered, by Enter or by leaving the
/// field.
std::optional<std::uint32_t> seed_field(SeedText& typed, std::optional<std::uint32_t> seed);

/// What the field accepts, while it holds something else.
void seed_problem(const SeedText& typed);

}  // namespace progan
