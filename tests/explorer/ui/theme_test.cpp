// The theme's numbers: what must be read can be read, in every theme. Contrast as WCAG 2.1 defines it.
#include "app/explorer/ui/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace progan {
namespace {

double linear(float value) {
    const auto v = static_cast<double>(value);
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double luminance(const ImVec4& color) {
    return 0.2126 * linear(color.x) + 0.7152 * linear(color.y) + 0.0722 * linear(color.z);
}

double contrast(const ImVec4& a, const ImVec4& b) {
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

/// A color that lets some of the ground through.
ImVec4 over(const ImVec4& color, const ImVec4& ground) {
    const auto mix = [&](float c, float g) { return c * color.w + g * (1 - color.w); };
    return {mix(color.x, ground.x), mix(color.y, ground.y), mix(color.z, ground.z), 1};
}

using Named = std::pair<std::string, ImVec4>;

class ThemeTest : public ::testing::TestWithParam<ThemeKind> {
  protected:
    const Theme& colors() const { return theme_of(GetParam()); }
    std::vector<Named> surfaces() const {
        const Theme& t = colors();
        return {{"canvas", t.canvas}, {"panel", t.panel}, {"raised", t.raised}, {"field", t.field}};
    }
    /// Buttons and rows under the pointer, held, chosen.
    std::vector<Named> controls() const {
        const Theme& t = colors();
        return {{"button", t.button}, {"hover", t.hover}, {"pressed", t.pressed}, {"selected", t.selected}};
    }
};

void expect_contrast(const ImVec4& color, const std::vector<Named>& grounds, double least) {
    for (const auto& [name, ground] : grounds)
        EXPECT_GE(contrast(over(color, ground), ground), least) << "on " << name;
}

TEST(Contrast, OfBlackAndWhiteIsTheLargest) {
    EXPECT_NEAR(contrast({0, 0, 0, 1}, {1, 1, 1, 1}), 21, 1e-6);
    EXPECT_NEAR(contrast({0.5f, 0.5f, 0.5f, 1}, {0.5f, 0.5f, 0.5f, 1}), 1, 1e-6);
    EXPECT_NEAR(contrast({119 / 255.0f, 119 / 255.0f, 119 / 255.0f, 1}, {1, 1, 1, 1}), 4.48, 0.01);
}

TEST_P(ThemeTest, TextIsReadOnEverySurface) {
    expect_contrast(colors().text, surfaces(), 4.5);
    expect_contrast(colors().text, controls(), 4.5);
    expect_contrast(colors().text_dim, surfaces(), 4.5);
    expect_contrast(colors().text_dim, {controls()[0], controls()[1], controls()[3]}, 4.5);
    expect_contrast(colors().error, surfaces(), 4.5);
    expect_contrast(colors().accent, {surfaces()[1], surfaces()[2]}, 4.5);  // keys in the help
    expect_contrast(colors().on_accent, {{"accent", colors().accent}, {"hover", colors().accent_hover}}, 4.5);
}

TEST_P(ThemeTest, TextAndMarksOnPicturesAreReadOnAnyPicture) {
    const Theme& t = colors();
    for (const float value : {0.0f, 0.5f, 1.0f}) {
        const ImVec4 shaded = over(t.shade, {value, value, value, 1});
        EXPECT_GE(contrast(t.on_picture, shaded), 4.5) << value;
    }
}

TEST_P(ThemeTest, EdgesAndMarksAreSeen) {
    const Theme& t = colors();
    expect_contrast(t.edge, surfaces(), 3);
    expect_contrast(t.accent, surfaces(), 3);  // the focus ring
    expect_contrast(t.accent, controls(), 3);
    expect_contrast(t.journey, surfaces(), 3);
    expect_contrast(t.recording, {surfaces()[1]}, 3);
    expect_contrast(t.star, {surfaces()[1]}, 3);
    expect_contrast(t.grab, {{"track", over(t.track, t.panel)}, {"panel", t.panel}}, 3);
    expect_contrast(t.accent, {{"track", over(t.track, t.panel)}}, 3);
}

TEST_P(ThemeTest, SurfacesAreToldApart) {
    const Theme& t = colors();
    EXPECT_GT(contrast(t.button, t.panel), 1.05);
    EXPECT_GT(contrast(t.button, t.raised), 1.05);
    EXPECT_GT(contrast(t.hover, t.button), 1.05);
}

TEST_P(ThemeTest, ASlidersTrackAndItsMiddlePartAreSeenOnEveryRow) {
    const Theme& t = colors();
    for (const auto& [name, ground] :
         std::vector<Named>{{"panel", t.panel}, {"raised", t.raised}, {"selected", t.selected}}) {
        EXPECT_GT(contrast(over(t.track, ground), ground), 1.15) << "on " << name;
        EXPECT_GT(contrast(over(t.track_soft, ground), over(t.track, ground)), 1.15) << "on " << name;
    }
}

INSTANTIATE_TEST_SUITE_P(All, ThemeTest,
                         ::testing::Values(ThemeKind::dark, ThemeKind::light, ThemeKind::high_contrast));

}  // namespace
}  // namespace progan
