// kLanes floats at a time, in as many registers as the instruction set needs for them.
//
// Included by the sources of this folder alone, each of which is compiled once per instruction set. All of it
// is in an unnamed namespace: of an inline function with a name the linker would keep one copy for all,
// possibly one that this processor cannot run.
#pragma once

#include "core/kernels/kernels.h"

#define PROGAN_JOIN_(a, b) a##b
#define PROGAN_JOIN(a, b) PROGAN_JOIN_(a, b)

namespace progan {
namespace {

#if defined(__AVX512F__)
inline constexpr const char* kName = "AVX-512";
inline constexpr int kWidth = 16, kBlockRows = 12, kPanelVectors = 2;
#elif defined(__AVX2__)
inline constexpr const char* kName = "AVX2";
inline constexpr int kWidth = 8, kBlockRows = 6, kPanelVectors = 2;
#elif defined(__aarch64__)
inline constexpr const char* kName = "NEON";
inline constexpr int kWidth = 4, kBlockRows = 6, kPanelVectors = 4;
#else
inline constexpr const char* kName = "plain";
inline constexpr int kWidth = 4, kBlockRows = 2, kPanelVectors = 4;
#endif

using Vector = float __attribute__((vector_size(kWidth * 4), may_alias));
inline constexpr int kParts = kLanes / kWidth;
static_assert(kPanelVectors * kWidth % kLanes == 0);

/// kLanes floats, in as many registers as needed.
struct Lanes {
    Vector part[kParts];
};

inline Lanes load(const float* from) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = reinterpret_cast<const Vector*>(from)[i];
    return result;
}
inline void store(float* to, const Lanes& lanes) {
    for (int i = 0; i < kParts; ++i) reinterpret_cast<Vector*>(to)[i] = lanes.part[i];
}
inline Lanes operator+(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] + b.part[i];
    return result;
}
inline Lanes operator-(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] - b.part[i];
    return result;
}
inline Lanes operator*(const Lanes& a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a.part[i] * b.part[i];
    return result;
}
inline Lanes operator*(float a, const Lanes& b) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = a * b.part[i];
    return result;
}
inline Lanes leaky_relu(const Lanes& x, float slope) {
    Lanes result;
    for (int i = 0; i < kParts; ++i) result.part[i] = x.part[i] > 0.0f ? x.part[i] : slope * x.part[i];
    return result;
}
inline Lanes zero() {
    return Lanes{};
}
/// Sums in the same order on every instruction set.
inline float sum(const Lanes& lanes) {
    alignas(64) float values[kLanes];
    store(values, lanes);
    for (int half = kLanes / 2; half > 0; half /= 2)
        for (int i = 0; i < half; ++i) values[i] += values[i + half];
    return values[0];
}

}  // namespace
}  // namespace progan
