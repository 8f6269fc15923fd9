// The text of the axes that a model carries.
#include "core/axes/model_axes.h"

#include <gtest/gtest.h>

#include "core/axes/axis_file.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

Axis axis(const std::string& id, Latent direction) {
    Axis result;
    result.id = id;
    result.name = "Axis " + id;
    result.method = AxisMethod::labels;
    result.direction = std::move(direction);
    result.effect = 0.5;
    return result;
}

TEST(ModelAxes, ComeBackInTheirOrder) {
    std::vector<Axis> axes{axis("a", {0.6f, 0.8f, 0}), axis("hidden", {0, 0, 1}), axis("b", {0, 1, 0})};
    axes[0].low = "jung";
    axes[0].high = "älter";
    axes[0].attribute = "alter";
    axes[0].range = 40;
    axes[0].pinned = true;
    axes[0].more = {{1, 2, 3}};
    axes[1].hidden = true;
    axes[2].effect = 9;  // stronger, and yet second
    const std::vector<Axis> read = axes_from_model_text(axes_to_model_text(axes), "m", 3);
    std::vector<Axis> expected{axes[0], axes[2]};
    expected[0].order = 1;
    expected[0].pinned = false;
    expected[0].more.clear();
    expected[1].order = 2;
    EXPECT_EQ(read, expected);
    EXPECT_TRUE(axes_from_model_text("", "m", 3).empty());
}

TEST(ModelAxes, ThatAreDamagedAreRefusedInOneSentence) {
    const auto refused = [](const std::string& text) {
        return test::error_of([&] { axes_from_model_text(text, "m.safetensors", 2); });
    };
    for (const char* text :
         {"{", "[]", R"({"version": 2, "axes": []})", R"({"version": 1})",
          R"({"version": 1, "axes": [{"id": "a", "name": "A", "method": "sefa"}]})",
          R"({"version": 1, "axes": [{"id": "a", "name": "A", "method": "sefa", "direction": [1, 0, 0]}]})",
          R"({"version": 1, "axes": [{"id": "a", "name": "A", "method": "sefa", "direction": [0, 0]}]})",
          R"({"version": 1, "axes": [{"id": "a", "name": "A", "method": "magic", "direction": [1, 0]}]})",
          R"({"version": 1, "axes": [{"id": "a", "name": "A", "method": "sefa", "direction": [1, 0]},
                                     {"id": "a", "name": "B", "method": "sefa", "direction": [0, 1]}]})"})
        EXPECT_TRUE(refused(text).starts_with("m.safetensors: progan_axes")) << text << "\n" << refused(text);
}

}  // namespace
}  // namespace progan
