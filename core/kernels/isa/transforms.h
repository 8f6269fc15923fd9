// The tile transforms in one dimension (kernels.h says what they compute): forward() takes the input's pixels
// to points, inverse() the products to results, adjoint(), its transpose, results to points. weight_points()
// takes a kernel's row to points, weight_taps() is its transpose.
//
// Included by the sources of this folder alone, each of which is compiled once per instruction set. All of it
// is in an unnamed namespace: of an inline function with a name the linker would keep one copy for all,
// possibly one that this processor cannot run.
#pragma once

#include "core/kernels/isa/lanes.h"

namespace progan {
namespace {

/// A transform in one dimension, applied to columns, then to rows: from(i, j) is what it reads, to(i, j,
/// lanes) takes what it makes.
template <int kFrom, int kTo, typename Transform, typename From, typename To>
__attribute__((always_inline)) inline void in_both_dimensions(const Transform& transform, const From& from,
                                                              const To& to) {
    Lanes half[kTo][kFrom];
#pragma GCC unroll 6
    for (int j = 0; j < kFrom; ++j) {
        Lanes column[kFrom], transformed[kTo];
#pragma GCC unroll 6
        for (int i = 0; i < kFrom; ++i) column[i] = from(i, j);
        transform(column, transformed);
#pragma GCC unroll 6
        for (int i = 0; i < kTo; ++i) half[i][j] = transformed[i];
    }
#pragma GCC unroll 6
    for (int i = 0; i < kTo; ++i) {
        Lanes transformed[kTo];
        transform(half[i], transformed);
#pragma GCC unroll 6
        for (int j = 0; j < kTo; ++j) to(i, j, transformed[j]);
    }
}

struct Upsample {
    static constexpr int kStep = 1, kReach = 3, kPoints = 3, kProducts = 3, kOutputs = 2;
    static void forward(const Lanes (&x)[3], Lanes (&points)[3]) {
        points[0] = x[0] - x[1];
        points[1] = x[1];
        points[2] = x[2] - x[1];
    }
    static void inverse(const Lanes (&m)[3], Lanes (&y)[2]) {
        y[0] = m[0] + m[1];
        y[1] = m[1] + m[2];
    }
    static void adjoint(const Lanes (&y)[2], Lanes (&m)[3]) {
        m[0] = y[0];
        m[1] = y[0] + y[1];
        m[2] = y[1];
    }
    static void weight_points(const Lanes (&w)[3], Lanes (&points)[3]) {
        points[0] = w[0];
        points[1] = w[0] + w[1] + w[2];
        points[2] = w[2];
    }
    static void weight_taps(const Lanes (&points)[3], Lanes (&w)[3]) {
        w[0] = points[0] + points[1];
        w[1] = points[1];
        w[2] = points[1] + points[2];
    }
};

/// The convolution, then the sum of each 2 x 2 block. With W = w0 + w1 + w2, in one dimension y[i] = W (x[2i]
/// + x[2i+1]) + w0 (x[2i-1] - x[2i+1]) + w2 (x[2i+2] - x[2i]): the transpose of Upsample. All products of a
/// tile are summed.
struct Downsample {
    static constexpr int kStep = 2, kReach = 4, kPoints = 3, kProducts = 1, kOutputs = 1;
    static void forward(const Lanes (&x)[4], Lanes (&points)[3]) {
        points[0] = x[0] - x[2];
        points[1] = x[1] + x[2];
        points[2] = x[3] - x[1];
    }
    static void inverse(const Lanes (&m)[1], Lanes (&y)[1]) { y[0] = m[0]; }
    static void weight_points(const Lanes (&w)[3], Lanes (&points)[3]) { Upsample::weight_points(w, points); }
    static void weight_taps(const Lanes (&points)[3], Lanes (&w)[3]) { Upsample::weight_taps(points, w); }
};

struct SmallTiles {
    static constexpr int kStep = 2, kReach = 4, kPoints = 4, kProducts = 4, kOutputs = 2;
    static void forward(const Lanes (&x)[4], Lanes (&points)[4]) {
        points[0] = x[0] - x[2];
        points[1] = x[1] + x[2];
        points[2] = x[2] - x[1];
        points[3] = x[1] - x[3];
    }
    static void inverse(const Lanes (&m)[4], Lanes (&y)[2]) {
        y[0] = m[0] + m[1] + m[2];
        y[1] = m[1] - m[2] - m[3];
    }
    static void adjoint(const Lanes (&y)[2], Lanes (&m)[4]) {
        m[0] = y[0];
        m[1] = y[0] + y[1];
        m[2] = y[0] - y[1];
        m[3] = zero() - y[1];
    }
    static void weight_points(const Lanes (&w)[3], Lanes (&points)[4]) {
        const Lanes even = 0.5f * (w[0] + w[2]), odd = 0.5f * w[1];
        points[0] = w[0];
        points[1] = even + odd;
        points[2] = even - odd;
        points[3] = w[2];
    }
    static void weight_taps(const Lanes (&points)[4], Lanes (&w)[3]) {
        const Lanes half = 0.5f * (points[1] + points[2]);
        w[0] = points[0] + half;
        w[1] = 0.5f * (points[1] - points[2]);
        w[2] = half + points[3];
    }
};

/// Interpolates at 0, +-kNear, +-kFar and infinity. The more usual 0, +-1, +-2 round twice as badly: kNear *
/// kFar = 1 keeps the points, and what undoes them, of one size.
struct LargeTiles {
    static constexpr int kStep = 4, kReach = 6, kPoints = 6, kProducts = 6, kOutputs = 4;
    static constexpr float kNear = 0.70710678F, kFar = 1.41421356F;  // the roots of 1/2 and 2
    static void forward(const Lanes (&x)[6], Lanes (&points)[6]) {
        const Lanes even = x[4] - 2.0f * x[2], odd = kNear * (x[3] - 2.0f * x[1]);
        const Lanes even2 = x[4] - 0.5f * x[2], odd2 = kFar * (x[3] - 0.5f * x[1]);
        points[0] = x[0] + (x[4] - 2.5f * x[2]);
        points[1] = even + odd;
        points[2] = even - odd;
        points[3] = even2 + odd2;
        points[4] = even2 - odd2;
        points[5] = x[1] + (x[5] - 2.5f * x[3]);
    }
    static void inverse(const Lanes (&m)[6], Lanes (&y)[4]) {
        const Lanes sum1 = m[1] + m[2], difference1 = kNear * (m[1] - m[2]);
        const Lanes sum2 = m[3] + m[4], difference2 = kFar * (m[3] - m[4]);
        y[0] = m[0] + sum1 + sum2;
        y[1] = difference1 + difference2;
        y[2] = 0.5f * sum1 + 2.0f * sum2;
        y[3] = 0.5f * difference1 + 2.0f * difference2 + m[5];
    }
    static void adjoint(const Lanes (&y)[4], Lanes (&m)[6]) {
        const Lanes even = y[0] + 0.5f * y[2], odd = kNear * (y[1] + 0.5f * y[3]);
        const Lanes even2 = y[0] + 2.0f * y[2], odd2 = kFar * (y[1] + 2.0f * y[3]);
        m[0] = y[0];
        m[1] = even + odd;
        m[2] = even - odd;
        m[3] = even2 + odd2;
        m[4] = even2 - odd2;
        m[5] = y[3];
    }
    static void weight_points(const Lanes (&w)[3], Lanes (&points)[6]) {
        const Lanes even = (-2.0f / 3) * (w[0] + 0.5f * w[2]), odd = (-2.0f / 3 * kNear) * w[1];
        const Lanes even2 = (1.0f / 6) * (w[0] + 2.0f * w[2]), odd2 = (1.0f / 6 * kFar) * w[1];
        points[0] = w[0];
        points[1] = even + odd;
        points[2] = even - odd;
        points[3] = even2 + odd2;
        points[4] = even2 - odd2;
        points[5] = w[2];
    }
    static void weight_taps(const Lanes (&points)[6], Lanes (&w)[3]) {
        const Lanes sum1 = (-2.0f / 3) * (points[1] + points[2]), sum2 = (1.0f / 6) * (points[3] + points[4]);
        w[0] = points[0] + sum1 + sum2;
        w[1] = (-2.0f / 3 * kNear) * (points[1] - points[2]) + (1.0f / 6 * kFar) * (points[3] - points[4]);
        w[2] = 0.5f * sum1 + 2.0f * sum2 + points[5];
    }
};

}  // namespace
}  // namespace progan
