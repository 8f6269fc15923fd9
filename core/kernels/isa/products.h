// Matrix products, for factors of float32 and, where an instruction set has them, of bfloat16. Sums are
// always float32.
//
// Factors lie in slots of 4 bytes, passed as floats: one float32, or two bfloat16 that follow each other in
// the dimension that is summed over, the first in the low half. All counts and strides are of slots.
//
// Included by the sources of this folder alone, each of which is compiled once per instruction set. All of it
// is in an unnamed namespace: of a function with a name the linker would keep one copy for all, possibly one
// that this processor cannot run.
#pragma once

#include "core/kernels/isa/lanes.h"

#if defined(__AVX512BF16__)
#include <immintrin.h>

#include <cstdint>
#endif

namespace progan {
namespace {

struct Float32 {
    static constexpr int kPerSlot = 1;
    /// sums + x * y.
    static Vector add(const Vector& sums, float x, const Vector& y) { return sums + x * y; }
    /// kLanes values of a row of them, from the c-th on.
    static void store_in_row(float* row, int c, const Lanes& values) { store(row + c, values); }
    /// The part-th value of each of kLanes slots; the 0th clears the others.
    static void store_part(float* slots, int /*part*/, const Lanes& values) { store(slots, values); }
};

#if defined(__AVX512BF16__)
struct Bfloat16 {
    static constexpr int kPerSlot = 2;
    static Vector add(const Vector& sums, float x, const Vector& y) {
        return _mm512_dpbf16_ps(sums, reinterpret_cast<__m512bh>(_mm512_set1_ps(x)),
                                reinterpret_cast<__m512bh>(static_cast<__m512>(y)));
    }
    static void store_in_row(float* row, int c, const Lanes& values) {
        *reinterpret_cast<Halves*>(row + c / kPerSlot) = rounded(values);
    }
    static void store_part(float* slots, int part, const Lanes& values) {
        Slots& to = *reinterpret_cast<Slots*>(slots);
        const Slots halves = __builtin_convertvector(rounded(values), Slots);
        to = part == 0 ? halves : to | halves << 16;
    }

  private:
    using Halves = std::uint16_t __attribute__((vector_size(32), may_alias));
    using Slots = std::uint32_t __attribute__((vector_size(64), may_alias));

    /// To the nearest; ties to even.
    static Halves rounded(const Lanes& values) {
        return reinterpret_cast<Halves>(_mm512_cvtneps_pbh(values.part[0]));
    }
};
#endif

/// While it computes, it prefetches the memory at `ahead`, the next call's panel.
template <typename Factors, int kRows, int kVectors>
void multiply_block(const float* __restrict a, std::ptrdiff_t a_row, const float* __restrict panel, int depth,
                    float* __restrict c, std::ptrdiff_t c_row, const float* ahead, int ahead_step) {
    Vector sums[kRows][kVectors] = {};
    for (int k = 0; k < depth; ++k) {
        Vector weights[kVectors];
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) weights[v] = reinterpret_cast<const Vector*>(panel)[v];
        panel += kVectors * kWidth;
        __builtin_prefetch(ahead, 0, 2);
        __builtin_prefetch(ahead + ahead_step / 2, 0, 2);
        ahead += ahead_step;
#pragma GCC unroll 12
        for (int r = 0; r < kRows; ++r) {
            const float x = a[r * a_row + k];
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v) sums[r][v] = Factors::add(sums[r][v], x, weights[v]);
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) reinterpret_cast<Vector*>(c + r * c_row)[v] = sums[r][v];
}

template <typename Factors, int kRows>
void multiply_rows(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth, int columns,
                   float* c, std::ptrdiff_t c_row, const float* ahead, int ahead_step) {
    if (rows < kRows) {
        if constexpr (kRows > 1)
            multiply_rows<Factors, kRows - 1>(a, a_row, rows, panel, depth, columns, c, c_row, ahead,
                                              ahead_step);
        return;
    }
    if (columns == kPanelVectors * kWidth)
        multiply_block<Factors, kRows, kPanelVectors>(a, a_row, panel, depth, c, c_row, ahead, ahead_step);
    else
        multiply_block<Factors, kRows, kParts>(a, a_row, panel, depth, c, c_row, ahead, ahead_step);
}

template <typename Factors>
void multiply(const float* a, std::ptrdiff_t a_row, int rows, const float* panel, int depth, int columns,
              float* c, std::ptrdiff_t c_row) {
    // The next call's panel usually follows this one and is prefetched block by block.
    const float* ahead = panel + std::ptrdiff_t{depth} * columns;
    const int all_blocks = (rows + kBlockRows - 1) / kBlockRows;
    const int ahead_step = (columns + all_blocks - 1) / all_blocks;
    while (rows > 0) {  // blocks of nearly equal size, because a small last one would be slow
        const int blocks = (rows + kBlockRows - 1) / kBlockRows;
        const int block = (rows + blocks - 1) / blocks;
        multiply_rows<Factors, kBlockRows>(a, a_row, block, panel, depth, columns, c, c_row, ahead,
                                           ahead_step);
        a += block * a_row;
        c += block * c_row;
        ahead += std::ptrdiff_t{depth} * ahead_step;
        rows -= block;
    }
}

/// kRows x kVectors of c.
template <typename Factors, int kRows, int kVectors>
void outer_block(const float* __restrict a, std::ptrdiff_t a_row, const float* __restrict b,
                 std::ptrdiff_t b_row, int depth, float* __restrict c, std::ptrdiff_t c_row) {
    Vector sums[kRows][kVectors];
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) sums[r][v] = reinterpret_cast<const Vector*>(c + r * c_row)[v];
    for (int k = 0; k < depth; ++k) {
        Vector right[kVectors];
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) right[v] = reinterpret_cast<const Vector*>(b)[v];
#pragma GCC unroll 16
        for (int r = 0; r < kRows; ++r) {
            const float x = a[r];
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v) sums[r][v] = Factors::add(sums[r][v], x, right[v]);
        }
        a += a_row;
        b += b_row;
    }
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) reinterpret_cast<Vector*>(c + r * c_row)[v] = sums[r][v];
}

template <typename Factors>
void add_outer_products(const float* a, std::ptrdiff_t a_row, const float* b, std::ptrdiff_t b_row, int depth,
                        int rows, int columns, float* c, std::ptrdiff_t c_row) {
    constexpr int kWide = kPanelVectors * kWidth;  // columns of a block
    constexpr int kRows = kBlockRows >= 12  ? 8
                          : kBlockRows >= 6 ? 4
                                            : 2;  // that fit into the registers with them
    static_assert(kLanes % kRows == 0);
    int column = 0;
    for (; column + kWide <= columns; column += kWide)
        for (int row = 0; row < rows; row += kRows)
            outer_block<Factors, kRows, kPanelVectors>(a + row, a_row, b + column, b_row, depth,
                                                       c + row * c_row + column, c_row);
    for (; column < columns; column += kLanes)
        for (int row = 0; row < rows; row += kRows)
            outer_block<Factors, kRows, kParts>(a + row, a_row, b + column, b_row, depth,
                                                c + row * c_row + column, c_row);
}

}  // namespace
}  // namespace progan
