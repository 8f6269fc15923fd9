#include "core/labels/picture_basis.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/image/resize.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLookedAt = 64;
constexpr int kFineGrid = 16, kCoarseGrid = 8;
constexpr int kFineDirections = 4, kCoarseDirections = 6;

/// One value per pixel.
struct Plane {
    int side = 0;
    std::vector<float> values;

    explicit Plane(int s) : side(s), values(static_cast<std::size_t>(s) * static_cast<std::size_t>(s)) {}
    float& at(int x, int y) { return values[static_cast<std::size_t>(y * side + x)]; }
    float at(int x, int y) const { return values[static_cast<std::size_t>(y * side + x)]; }
};

int cells(int grid, int side) {
    return std::min(grid, side);
}

std::size_t squared(int n) {
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
}

/// The mean of every cell of a grid.
void write_means(const Plane& plane, int grid, float*& out) {
    const int n = cells(grid, plane.side), pixels = plane.side / n;
    for (int row = 0; row < n; ++row)
        for (int column = 0; column < n; ++column) {
            float sum = 0;
            for (int y = 0; y < pixels; ++y)
                for (int x = 0; x < pixels; ++x) sum += plane.at(column * pixels + x, row * pixels + y);
            *out++ = sum / static_cast<float>(pixels * pixels);
        }
}

/// For each cell the square root of the mean gradient in each of some directions, which are those of lines,
/// so that light to dark counts as dark to light.
void write_directions(const Plane& plane, int grid, int directions, float*& out) {
    const int n = cells(grid, plane.side), pixels = plane.side / n, last = plane.side - 1;
    const std::size_t count = squared(n) * static_cast<std::size_t>(directions);
    std::fill_n(out, count, 0.0f);
    for (int y = 0; y < plane.side; ++y)
        for (int x = 0; x < plane.side; ++x) {
            const float across = plane.at(std::min(x + 1, last), y) - plane.at(std::max(x - 1, 0), y);
            const float down = plane.at(x, std::min(y + 1, last)) - plane.at(x, std::max(y - 1, 0));
            const float strength = std::sqrt(across * across + down * down);
            if (strength == 0) continue;
            float turns = std::atan2(down, across) / std::numbers::pi_v<float>;  // -1..1, half a turn each
            if (turns < 0) turns += 1;
            const float place = turns * static_cast<float>(directions);
            const int lower = std::min(static_cast<int>(place), directions - 1);
            const float rest = place - static_cast<float>(lower);
            float* cell = out + ((y / pixels) * n + x / pixels) * directions;
            cell[lower] += strength * (1 - rest);
            cell[(lower + 1) % directions] += strength * rest;
        }
    const auto area = static_cast<float>(pixels * pixels);
    for (std::size_t i = 0; i < count; ++i) out[i] = std::sqrt(out[i] / area);
    out += count;
}

Plane halved(const Plane& plane) {
    Plane half(plane.side / 2);
    for (int y = 0; y < half.side; ++y)
        for (int x = 0; x < half.side; ++x)
            half.at(x, y) = (plane.at(2 * x, 2 * y) + plane.at(2 * x + 1, 2 * y) +
                             plane.at(2 * x, 2 * y + 1) + plane.at(2 * x + 1, 2 * y + 1)) /
                            4;
    return half;
}

}  // namespace

PictureBasis::PictureBasis(int side) : side_(side), looked_at_(std::min(side, kLookedAt)) {
    if (side < 4 || (side & (side - 1)) != 0)
        throw Error(
            "Pictures of {} pixels per side cannot be described: their side must be a power of two, at least "
            "4.",
            side);
    const int half = looked_at_ / 2;
    size_ = squared(cells(kFineGrid, looked_at_)) * (1 + kFineDirections) +
            squared(cells(kCoarseGrid, looked_at_)) * (2 + kCoarseDirections) +
            squared(cells(kCoarseGrid, half)) * kCoarseDirections;
}

void PictureBasis::read(std::span<const Image> pictures, std::span<float> features) const {
    if (features.size() != pictures.size() * size_)
        throw Error("{} numbers were given for {} features of {} pictures.", features.size(), size_,
                    pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i)
        read_one(pictures[i], features.subspan(i * size_, size_));
}

void PictureBasis::read_one(const Image& picture, std::span<float> features) const {
    const Image image = resize(central_square(picture, side_), looked_at_, looked_at_, ResizeFilter::smooth);
    Plane luminance(looked_at_), blue(looked_at_), red(looked_at_);
    for (std::size_t i = 0; i < luminance.values.size(); ++i) {
        const float r = static_cast<float>(image.rgb[3 * i]) / 255,
                    g = static_cast<float>(image.rgb[3 * i + 1]) / 255,
                    b = static_cast<float>(image.rgb[3 * i + 2]) / 255;
        luminance.values[i] = 0.299f * r + 0.587f * g + 0.114f * b;
        blue.values[i] = b - luminance.values[i];
        red.values[i] = r - luminance.values[i];
    }
    float* out = features.data();
    write_means(luminance, kFineGrid, out);
    write_means(blue, kCoarseGrid, out);
    write_means(red, kCoarseGrid, out);
    write_directions(luminance, kFineGrid, kFineDirections, out);
    write_directions(luminance, kCoarseGrid, kCoarseDirections, out);
    write_directions(halved(luminance), kCoarseGrid, kCoarseDirections, out);
}

}  // namespace progan
