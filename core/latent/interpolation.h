// Interpolation between two latents.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/latent/latent.h"
#include "core/support/enum_names.h"

namespace progan {

enum class InterpolationMethod {
    hypersphere,  ///< as in the TF-Hub tutorial: b scaled to |a|, lerp, rescaled to |a|
    slerp,   ///< Shoemake 1985: the same great circle at constant angular speed, length interpolated linearly
    lerp,    ///< a straight line
    spline,  ///< through all keys of a journey (journey.h); slerp if there are only two
};
inline constexpr std::array kInterpolationMethods{InterpolationMethod::hypersphere,
                                                  InterpolationMethod::slerp, InterpolationMethod::lerp,
                                                  InterpolationMethod::spline};

/// The latent at t in [0, 1] from a (t = 0, returned exactly) to b (t = 1, returned exactly). If the
/// directions are equal within 1e-6 rad, all methods are lerp. If they are antipodal (no unique great
/// circle), the path leads through a fixed direction orthogonal to a, at constant angular speed for `slerp`
/// and `hypersphere`. A zero latent has no direction: lerp. t outside [0, 1] is clamped. Throws Error if the
/// sizes differ, a latent is empty or a component is not finite.
Latent interpolate(std::span<const float> a, std::span<const float> b, double t, InterpolationMethod method);

/// Angle between two latents in degrees, 0..180; 0 if either is zero. Throws Error if the sizes differ.
double angle_degrees(std::span<const float> a, std::span<const float> b);

inline constexpr auto kInterpolationMethodNames =
    enum_names<InterpolationMethod>({{InterpolationMethod::hypersphere, "hypersphere"},
                                     {InterpolationMethod::slerp, "slerp"},
                                     {InterpolationMethod::lerp, "lerp"},
                                     {InterpolationMethod::spline, "spline"}});
std::string_view to_string(InterpolationMethod method);
/// Throws Error naming what was found and the choices.
InterpolationMethod interpolation_method_from_string(std::string_view name);

}  // namespace progan
