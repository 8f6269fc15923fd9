// The gradient by the latents against LibTorch's own automatic differentiation of the same layers, in double.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "core/latent/seeds.h"
#include "core/model/cpu/gradient_generator.h"
#include "core/support/paths.h"

namespace progan {
namespace {

/// Networks as this program trains them: a linear first layer, pixel norm after each activation.
class TorchGenerator {
  public:
    explicit TorchGenerator(const Model& model) : model_(model), spec_(model.spec) {}

    /// latents [n, size] -> pictures [n, 3, side, side]
    at::Tensor picture(const at::Tensor& latents, int level) const {
        const at::Tensor z = normalized(latents);
        const std::int64_t channels = spec_.channels[0];
        const at::Tensor bias = tensor("levels.0.first.bias");
        at::Tensor map = at::matmul(z, tensor("levels.0.first.weight").t()).reshape({-1, channels, 4, 4});
        map = activated(map + (bias.numel() == channels ? bias.reshape({1, channels, 1, 1})
                                                        : bias.reshape({1, channels, 4, 4})));
        map = layer(map, "levels.0.conv");
        for (int i = 1; i <= level; ++i) {
            const std::string prefix = "levels." + std::to_string(i);
            map = map.repeat_interleave(2, 2).repeat_interleave(2, 3);
            map = layer(layer(map, prefix + ".conv1"), prefix + ".conv2");
        }
        const std::string head = "levels." + std::to_string(level) + ".to_rgb";
        return at::conv2d(map, tensor(head + ".weight"), tensor(head + ".bias"));
    }

  private:
    at::Tensor tensor(const std::string& name) const {
        const auto found =
            std::find_if(model_.tensors.begin(), model_.tensors.end(),
                         [&](const WeightTensor& candidate) { return candidate.name == name; });
        if (found == model_.tensors.end()) throw std::runtime_error(name);
        return at::tensor(found->values).reshape(found->shape).to(at::kDouble);
    }
    at::Tensor normalized(const at::Tensor& x) const {
        return x / (x.square().mean(1, true) + spec_.norm_epsilon).sqrt();
    }
    at::Tensor activated(const at::Tensor& x) const {
        return normalized(at::leaky_relu(x, spec_.leaky_slope));
    }
    at::Tensor layer(const at::Tensor& x, const std::string& name) const {
        return activated(
            at::conv2d(x, tensor(name + ".weight"), tensor(name + ".bias"), /*stride=*/1, /*padding=*/1));
    }

    const Model& model_;
    const ModelSpec& spec_;
};

std::vector<float> normal_values(std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<float> result(count);
    for (float& value : result) value = normal(engine);
    return result;
}

class GradientAgainstTorch : public testing::TestWithParam<int> {};

TEST_P(GradientAgainstTorch, EqualsAutomaticDifferentiationOfTheIncludedModel) {
    const Model model = load_model(default_model_path());
    const int level = GetParam();
    constexpr std::int64_t kFaces = 8;
    const std::int64_t size = model.spec.latent_size, side = resolution(level);
    std::vector<float> latents;
    for (std::uint32_t seed = 0; seed < kFaces; ++seed) {
        const Latent z = latent_from_seed(seed, static_cast<std::size_t>(size), SeedMode::numpy);
        latents.insert(latents.end(), z.begin(), z.end());
    }
    const std::vector<float> weights = normal_values(static_cast<std::size_t>(kFaces * side * side * 3), 7);

    const at::Tensor z = at::tensor(latents).reshape({kFaces, size}).to(at::kDouble).requires_grad_();
    const at::Tensor picture = TorchGenerator(model).picture(z, level).permute({0, 2, 3, 1});
    const at::Tensor by_pixels = at::tensor(weights).reshape({kFaces, side, side, 3}).to(at::kDouble);
    const at::Tensor expected =
        torch::autograd::grad({(picture * by_pixels).sum()}, {z}).front().contiguous();

    GradientGenerator generator(model);
    const std::span<const float> values = generator.forward(latents, level, 1);
    const at::Tensor expected_values = picture.detach().contiguous();
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_NEAR(values[i], expected_values.data_ptr<double>()[i], 2e-4) << "value " << i;
    std::vector<float> gradients(latents.size());
    generator.backward(weights, gradients);
    // Where a value is so near to 0 that rounding turns its sign, leaky ReLU's slope is another, and the
    // whole gradient of that face jumps: in double precision, latents that differ by 1e-5 have gradients that
    // differ by 2 %. Most faces have no such value.
    int near = 0;
    for (std::int64_t face = 0; face < kFaces; ++face) {
        const auto scale = expected[face].square().mean().sqrt().item<double>();
        ASSERT_GT(scale, 0);
        double furthest = 0;
        for (std::int64_t i = face * size; i < (face + 1) * size; ++i)
            furthest =
                std::max(furthest, std::abs(static_cast<double>(gradients[static_cast<std::size_t>(i)]) -
                                            expected.data_ptr<double>()[i]));
        EXPECT_LT(furthest, 0.05 * scale) << "face " << face;
        if (furthest < 1e-4 * scale) ++near;
    }
    EXPECT_GT(near, kFaces / 2);
}

INSTANTIATE_TEST_SUITE_P(Levels, GradientAgainstTorch, testing::Values(0, 2, 5));

}  // namespace
}  // namespace progan
