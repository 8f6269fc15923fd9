// What is typed into a field for a seed. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace progan {

struct SeedText {
    std::string text;
    bool edited = false;                 ///< in the last frame
    bool wrong = false;                  ///< it was entered and is no seed: it stays as it is
    std::optional<std::uint32_t> shown;  ///< the seed that the field stands for
};

}  // namespace progan
