#include "core/model/spec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

ModelSpec small_spec() {
    ModelSpec spec;
    spec.latent_size = 7;
    spec.channels = {6, 5, 4};
    spec.to_rgb_levels = {0, 1, 2};
    spec.last_level = 2;
    spec.name = "small";
    return spec;
}

TEST(Spec, RequiredTensorsFollowTheArchitecture) {
    ModelSpec spec = small_spec();
    spec.to_rgb_levels = {2};
    std::vector<std::string> lines;
    for (const TensorShape& tensor : required_tensors(spec)) {
        std::string line = tensor.name;
        for (const std::int64_t size : tensor.shape) line += " " + std::to_string(size);
        lines.push_back(line);
    }
    EXPECT_EQ(lines,
              (std::vector<std::string>{
                  "levels.0.first.weight 96 7", "levels.0.first.bias 96", "levels.0.conv.weight 6 6 3 3",
                  "levels.0.conv.bias 6", "levels.1.conv1.weight 5 6 3 3", "levels.1.conv1.bias 5",
                  "levels.1.conv2.weight 5 5 3 3", "levels.1.conv2.bias 5", "levels.2.conv1.weight 4 5 3 3",
                  "levels.2.conv1.bias 4", "levels.2.conv2.weight 4 4 3 3", "levels.2.conv2.bias 4",
                  "levels.2.to_rgb.weight 3 4 1 1", "levels.2.to_rgb.bias 3"}));
    EXPECT_EQ(required_tensors(spec)[1].other_shape, (std::vector<std::int64_t>{6}));
}

TEST(Spec, JsonRoundTripKeepsEveryMember) {
    ModelSpec spec = small_spec();
    spec.first_layer = FirstLayer::conv;
    spec.normalize_latent = spec.norm_after_first = spec.epsilon_inside_root = false;
    spec.norm_placement = NormPlacement::before_activation;
    spec.norm_epsilon = 1e-6;
    spec.leaky_slope = 0.25;
    spec.output_activation = OutputActivation::tanh;
    spec.output_activation_from_level = 1;
    spec.output_min = 0;
    spec.output_max = 2.5;
    spec.last_level = 1;
    spec.alpha = 0.75;
    spec.data_set = "顔 \"faces\"";
    spec.licence = "CC0";
    spec.credit = "someone";
    EXPECT_EQ(spec_from_json(spec_to_json(spec)), spec);
}

TEST(Spec, UnknownMembersAreIgnored) {
    auto json = nlohmann::json::parse(spec_to_json(small_spec()));
    json["from the future"] = {1, 2};
    EXPECT_EQ(spec_from_json(json.dump()), small_spec());
}

TEST(Spec, MissingOrMistypedMembersAreNamed) {
    const auto whole = nlohmann::json::parse(spec_to_json(small_spec()));
    const std::vector<std::string> texts{"name", "data_set", "licence", "credit"};
    for (const auto& [name, value] : whole.items()) {
        const bool optional = std::find(texts.begin(), texts.end(), name) != texts.end();
        auto json = whole;
        json.erase(name);
        const std::string missing = error_of([&] { spec_from_json(json.dump()); });
        if (optional)
            EXPECT_EQ(missing, "no error") << name;
        else
            EXPECT_NE(missing.find("has no \"" + name + "\""), std::string::npos) << missing;
        json[name] = nlohmann::json::object();
        const std::string wrong = error_of([&] { spec_from_json(json.dump()); });
        EXPECT_NE(wrong.find("spec: " + name), std::string::npos) << wrong;
    }
}

TEST(Spec, HostileJsonIsRefused) {
    const std::string whole = spec_to_json(small_spec());
    for (const std::string& text :
         {std::string(), std::string("null"), std::string("[1]"), whole.substr(0, whole.size() / 2),
          std::string(100000, '['), std::string("{\"version\":1,\"version\":1}"),
          std::string("{\"version\":99999999999999999999}"), std::string("{\"version\":2}"),
          std::string("{\"version\":1e999}")})
        EXPECT_NE(error_of([&] { spec_from_json(text); }), "no error") << text.substr(0, 40);
}

TEST(Spec, ValuesOutOfBoundsAreRefused) {
    const auto refused = [](const std::function<void(ModelSpec&)>& change) {
        ModelSpec spec = small_spec();
        change(spec);
        return error_of([&] { validate(spec); }) != "no error";
    };
    EXPECT_FALSE(refused([](ModelSpec&) {}));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.latent_size = 0; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.latent_size = 16385; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.channels.clear(); }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.channels.assign(10, 4); }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.channels[1] = -1; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.norm_epsilon = -1; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.norm_epsilon = std::nan(""); }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.leaky_slope = std::numeric_limits<double>::infinity(); }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.output_min = s.output_max; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.to_rgb_levels = {0, 2, 2}; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.to_rgb_levels = {0, 3}; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.to_rgb_levels = {0, 1}; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.alpha = 1.01; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.to_rgb_levels = {2}, s.alpha = 0.5; }));
    EXPECT_TRUE(refused([](ModelSpec& s) { s.last_level = 0, s.alpha = 0.5; }));
}

}  // namespace
}  // namespace progan
