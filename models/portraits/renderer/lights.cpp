#include "models/portraits/renderer/lights.h"

#include "models/portraits/renderer/colour.h"

namespace portraits {
namespace {

constexpr int kKeyParts = 4;
constexpr float kKeySize = .16f;  // radius of the key light's disc, seen from a distance of 1

struct DomeLight {
    float azimuth, elevation;
};
constexpr DomeLight kDome[] = {{0, 75},    {0, 35},   {65, 30},   {-65, 30}, {125, 30},
                               {-125, 30}, {35, -12}, {-35, -12}, {0, -50}};

}  // namespace

Lights::Lights(const Person& person) {
    const Lighting& p = person.lighting;
    const Vec3 warm =
        mix(Vec3(1.0f, .93f, .86f), p.warmth > 0 ? Vec3(1.06f, .84f, .64f) : Vec3(.90f, .96f, 1.08f),
            .75f * std::fabs(p.warmth));
    key = {direction(p.azimuth, p.elevation), warm * (1.62f * p.intensity)};
    const Vec3 u = normalized(cross(key.towards, Vec3(0, 1, 0))), v = cross(u, key.towards);
    for (int k = 0; k < kKeyParts; ++k) {
        const float angle = kTurn * (real(k) + .5f) / kKeyParts;
        all.push_back({normalized(key.towards + (u * std::cos(angle) + v * std::sin(angle)) * kKeySize),
                       key.color * (1.f / kKeyParts), Light::Kind::key});
    }
    const Vec3 cool =
        mix(Vec3(.92f, .97f, 1.04f), p.warmth > 0 ? Vec3(.80f, .92f, 1.12f) : Vec3(1.0f, .95f, .88f),
            .5f * std::fabs(p.warmth));
    const float opposite = -p.azimuth * 1.15f - (p.azimuth > 0 ? 8.f : -8.f);
    fill = {direction(opposite, 8), cool * (.62f * p.fill * p.intensity)};
    all.push_back({fill.towards, fill.color, Light::Kind::ambient});
    rim = {direction(p.rim_side * 142, 24), mix(cool, Vec3(1), .3f) * (2.6f * p.rim)};
    has_rim = p.rim > 0;
    if (has_rim) all.push_back({rim.towards, rim.color, Light::Kind::rim});
    const Vec3 background = (person.background.from + person.background.to) * .5f;
    const Vec3 tint = mix(Vec3(1), background * (1 / std::max(.05f, luminance(background))), .25f);
    from_above = tint * Vec3(.94f, .98f, 1.04f) * (.40f * p.ambient);
    const Vec3 from_below = tint * Vec3(1.04f, .97f, .90f) * (.17f * p.ambient);
    for (const DomeLight& light : kDome) {
        const float height = saturate(light.elevation / 90 * .5f + .5f);
        all.push_back({direction(light.azimuth, light.elevation),
                       mix(from_below, from_above, smooth_step(.3f, .75f, height)) * .42f,
                       Light::Kind::ambient});
    }
}

}  // namespace portraits
