#include "core/project/picture_loss.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kCoarsestSide = 4;
constexpr float kHalfStep = 0.5f / 255;  // within this of an end, an 8-bit picture is at the end

/// Means of 2 x 2 pixels.
std::vector<float> halved(std::span<const float> map, std::size_t side) {
    const std::size_t half = side / 2;
    std::vector<float> result(half * half * 3);
    for (std::size_t y = 0; y < half; ++y)
        for (std::size_t x = 0; x < half; ++x)
            for (std::size_t c = 0; c < 3; ++c) {
                const float* from = map.data() + (2 * y * side + 2 * x) * 3 + c;
                result[(y * half + x) * 3 + c] =
                    0.25f * (from[0] + from[3] + from[side * 3] + from[side * 3 + 3]);
            }
    return result;
}

}  // namespace

PictureLoss::PictureLoss(const Image& picture, const ModelSpec& spec, std::span<const float> weights)
    : side_(picture.width),
      low_(static_cast<float>(spec.output_min)),
      range_(static_cast<float>(spec.output_max - spec.output_min)) {
    const std::size_t pixels = static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_);
    if (picture.width != picture.height || side_ < kCoarsestSide ||
        !std::has_single_bit(static_cast<unsigned>(side_)))
        throw Error(
            "A picture of {} x {} pixels is compared, but it must be a square of 4, 8, 16, ... pixels.",
            picture.width, picture.height);
    if (!weights.empty() && weights.size() != pixels)
        throw Error("There are {} weights for the {} pixels of a picture.", weights.size(), pixels);
    target_.reserve(pixels * 3);
    for (const std::uint8_t value : picture.rgb) target_.push_back(static_cast<float>(value) / 255);
    double squares = 0;
    for (const float weight : weights) squares += static_cast<double>(weight) * weight;
    if (!weights.empty() && !(squares > 0)) throw Error("No pixel of the picture counts.");
    const auto scale = static_cast<float>(std::sqrt(static_cast<double>(pixels) / squares));
    weights_.assign(pixels, 1.0f);
    for (std::size_t i = 0; i < weights.size(); ++i) weights_[i] = weights[i] * scale;
}

double PictureLoss::value(std::span<const float> values, std::span<float> gradient) const {
    // Of a map of differences, the loss is a sum of squares at each scale; the gradient goes the same way
    // back.
    std::vector<std::vector<float>> scales(1);
    scales[0].resize(target_.size());
    residuals(values, scales[0]);
    auto side = static_cast<std::size_t>(side_);
    while (side > kCoarsestSide) {
        scales.push_back(halved(scales.back(), side));
        side /= 2;
    }
    double loss = 0;
    for (const std::vector<float>& scale : scales) {
        double squares = 0;
        for (const float value : scale) squares += static_cast<double>(value) * value;
        loss += squares / static_cast<double>(scale.size());
    }
    const auto count = static_cast<double>(scales.size());
    const auto by_value = [&](const std::vector<float>& scale) {
        return static_cast<float>(2 / (static_cast<double>(scale.size()) * count));
    };
    for (float& value : scales.back()) value *= by_value(scales.back());
    for (std::size_t i = scales.size() - 1; i-- > 0;) {
        const std::vector<float>& coarse = scales[i + 1];
        std::vector<float>& fine = scales[i];
        const float own = by_value(fine);
        side *= 2;
        for (std::size_t y = 0; y < side; ++y)
            for (std::size_t x = 0; x < side; ++x)
                for (std::size_t c = 0; c < 3; ++c) {
                    float& value = fine[(y * side + x) * 3 + c];
                    value = own * value + 0.25f * coarse[(y / 2 * (side / 2) + x / 2) * 3 + c];
                }
    }
    for (std::size_t i = 0; i < target_.size(); ++i) {
        const bool counts = !beyond((values[i] - low_) / range_, target_[i]);
        gradient[i] = counts ? weights_[i / 3] * scales[0][i] / range_ : 0;
    }
    return loss / count;
}

bool PictureLoss::beyond(float value, float target) const {
    return (value > target && target > 1 - kHalfStep) || (value < target && target < kHalfStep);
}

void PictureLoss::residuals(std::span<const float> values, std::span<float> residuals) const {
    for (std::size_t i = 0; i < target_.size(); ++i) {
        const float value = (values[i] - low_) / range_;
        residuals[i] = beyond(value, target_[i]) ? 0 : weights_[i / 3] * (value - target_[i]);
    }
}

double PictureLoss::squared_error(std::span<const float> values) const {
    double squares = 0;
    for (std::size_t i = 0; i < target_.size(); ++i) {
        const float value = std::clamp((values[i] - low_) / range_, 0.0f, 1.0f);
        const double difference = static_cast<double>(value - target_[i]) * weights_[i / 3];
        squares += difference * difference;
    }
    return squares / static_cast<double>(target_.size());
}

double psnr(double squared_error) {
    return std::min(100.0, -10 * std::log10(std::max(squared_error, 1e-10)));
}

}  // namespace progan
