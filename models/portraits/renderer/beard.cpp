#include "models/portraits/renderer/colour.h"
#include "models/portraits/renderer/hair.h"
#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

constexpr float kStubble = .10f;  // shorter beards are paint alone
constexpr int kPoints = 4, kTriesPerHair = 7;

bool grows_at(const Figure& figure, const Spot& spot, Vec3 rest, float mask, Random& random) {
    const std::span<const float> lips = figure.body.lips;
    const int* corner = &figure.body.triangles[static_cast<std::size_t>(spot.triangle)];
    if (lips[corner[0]] + lips[corner[1]] + lips[corner[2]] > .25f) return false;
    const float chance =
        mask * mask * (.7f + .3f * noise(rest * 14.f)) * std::min(1.f, figure.person.beard.density);
    if (random.uniform() > chance) return false;
    const bool under_jaw = rest.z < 1.15f && rest.y < 6.3f, neck = rest.z < .82f && rest.y < 6.52f;
    return !under_jaw && !neck;
}

/// Short below the nose and on the cheeks.
float hair_length(const Beard& beard, float x, float y, Random& random) {
    float length = (.03f + .17f * beard.length * (y < 6.5f ? 1 : .6f)) * random.uniform(.7f, 1.15f);
    if (y > 6.68f) length = std::min(length, .085f);
    if (y > 6.62f && std::fabs(x) > .4f) length *= .55f;
    return length;
}

/// Downwards; a moustache to the sides.
Vec3 growth(Vec3 rest, float x, float y, Random& random) {
    const Vec3 down = normalized(Vec3(rest.x * .55f + .12f * random.normal(), -1, .1f));
    if (y <= 6.68f || std::fabs(x) >= .36f) return down;
    const float aside = (x > 0 ? 1.f : -1.f) * .9f * std::min(1.f, std::fabs(x) * 6);
    return normalized(Vec3(aside, -.75f, 0));
}

}  // namespace

float beard_mask(Vec3 rest, BeardStyle style) {
    const float x = std::fabs(rest.x), y = rest.y;
    const float jaw_top = mix(6.62f, 7.05f, smooth_step(.30f, .66f, x));
    const float jaw = smooth_step(jaw_top + .05f, jaw_top - .06f, y) *
                      smooth_step(5.98f, 6.12f, y + .3f * (rest.z < .9f ? .2f : 0));
    const float chin = smooth_step(.36f, .24f, x) * smooth_step(6.56f, 6.46f, y);
    const float moustache =
        smooth_step(.33f, .25f, x) * smooth_step(6.855f, 6.83f, y) * smooth_step(6.70f, 6.735f, y);
    const float corner = bell(x - .31f, .045f) * smooth_step(6.82f, 6.78f, y) * smooth_step(6.40f, 6.5f, y);
    const float below_lip = bell(x, .06f) * smooth_step(6.58f, 6.55f, y) * smooth_step(6.40f, 6.45f, y);
    switch (style) {
        case BeardStyle::full:
            return std::max({jaw, chin, moustache, corner, below_lip});
        case BeardStyle::goatee:
            return std::max({chin, moustache, corner, below_lip});
        default:
            return std::max(moustache, .9f * below_lip);
    }
}

void grow_beard(const Figure& figure, Random& random, Strands& strands) {
    const Person& person = figure.person;
    const Beard& beard = person.beard;
    if (beard.length < kStubble) return;
    const int count =
        static_cast<int>((2000 + 3400 * beard.length) * (beard.style == BeardStyle::full ? 1 : .5f));
    const Vec3 skin_shade = skin_color(person.skin.tone) * .55f;
    const float dense = smooth_step(.05f, .35f, beard.length);
    int grown = 0;
    for (int tries = 0; grown < count && tries < count * kTriesPerHair; ++tries) {
        const float x = random.uniform(-.72f, .72f), y = random.uniform(6.04f, 7.05f);
        const Spot* spot = figure.body.front.at(x, y);
        if (spot == nullptr) continue;
        const Vec3 rest = figure.body.rest_at(*spot);
        if (!grows_at(figure, *spot, rest, beard_mask({x, y, rest.z}, beard.style), random)) continue;
        ++grown;
        const Figure::Surface skin = figure.surface(*spot);
        const float length = hair_length(beard, x, y, random);
        const Vec3 down = figure.pose.turn_of_head * growth(rest, x, y, random);
        const Vec3 flat = normalized(down - skin.normal * dot(down, skin.normal));
        const Vec3 scatter = random.normal3() * .12f;
        Vec3 heading = normalized(flat + skin.normal * random.uniform(.10f, .30f) + scatter);
        Vec3 line[kPoints] = {skin.place};
        for (int j = 1; j < kPoints; ++j) {
            line[j] = line[j - 1] + heading * (length / 3);
            heading = normalized(mix(heading, normalized(down + skin.normal * .12f), .35f) +
                                 random.normal3() * .06f);
        }
        const float of_hair = random.normal() * .5f;
        const Vec3 color = hair_tint(person.hair, random, of_hair) * 1.05f + Vec3(.004f, .003f, .002f);
        strands.add(line, .0065f + .003f * dense, .003f, mix(mix(color, skin_shade, .5f), color, dense),
                    color * 1.1f);
    }
}

}  // namespace portraits
