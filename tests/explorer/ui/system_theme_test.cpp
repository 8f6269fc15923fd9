// What the desktops' settings files say about dark and light.
#include "app/explorer/ui/system_theme.h"

#include <gtest/gtest.h>

#include "app/explorer/features/settings/settings_state.h"
#include "app/explorer/ui/degree_slider.h"

namespace progan {
namespace {

TEST(SystemTheme, OfGtk) {
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\ngtk-application-prefer-dark-theme=1\n"), ThemeKind::dark);
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\ngtk-application-prefer-dark-theme = true"), ThemeKind::dark);
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\ngtk-application-prefer-dark-theme=0\n"), ThemeKind::light);
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\r\ngtk-theme-name=Adwaita-dark\r\n"), ThemeKind::dark);
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\ngtk-theme-name=Adwaita\n"), ThemeKind::light);
    EXPECT_EQ(theme_in_gtk_settings("[Settings]\ngtk-theme-name=HighContrast\n"), ThemeKind::high_contrast);
    EXPECT_EQ(theme_in_gtk_settings("[Other]\ngtk-theme-name=Adwaita-dark\n"), std::nullopt);
    EXPECT_EQ(theme_in_gtk_settings(""), std::nullopt);
}

TEST(SystemTheme, OfKde) {
    EXPECT_EQ(theme_in_kde_settings("[Colors:Window]\nBackgroundNormal=32,35,38\n"), ThemeKind::dark);
    EXPECT_EQ(theme_in_kde_settings("[Colors:Window]\nBackgroundNormal=239,240,241\n"), ThemeKind::light);
    EXPECT_EQ(theme_in_kde_settings("[General]\nColorScheme=BreezeDark\n"), ThemeKind::dark);
    EXPECT_EQ(
        theme_in_kde_settings("[Colors:Window]\nBackgroundNormal=x\n[General]\nColorScheme=BreezeLight"),
        ThemeKind::light);
    EXPECT_EQ(theme_in_kde_settings(""), std::nullopt);
}

TEST(SystemMotion, OfGtkAndKde) {
    EXPECT_EQ(less_motion_in_gtk_settings("[Settings]\ngtk-enable-animations=0\n"), true);
    EXPECT_EQ(less_motion_in_gtk_settings("[Settings]\ngtk-enable-animations = false"), true);
    EXPECT_EQ(less_motion_in_gtk_settings("[Settings]\ngtk-enable-animations=1\n"), false);
    EXPECT_EQ(less_motion_in_gtk_settings("[Other]\ngtk-enable-animations=0\n"), std::nullopt);
    EXPECT_EQ(less_motion_in_kde_settings("[KDE]\nAnimationDurationFactor=0\n"), true);
    EXPECT_EQ(less_motion_in_kde_settings("[KDE]\nAnimationDurationFactor=0.5\n"), false);
    EXPECT_EQ(less_motion_in_kde_settings("[KDE]\nAnimationDurationFactor=x\n"), std::nullopt);
    EXPECT_EQ(less_motion_in_kde_settings(""), std::nullopt);
}

TEST(SystemMotion, CountsOnlyIfNothingElseWasChosen) {
    for (const bool system : {false, true}) {
        EXPECT_EQ(reduces_motion(MotionChoice::system, system), system);
        EXPECT_TRUE(reduces_motion(MotionChoice::reduced, system));
        EXPECT_FALSE(reduces_motion(MotionChoice::full, system));
    }
}

TEST(DegreeSlider, GivesMostOfItsTrackToTheSoftRangeAndReachesTheWhole) {
    for (const float soft : {10.0f, 45.0f, 60.0f, 90.0f}) {
        EXPECT_FLOAT_EQ(degrees_at_position(0, soft), 0);
        EXPECT_FLOAT_EQ(degrees_at_position(1, soft), 90);
        EXPECT_FLOAT_EQ(degrees_at_position(-1, soft), -90);
        for (float degrees = -90; degrees <= 90; degrees += 7.5f)
            EXPECT_NEAR(degrees_at_position(position_of_degrees(degrees, soft), soft), degrees, 1e-4f)
                << soft;
    }
    EXPECT_FLOAT_EQ(degrees_at_position(0.8f, 45), 45);
    EXPECT_LT(degrees_at_position(0.1f, 45), 90 * 0.1f);  // finer than a plain one
}

}  // namespace
}  // namespace progan
