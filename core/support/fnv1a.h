// FNV-1a, 64 bits (Fowler, Noll and Vo): a mark by which equal contents are found again. It withstands
// chance, not intent. Plain values.
#pragma once

#include <cstdint>

namespace progan {

class Fnv1a {
  public:
    /// The standard's step takes a byte; a larger unit is one step, too, and another mark.
    constexpr void add(std::uint64_t unit) { value_ = (value_ ^ unit) * 1099511628211ull; }
    /// The lowest `bits` of `number` in steps of `step` bits, the lowest first.
    constexpr void add_bits(std::uint64_t number, int bits, int step) {
        for (int shift = 0; shift < bits; shift += step)
            add((number >> shift) & ((std::uint64_t{1} << step) - 1));
    }
    constexpr std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 14695981039346656037ull;
};

}  // namespace progan
