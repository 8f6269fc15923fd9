// What training computes with, against sums written out in double: for every instruction set of this
// processor, over odd channel counts and batches, and as second derivatives use it, with gates and transposed
// weights. Products of bfloat16 are held to their own precision.
#include "core/kernels/training_convolution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ostream>
#include <random>
#include <vector>

#include "core/support/aligned_buffer.h"

namespace progan {
namespace {

constexpr float kSlope = 0.2f;

/// Features [count][side][side][padded(channels)], aligned as the kernels want them, zero where padded.
class Map {
  public:
    Map(int count, int side, int channels)
        : count_(count), side_(side), channels_(channels), lanes_(padded(channels)), values_(size()) {
        values_.fill_with_zeros();
    }
    static Map random(int count, int side, int channels, unsigned seed) {
        Map result(count, side, channels);
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        for (int pixel = 0; pixel < count * side * side; ++pixel)
            for (int c = 0; c < channels; ++c) result.data()[result.at(pixel, c)] = normal(engine);
        return result;
    }
    std::size_t size() const { return static_cast<std::size_t>(count_ * side_ * side_ * lanes_); }
    std::size_t at(int pixel, int c) const { return static_cast<std::size_t>(pixel * lanes_ + c); }
    float* data() { return values_.data(); }
    const float* data() const { return values_.data(); }
    float operator()(int image, int y, int x, int c) const {
        return values_.data()[at((image * side_ + y) * side_ + x, c)];
    }
    int count() const { return count_; }
    int side() const { return side_; }
    int channels() const { return channels_; }
    int lanes() const { return lanes_; }

  private:
    int count_, side_, channels_, lanes_;
    AlignedBuffer values_;
};

std::vector<float> random_values(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<float> result(count);
    for (float& value : result) value = normal(engine);
    return result;
}

double gate(double g) {
    return g > 0 ? 1 : kSlope;
}

/// How a test reads features.
struct Read {
    const Map& values;
    const Map* gates = nullptr;
    const std::vector<float>* scales = nullptr;

    GatedFeatures features() const {
        return {values.data(),
                gates == nullptr ? nullptr : gates->data(),
                scales == nullptr ? nullptr : scales->data(),
                values.count(),
                values.side(),
                values.channels()};
    }
    double operator()(int image, int y, int x, int c) const {
        double result = values(image, y, x, c);
        if (gates != nullptr) result *= gate((*gates)(image, y, x, c));
        if (scales != nullptr)
            result *= (*scales)[static_cast<std::size_t>((image * values.side() + y) * values.side() + x)];
        return result;
    }
};

/// One summand of a convolution: result (y, x) takes `factor` times the weight's element k of input pixel (y,
/// x) + offset. Calls visit(input y, input x, k) for all of them.
template <typename Visit>
void for_each_tap(Form form, int side, int y, int x, const Visit& visit) {
    const auto one = [&](int image_side, int at_y, int at_x, int divisor) {
        for (int k = 0; k < 9; ++k) {
            const int from_y = at_y + k / 3 - 1, from_x = at_x + k % 3 - 1;
            if (from_y >= 0 && from_y < image_side && from_x >= 0 && from_x < image_side)
                visit(from_y / divisor, from_x / divisor, k);
        }
    };
    switch (form) {
        case Form::same:
            one(side, y, x, 1);
            break;
        case Form::upsampling:
            one(2 * side, y, x, 2);
            break;
        case Form::downsampling:
            for (int dy = 0; dy < 2; ++dy)
                for (int dx = 0; dx < 2; ++dx) one(side, 2 * y + dy, 2 * x + dx, 1);
            break;
    }
}

/// The index of the weight's element that takes input channel a to result channel b.
std::size_t element(const ConvolutionWeight& weight, int a, int b, int k) {
    const int o = weight.transposed ? a : b, i = weight.transposed ? b : a;
    return static_cast<std::size_t>((o * weight.in + i) * 9 + (weight.transposed ? 8 - k : k));
}

double convolved(Form form, const Read& read, const ConvolutionWeight& weight, int image, int y, int x,
                 int b) {
    double sum = 0;
    for_each_tap(form, read.values.side(), y, x, [&](int from_y, int from_x, int k) {
        for (int a = 0; a < weight.channels_read(); ++a)
            sum += read(image, from_y, from_x, a) * weight.scale * weight.values[element(weight, a, b, k)];
    });
    return sum;
}

/// All kernels of this processor.
std::vector<const TrainingKernels*> kernels_here() {
    std::vector<const TrainingKernels*> result;
    for (const TrainingKernels* const* kernels = all_training_kernels(); *kernels != nullptr; ++kernels)
        result.push_back(*kernels);
    if (const TrainingKernels* kernels = bfloat16_training_kernels()) result.push_back(kernels);
    return result;
}

/// How far a sum of products may be off, in parts of what it may be in float32. Factors of bfloat16 are off
/// by 1/512 at most, and Winograd's large tiles make five times that of it.
double tolerance(const TrainingKernels& kernels) {
    return kernels.per_slot == 1 ? 1 : 400;
}

struct Case {
    Form form;
    bool transposed;
    int images, side, out, in;
};
void PrintTo(const Case& tested, std::ostream* to) {
    const char* const names[] = {"same", "upsampling", "downsampling"};
    *to << names[static_cast<int>(tested.form)] << (tested.transposed ? " transposed " : " ") << tested.images
        << " x " << tested.side << " x " << tested.side << ", weight " << tested.out << " x " << tested.in;
}

class TrainingConvolutionTest : public testing::TestWithParam<Case> {
  protected:
    /// For the weight of the case, and features that it can read.
    void for_each_kernels(const std::function<void(const TrainingKernels&, ThreadPool&)>& test) const {
        for (const TrainingKernels* kernels : kernels_here())
            for (const int threads : {1, 3}) {
                SCOPED_TRACE(testing::Message() << kernels->products.name << ", " << kernels->per_slot
                                                << " per slot, threads: " << threads);
                ThreadPool pool(threads);
                test(*kernels, pool);
            }
    }
    Case tested() const { return GetParam(); }
    int read_channels() const { return tested().transposed ? tested().out : tested().in; }
    int made_channels() const { return tested().transposed ? tested().in : tested().out; }
    int made_side() const { return result_side(tested().form, tested().side); }
    ConvolutionWeight weight() const {
        return {weights_.data(), tested().out, tested().in, tested().transposed, 0.3f};
    }

    std::vector<float> weights_ = random_values(static_cast<std::size_t>(tested().out * tested().in * 9), 1);
    Map values_ = Map::random(tested().images, tested().side, read_channels(), 2);
    Map other_ = Map::random(tested().images, tested().side, read_channels(), 3);
    Map result_gates_ = Map::random(tested().images, made_side(), made_channels(), 4);
    std::vector<float> bias_ = random_values(static_cast<std::size_t>(made_channels()), 5);
};

TEST_P(TrainingConvolutionTest, EqualsTheSumWrittenOut) {
    std::vector<float> scales =
        random_values(static_cast<std::size_t>(tested().images * tested().side * tested().side), 6);
    for_each_kernels([&](const TrainingKernels& kernels, ThreadPool& pool) {
        for (const Read& read : {Read{values_}, Read{values_, &values_}, Read{values_, &other_},
                                 Read{values_, &values_, &scales}})
            for (const bool gated : {false, true}) {
                Map made(tested().images, made_side(), made_channels());
                ConvolutionResult result{made.data()};
                if (gated)
                    result.gates = result_gates_.data();
                else
                    result.bias = bias_.data();
                convolve(kernels, pool, tested().form, read.features(), weight(), kSlope, result);
                std::mt19937 engine(7);
                for (int sample = 0; sample < 60; ++sample) {
                    const int image = static_cast<int>(engine() % static_cast<unsigned>(tested().images));
                    const int y = static_cast<int>(engine() % static_cast<unsigned>(made_side()));
                    const int x = static_cast<int>(engine() % static_cast<unsigned>(made_side()));
                    const int b = static_cast<int>(engine() % static_cast<unsigned>(made_channels()));
                    double expected = convolved(tested().form, read, weight(), image, y, x, b);
                    expected = gated ? expected * gate(result_gates_(image, y, x, b))
                                     : expected + bias_[static_cast<std::size_t>(b)];
                    ASSERT_NEAR(made(image, y, x, b), expected,
                                1e-4 * tolerance(kernels) * std::sqrt(9.0 * read_channels()))
                        << image << " " << y << " " << x << " " << b;
                }
                for (int pixel = 0; pixel < tested().images * made_side() * made_side(); ++pixel)
                    for (int lane = made_channels(); lane < made.lanes(); ++lane)
                        ASSERT_EQ(made.data()[made.at(pixel, lane)], 0);
            }
    });
}

TEST_P(TrainingConvolutionTest, ComputesPixelNorm) {
    for_each_kernels([&](const TrainingKernels& kernels, ThreadPool& pool) {
        Map made(tested().images, made_side(), made_channels());
        std::vector<float> norms(static_cast<std::size_t>(tested().images * made_side() * made_side()));
        ConvolutionResult result{made.data(), bias_.data()};
        result.norm_scales = norms.data();
        result.norm_epsilon = 0.5f;
        convolve(kernels, pool, tested().form, Read{values_}.features(), weight(), kSlope, result);
        for (int pixel = 0; pixel < static_cast<int>(norms.size()); ++pixel) {
            double squares = 0;
            for (int b = 0; b < made_channels(); ++b) {
                const double value = made.data()[made.at(pixel, b)];
                squares += value * gate(value) * value * gate(value);
            }
            ASSERT_NEAR(norms[static_cast<std::size_t>(pixel)],
                        1 / std::sqrt(squares / made_channels() + 0.5), 1e-5);
        }
    });
}

/// The gradient by features before leaky ReLU and pixel norm, against finite differences of a sum in double.
TEST_P(TrainingConvolutionTest, GoesBackThroughPixelNorm) {
    constexpr double kEpsilon = 0.1;
    const int side = made_side(), channels = made_channels();
    const Map before = Map::random(tested().images, side, channels, 8);
    std::vector<float> scales;
    for (int pixel = 0; pixel < tested().images * side * side; ++pixel) {
        double squares = 0;
        for (int c = 0; c < channels; ++c) {
            const double value = before.data()[before.at(pixel, c)];
            squares += value * gate(value) * value * gate(value);
        }
        scales.push_back(static_cast<float>(1 / std::sqrt(squares / channels + kEpsilon)));
    }
    for_each_kernels([&](const TrainingKernels& kernels, ThreadPool& pool) {
        Map plain(tested().images, side, channels), through(tested().images, side, channels);
        convolve(kernels, pool, tested().form, Read{values_}.features(), weight(), kSlope, {plain.data()});
        ConvolutionResult result{through.data()};
        result.normalized_values = before.data();
        result.normalized_scales = scales.data();
        convolve(kernels, pool, tested().form, Read{values_}.features(), weight(), kSlope, result);
        std::mt19937 engine(9);
        for (int sample = 0; sample < 10; ++sample) {
            const int pixel = static_cast<int>(engine() % scales.size());
            const int changed = static_cast<int>(engine() % static_cast<unsigned>(channels));
            // The sum over channels of gradient times normalized features, as one of them changes.
            const auto total = [&](double by) {
                double squares = 0, products = 0;
                for (int c = 0; c < channels; ++c) {
                    const double value = before.data()[before.at(pixel, c)] + (c == changed ? by : 0);
                    squares += value * gate(value) * value * gate(value);
                    products += value * gate(value) * plain.data()[plain.at(pixel, c)];
                }
                return products / std::sqrt(squares / channels + kEpsilon);
            };
            const double expected = (total(1e-6) - total(-1e-6)) / 2e-6;
            ASSERT_NEAR(through.data()[through.at(pixel, changed)], expected,
                        1e-3 * (1 + std::abs(expected)));
        }
    });
}

TEST_P(TrainingConvolutionTest, TheWeightsGradientEqualsTheSumWrittenOut) {
    std::vector<float> scales =
        random_values(static_cast<std::size_t>(tested().images * tested().side * tested().side), 6);
    const Map gradient = Map::random(tested().images, made_side(), made_channels(), 10);
    for_each_kernels([&](const TrainingKernels& kernels, ThreadPool& pool) {
        for (const Read& read : {Read{values_}, Read{values_, &other_}, Read{values_, &values_, &scales}})
            for (const Read& back : {Read{gradient}, Read{gradient, &result_gates_}}) {
                std::vector<float> by_weight(weights_.size(), NAN),
                    by_bias(static_cast<std::size_t>(made_channels()), NAN);
                weight_gradient(kernels, pool, tested().form, read.features(), back.features(), weight(),
                                kSlope, by_weight.data(), by_bias.data());
                for (const float value : by_weight) ASSERT_TRUE(std::isfinite(value));
                std::mt19937 engine(11);
                for (int sample = 0; sample < 6; ++sample) {
                    const int a = static_cast<int>(engine() % static_cast<unsigned>(read_channels()));
                    const int b = static_cast<int>(engine() % static_cast<unsigned>(made_channels()));
                    const int wanted = static_cast<int>(engine() % 9);
                    double sum = 0, size = 0, bias = 0;
                    for (int image = 0; image < tested().images; ++image)
                        for (int y = 0; y < made_side(); ++y)
                            for (int x = 0; x < made_side(); ++x) {
                                const double made = back(image, y, x, b);
                                bias += made;
                                for_each_tap(tested().form, tested().side, y, x,
                                             [&](int from_y, int from_x, int k) {
                                                 if (k != wanted) return;
                                                 const double product = read(image, from_y, from_x, a) * made;
                                                 sum += product;
                                                 size += product * product;
                                             });
                            }
                    const double bound = 3e-5 * tolerance(kernels) * std::sqrt(size) + 1e-5;
                    ASSERT_NEAR(by_weight[element(weight(), a, b, wanted)], 0.3 * sum, bound);
                    ASSERT_NEAR(by_bias[static_cast<std::size_t>(b)], bias, 1e-4 * (1 + std::abs(bias)));
                }
            }
    });
}

std::vector<Case> cases() {
    std::vector<Case> result;
    for (const Form form : {Form::same, Form::upsampling, Form::downsampling})
        for (const bool transposed : {false, true}) {
            const int smallest = form == Form::downsampling ? 8 : 4;
            result.push_back({form, transposed, 3, smallest, 5, 3});
            result.push_back({form, transposed, 1, 16, 33, 17});
            result.push_back({form, transposed, 2, 32, 16, 16});
            result.push_back({form, transposed, 5, 8, 161, 48});  // several groups of channels
        }
    return result;
}

INSTANTIATE_TEST_SUITE_P(Forms, TrainingConvolutionTest, testing::ValuesIn(cases()));

/// The same numbers every time, however the threads share the work.
TEST(TrainingConvolution, IsRepeatable) {
    const Map values = Map::random(4, 16, 40, 1), gradient = Map::random(4, 16, 24, 2);
    ThreadPool pool(3);
    std::vector<float> first;
    for (int round = 0; round < 5; ++round) {
        std::vector<float> now(24 * 40 * 9);
        weight_gradient(training_kernels(), pool, Form::same, {values.data(), nullptr, nullptr, 4, 16, 40},
                        {gradient.data(), nullptr, nullptr, 4, 16, 24}, {nullptr, 24, 40, false, 1}, kSlope,
                        now.data(), nullptr);
        if (round == 0)
            first = now;
        else
            ASSERT_EQ(now, first);
    }
}

/// bfloat16 holds small whole numbers: where the transforms make nothing but these, the results are
/// float32's.
TEST(TrainingKernels, ProductsOfBfloat16OfSmallWholeNumbersAreExact) {
    const TrainingKernels* kernels = bfloat16_training_kernels();
    if (kernels == nullptr) GTEST_SKIP() << "This processor does not multiply bfloat16.";
    constexpr int kImages = 3, kSide = 8, kRead = 33, kMade = 17;
    std::mt19937 engine(1);
    const auto whole = [&](Map& map) {
        for (int pixel = 0; pixel < map.count() * map.side() * map.side(); ++pixel)
            for (int c = 0; c < map.channels(); ++c)
                map.data()[map.at(pixel, c)] = static_cast<float>(engine() % 3) - 1;
    };
    Map values(kImages, kSide, kRead);
    whole(values);
    std::vector<float> weights(kMade * kRead * 9);
    for (float& weight : weights) weight = 4 * (static_cast<float>(engine() % 3) - 1);
    ThreadPool pool(2);
    for (const Form form : {Form::same, Form::upsampling, Form::downsampling}) {
        const int side = result_side(form, kSide);
        Map gradient(kImages, side, kMade), exact(kImages, side, kMade), made(kImages, side, kMade);
        whole(gradient);
        std::vector<float> exact_by_weight(weights.size()), by_weight(weights.size());
        const ConvolutionWeight weight{weights.data(), kMade, kRead, false, 1};
        convolve(training_kernels(), pool, form, Read{values}.features(), weight, kSlope, {exact.data()});
        convolve(*kernels, pool, form, Read{values}.features(), weight, kSlope, {made.data()});
        weight_gradient(training_kernels(), pool, form, Read{values}.features(), Read{gradient}.features(),
                        weight, kSlope, exact_by_weight.data(), nullptr);
        weight_gradient(*kernels, pool, form, Read{values}.features(), Read{gradient}.features(), weight,
                        kSlope, by_weight.data(), nullptr);
        EXPECT_EQ(std::vector<float>(made.data(), made.data() + made.size()),
                  std::vector<float>(exact.data(), exact.data() + exact.size()));
        EXPECT_EQ(by_weight, exact_by_weight);
    }
}

TEST(TrainingKernels, ColorsEqualTheSumsWrittenOut) {
    constexpr int kPixels = 7, kChannels = 20;
    const Map features = Map::random(1, kPixels, kChannels, 1);  // the first row is used
    const int lanes = features.lanes();
    const std::vector<float> rgb = random_values(kPixels * 3, 2), bias3 = random_values(3, 3);
    Map weights = Map::random(1, 2, kChannels, 4), bias = Map::random(1, 1, kChannels, 5);
    const GatedMap map{features.data(), features.data(), nullptr, 0, lanes, kSlope};
    const auto read = [&](int pixel, int c) {
        const double value = features.data()[features.at(pixel, c)];
        return value * gate(value);
    };
    for (const TrainingKernels* kernels : kernels_here()) {
        Map made(1, kPixels, kChannels), sums(1, 2, kChannels);
        kernels->from_rgb(rgb.data(), kPixels, lanes, weights.data(), bias.data(), made.data());
        std::vector<float> colors(kPixels * 3);
        kernels->to_rgb(map, kPixels, weights.data(), bias3.data(), colors.data());
        kernels->add_rgb_products(rgb.data(), map, kPixels, sums.data());
        for (int c = 0; c < kChannels; ++c) {
            double expected[4] = {};
            for (int pixel = 0; pixel < kPixels; ++pixel) {
                double value = bias.data()[c];
                for (int k = 0; k < 3; ++k) {
                    value += static_cast<double>(rgb[static_cast<std::size_t>(pixel * 3 + k)]) *
                             weights.data()[k * lanes + c];
                    expected[k] += rgb[static_cast<std::size_t>(pixel * 3 + k)] * read(pixel, c);
                }
                expected[3] += read(pixel, c);
                ASSERT_NEAR(made.data()[made.at(pixel, c)], value, 1e-5);
            }
            for (int k = 0; k < 4; ++k) ASSERT_NEAR(sums.data()[k * lanes + c], expected[k], 1e-5);
        }
        for (int pixel = 0; pixel < kPixels; ++pixel)
            for (int k = 0; k < 3; ++k) {
                double value = bias3[static_cast<std::size_t>(k)];
                for (int c = 0; c < kChannels; ++c) value += read(pixel, c) * weights.data()[k * lanes + c];
                ASSERT_NEAR(colors[static_cast<std::size_t>(pixel * 3 + k)], value, 1e-5);
            }
    }
}

TEST(TrainingKernels, ParametersChangeByTheFormulas) {
    constexpr std::size_t kCount = 37;
    constexpr AdamStep kStep{0.99f, 0.002f, 3.7f, 1e-8f};
    const std::vector<float> gradients = random_values(kCount, 1), before = random_values(kCount, 2);
    std::vector<float> moments_before = random_values(kCount, 3);
    for (float& moment : moments_before) moment *= moment;
    moments_before[5] = 0;
    for (const TrainingKernels* kernels : kernels_here()) {
        std::vector<float> values = before, moments = moments_before, averages = moments_before;
        kernels->adam(gradients.data(), kCount, kStep, moments.data(), values.data());
        kernels->move_averages(before.data(), kCount, 0.25f, averages.data());
        for (std::size_t i = 0; i < kCount; ++i) {
            const double g = gradients[i], moment = 0.99 * moments_before[i] + 0.01 * g * g;
            EXPECT_NEAR(moments[i], moment, 1e-6 * (1 + moment));
            EXPECT_NEAR(values[i], before[i] - 0.002 * g / (3.7 * std::sqrt(moment) + 1e-8), 1e-6);
            EXPECT_NEAR(averages[i], 0.75 * moments_before[i] + 0.25 * before[i], 1e-6);
        }
    }
}

}  // namespace
}  // namespace progan
