#include "core/torch/training/augmentation.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/torch/training/layers.h"

namespace progan_torch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr double kPi = 3.14159265358979323846;

/// How far the changes go. Source: Karras et al. 2020, appendix B.
constexpr double kMaxShift = 0.125;        // of the side, by whole pixels
constexpr double kShiftDeviation = 0.125;  // of the side, by fractions
constexpr double kScaleDeviation = 0.2, kContrastDeviation = 0.5, kSaturationDeviation = 1;  // of log2
constexpr double kBrightnessDeviation = 0.2;

/// The uniform numbers: first those that decide whether there is a change, then its values.
// NOLINTBEGIN(readability-identifier-naming): constants that index, not values of a type
enum Uniform {
    kMirrors,
    kQuarterTurns,
    kShifts,
    kScales,
    kTurnsBefore,
    kStretches,
    kTurnsAfter,
    kShiftsByFraction,
    kBrightens,
    kContrasts,
    kInverts,
    kTurnsHue,
    kSaturates,
    kMirror,
    kQuarters,
    kShiftX,
    kShiftY,
    kAngleBefore,
    kAngleAfter,
    kInverted,
    kHue,
    kUniforms
};
enum Normal { kScale, kStretch, kFractionX, kFractionY, kBrightness, kContrast, kSaturation, kNormals };
// NOLINTEND(readability-identifier-naming)
static_assert(kUniforms == kAugmentationUniforms && kNormals == kAugmentationNormals);

/// What is done to one picture. Output pixel (x, y), measured from the center, shows the input at
/// source * (x, y, 1), and its color there is matrix * color + offset.
struct Change {
    std::array<double, 6> source{1, 0, 0, 0, 1, 0};
    std::array<double, 9> matrix{1, 0, 0, 0, 1, 0, 0, 0, 1};
    std::array<double, 3> offset{};
};
/// Of a row that holds a change's source and matrix.
constexpr std::int64_t kRow = 15;

/// source = source * step: as changes of the picture come after each other, their inverses come before.
void move(Change& change, const std::array<double, 6>& step) {
    const std::array<double, 6> a = change.source;
    for (std::size_t row = 0; row < 6; row += 3)
        for (std::size_t column = 0; column < 3; ++column)
            change.source[row + column] =
                a[row] * step[column] + a[row + 1] * step[3 + column] + (column == 2 ? a[row + 2] : 0);
}

void turn(Change& change, double angle) {
    move(change, {std::cos(angle), std::sin(angle), 0, -std::sin(angle), std::cos(angle), 0});
}

/// The color so far becomes step * color.
void recolor(Change& change, const std::array<double, 9>& step) {
    const std::array<double, 9> a = change.matrix;
    const std::array<double, 3> b = change.offset;
    for (std::size_t row = 0; row < 3; ++row) {
        const double* s = &step[3 * row];
        for (std::size_t column = 0; column < 3; ++column)
            change.matrix[3 * row + column] = s[0] * a[column] + s[1] * a[3 + column] + s[2] * a[6 + column];
        change.offset[row] = s[0] * b[0] + s[1] * b[1] + s[2] * b[2];
    }
}

/// `along` on the gray axis and, beside it, `across` times a rotation about it (Rodrigues).
std::array<double, 9> about_gray(double along, double across, double angle) {
    const double cosine = across * std::cos(angle), sine = across * std::sin(angle) / std::sqrt(3.0);
    const double gray = (along - cosine) / 3;
    return {gray + cosine, gray - sine, gray + sine, gray + sine,  gray + cosine,
            gray - sine,   gray - sine, gray + sine, gray + cosine};
}

void move_pixels(Change& change, const float* uniform, const float* normal, double p, double side) {
    const auto happens = [&](Uniform which, double probability) { return uniform[which] < probability; };
    const double turning = 1 - std::sqrt(1 - p);
    if (happens(kMirrors, p) && uniform[kMirror] < 0.5f) move(change, {-1.0, 0, 0, 0, 1, 0});
    if (happens(kQuarterTurns, p)) turn(change, kPi / 2 * std::floor(4.0 * uniform[kQuarters]));
    if (happens(kShifts, p)) {
        const auto pixels = [&](Uniform which) {
            return std::round((2.0 * uniform[which] - 1) * kMaxShift * side);
        };
        move(change, {1.0, 0, -pixels(kShiftX), 0, 1, -pixels(kShiftY)});
    }
    if (happens(kScales, p)) {
        const double size = std::exp2(-kScaleDeviation * normal[kScale]);
        move(change, {size, 0, 0, 0, size, 0});
    }
    if (happens(kTurnsBefore, turning)) turn(change, kPi * (2.0 * uniform[kAngleBefore] - 1));
    if (happens(kStretches, p)) {
        const double width = std::exp2(kScaleDeviation * normal[kStretch]);
        move(change, {1 / width, 0, 0, 0, width, 0});
    }
    if (happens(kTurnsAfter, turning)) turn(change, kPi * (2.0 * uniform[kAngleAfter] - 1));
    if (happens(kShiftsByFraction, p))
        move(change, {1.0, 0, -kShiftDeviation * side * normal[kFractionX], 0, 1,
                      -kShiftDeviation * side * normal[kFractionY]});
}

void change_colors(Change& change, const float* uniform, const float* normal, double p) {
    const auto happens = [&](Uniform which) { return uniform[which] < p; };
    if (happens(kBrightens))
        for (double& value : change.offset) value += kBrightnessDeviation * normal[kBrightness];
    if (happens(kContrasts)) {
        const double factor = std::exp2(kContrastDeviation * normal[kContrast]);
        recolor(change, about_gray(factor, factor, 0));
    }
    if (happens(kInverts) && uniform[kInverted] < 0.5f) recolor(change, about_gray(-1, 1, 0));
    if (happens(kTurnsHue)) recolor(change, about_gray(1, 1, kPi * (2.0 * uniform[kHue] - 1)));
    if (happens(kSaturates))
        recolor(change, about_gray(1, std::exp2(kSaturationDeviation * normal[kSaturation]), 0));
}

/// An index beyond the edge, mirrored about the edge pixel.
std::int64_t reflected(std::int64_t index, std::int64_t side) {
    if (side == 1) return 0;
    const std::int64_t period = 2 * (side - 1);
    index = std::abs(index) % period;
    return std::min(index, period - index);
}

/// The four pixels that one between them is made of, and their parts.
struct Corners {
    std::array<std::int64_t, 4> at;  ///< offsets of their first value
    std::array<float, 4> part;
};

Corners corners(const double* source, std::int64_t x, std::int64_t y, std::int64_t side) {
    const double center = static_cast<double>(side - 1) / 2;
    const double dx = static_cast<double>(x) - center, dy = static_cast<double>(y) - center;
    const double sx = source[0] * dx + source[1] * dy + source[2] + center,
                 sy = source[3] * dx + source[4] * dy + source[5] + center;
    const double left = std::floor(sx), top = std::floor(sy);
    const auto fx = static_cast<float>(sx - left), fy = static_cast<float>(sy - top);
    const auto column = static_cast<std::int64_t>(left), row = static_cast<std::int64_t>(top);
    const std::int64_t x0 = reflected(column, side), x1 = reflected(column + 1, side),
                       y0 = reflected(row, side) * side, y1 = reflected(row + 1, side) * side;
    return {{3 * (y0 + x0), 3 * (y0 + x1), 3 * (y1 + x0), 3 * (y1 + x1)},
            {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy}};
}

/// One picture [side, side, 3] by its row of a change.
void change_picture(const float* in, const double* row, std::int64_t side, float* out) {
    std::array<float, 9> m{};
    std::transform(row + 6, row + kRow, m.begin(), [](double value) { return static_cast<float>(value); });
    for (std::int64_t y = 0; y < side; ++y)
        for (std::int64_t x = 0; x < side; ++x, out += 3) {
            const Corners from = corners(row, x, y, side);
            std::array<float, 3> color{};
            for (std::size_t k = 0; k < 4; ++k)
                for (std::size_t c = 0; c < 3; ++c)
                    color[c] += from.part[k] * in[from.at[k] + static_cast<std::int64_t>(c)];
            for (std::size_t c = 0; c < 3; ++c)
                out[c] = m[3 * c] * color[0] + m[3 * c + 1] * color[1] + m[3 * c + 2] * color[2];
        }
}

/// The transpose of change_picture(), added to `out`.
void change_picture_back(const float* in, const double* row, std::int64_t side, float* out) {
    std::array<float, 9> m{};
    std::transform(row + 6, row + kRow, m.begin(), [](double value) { return static_cast<float>(value); });
    for (std::int64_t y = 0; y < side; ++y)
        for (std::int64_t x = 0; x < side; ++x, in += 3) {
            const Corners to = corners(row, x, y, side);
            for (std::size_t c = 0; c < 3; ++c) {
                const float value = m[c] * in[0] + m[3 + c] * in[1] + m[6 + c] * in[2];
                for (std::size_t k = 0; k < 4; ++k)
                    out[to.at[k] + static_cast<std::int64_t>(c)] += to.part[k] * value;
            }
        }
}

/// A linear function of the images, whose gradient is its transpose: the same function the other way.
class LinearPart : public torch::autograd::Function<LinearPart> {
  public:
    /// images [n, side, side, 3], rows [n, kRow] float64.
    static at::Tensor forward(AutogradContext* context, const at::Tensor& images, const at::Tensor& rows,
                              bool back) {
        context->save_for_backward({rows});
        context->saved_data["back"] = back;
        const at::Tensor in = images.contiguous();
        at::Tensor out = back ? at::zeros_like(in) : at::empty_like(in);
        const std::int64_t side = in.size(1), values = side * side * 3;
        const auto* from = in.data_ptr<float>();
        auto* to = out.data_ptr<float>();
        const auto* row = rows.data_ptr<double>();
        at::parallel_for(0, in.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i)
                (back ? change_picture_back : change_picture)(from + i * values, row + i * kRow, side,
                                                              to + i * values);
        });
        return out;
    }
    static tensor_list backward(AutogradContext* context, tensor_list gradients) {
        const at::Tensor rows = context->get_saved_variables()[0];
        return {apply(gradients[0], rows, !context->saved_data["back"].toBool()), at::Tensor(), at::Tensor()};
    }
};

at::Tensor reflected(const at::Tensor& indices, std::int64_t side) {
    if (side == 1) return at::zeros_like(indices);
    const std::int64_t period = 2 * (side - 1);
    const at::Tensor index = indices.abs().remainder(period);
    return at::minimum(index, period - index);
}

/// LinearPart in LibTorch's operations, for any device.
at::Tensor library_linear_part(const at::Tensor& images, const at::Tensor& rows) {
    const std::int64_t n = images.size(0), side = images.size(1);
    const double center = static_cast<double>(side - 1) / 2;
    const at::Tensor line = at::arange(side, rows.options()) - center;
    const at::Tensor x = line.expand({side, side}).reshape({1, -1}),
                     y = line.unsqueeze(1).expand({side, side}).reshape({1, -1});
    const auto source = [&](std::int64_t from) {
        return rows.narrow(1, from, 1) * x + rows.narrow(1, from + 1, 1) * y + rows.narrow(1, from + 2, 1) +
               center;
    };
    const at::Tensor sx = source(0), sy = source(3), left = sx.floor(), top = sy.floor();
    const at::Tensor fx = (sx - left).to(at::kFloat), fy = (sy - top).to(at::kFloat);
    const at::Tensor column = left.to(at::kLong), row = top.to(at::kLong);
    const at::Tensor flat = images.reshape({n, side * side, 3});
    const auto corner = [&](const at::Tensor& cx, const at::Tensor& cy, const at::Tensor& part) {
        const at::Tensor index = reflected(cy, side) * side + reflected(cx, side);
        return at::gather(flat, 1, index.unsqueeze(2).expand({n, side * side, 3})) * part.unsqueeze(2);
    };
    const at::Tensor colors = corner(column, row, (1 - fx) * (1 - fy)) +
                              corner(column + 1, row, fx * (1 - fy)) +
                              corner(column, row + 1, (1 - fx) * fy) + corner(column + 1, row + 1, fx * fy);
    const at::Tensor matrices = rows.narrow(1, 6, 9).reshape({n, 3, 3}).to(at::kFloat);
    return at::bmm(colors, matrices.transpose(1, 2)).reshape(images.sizes());
}

}  // namespace

at::Tensor augment(const at::Tensor& images, const at::Tensor& uniforms, const at::Tensor& normals,
                   double probability) {
    const std::int64_t n = images.size(0);
    const auto side = static_cast<double>(images.size(1));
    at::Tensor rows = at::empty({n, kRow}, at::kDouble), offsets = at::empty({n, 1, 1, 3}, at::kFloat);
    const at::Tensor uniform = uniforms.contiguous(), normal = normals.contiguous();
    for (std::int64_t i = 0; i < n; ++i) {
        Change change;
        const float* u = uniform.data_ptr<float>() + i * kUniforms;
        const float* z = normal.data_ptr<float>() + i * kNormals;
        move_pixels(change, u, z, probability, side);
        change_colors(change, u, z, probability);
        double* row = rows.data_ptr<double>() + i * kRow;
        std::copy(change.matrix.begin(), change.matrix.end(),
                  std::copy(change.source.begin(), change.source.end(), row));
        std::transform(change.offset.begin(), change.offset.end(), offsets.data_ptr<float>() + i * 3,
                       [](double value) { return static_cast<float>(value); });
    }
    const at::Tensor linear = own_kernels(images) ? LinearPart::apply(images, rows, false)
                                                  : library_linear_part(images, rows.to(images.device()));
    return linear + offsets.to(images.device());
}

}  // namespace progan_torch
