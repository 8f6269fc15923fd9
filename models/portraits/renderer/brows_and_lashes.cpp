#include "models/portraits/renderer/colour.h"
#include "models/portraits/renderer/hair.h"

namespace portraits {
namespace {

constexpr int kBrowHairs = 170, kBrowPoints = 3;
constexpr int kUpperLashes = 95, kLowerLashes = 26, kLashPoints = 4;

/// Where one hair of a brow begins and how it lies, on the rest face of the person's left.
struct BrowHair {
    float x, y, angle, length;
};

/// Thick at the nose, thin towards the temple.
BrowHair brow_hair(const Brows& brows, float along, float across, Random& random) {
    const float thickness = .040f * brows.thickness * (.62f + .45f * smooth_step(0, .28f, along)) *
                            (1 - .72f * smooth_step(.40f, 1, along));
    float angle = mix(1.25f, -.28f, smooth_step(0, .75f, along)) + .30f * -across + random.normal() * .16f;
    if (along < .12f) angle += .25f;
    const float length =
        (.045f + .030f * random.uniform()) * (.8f + .25f * brows.thickness) * (along > .75f ? .85f : 1);
    return {kBrowBegin + kBrowLength * along, brow_line(along, brows.arch) + across * thickness, angle,
            length};
}

void grow_brow(const Figure& figure, float side, Random& random, Strands& strands) {
    const Person& person = figure.person;
    const int count = static_cast<int>(kBrowHairs * person.brows.density);
    for (int k = 0; k < count; ++k) {
        const float along = std::pow(random.uniform(), .95f);
        float across = random.uniform(-1, 1);
        across = across * std::sqrt(std::fabs(across)) * .9f + .1f * across;
        const BrowHair hair = brow_hair(person.brows, along, across, random);
        if (along < .08f && random.chance(.45f)) continue;
        Vec3 line[kBrowPoints];
        bool on_face = true;
        for (int j = 0; j < kBrowPoints && on_face; ++j) {
            const float t = real(j) / 2.f, angle = hair.angle - .35f * t;
            const float x = hair.x + std::cos(angle) * hair.length * t;
            const float y = hair.y + std::sin(angle) * hair.length * t;
            const Spot* spot = figure.body.front.at(side * x, y);
            on_face = spot != nullptr;
            if (!on_face) break;
            const Figure::Surface skin = figure.surface(*spot);
            line[j] = skin.place + skin.normal * (.006f + .010f * t * (1 - t) * 4 * .5f + .006f);
        }
        if (!on_face) continue;
        Vec3 color = person.brows.color * std::exp(.2f * random.normal());
        if (random.uniform() < person.hair.gray * .6f) color = mix(color, Vec3(.35f), .6f);
        color = mix(color, skin_color(person.skin.tone) * .4f, .18f);
        strands.add(line, .0082f, .003f, color, color);
    }
}

/// Along a strip of the source's lash mesh, whose rows lead outwards.
void grow_lash_strip(const Figure& figure, const LashStrip& strip, bool upper, Random& random,
                     Strands& strands) {
    const int count = upper ? kUpperLashes : kLowerLashes;
    const float feminine = 1 - figure.person.head.gender;
    const Vec3 color = mix(rgb(22, 15, 12), figure.person.brows.color, .15f);
    for (int k = 0; k < count; ++k) {
        const float at = (real(k) + random.uniform()) / real(count) * real(strip.columns - 1);
        const int column = std::min(strip.columns - 2, static_cast<int>(at));
        const auto row = [&](int j) {
            return mix(figure.posed[strip.at(column, j)], figure.posed[strip.at(column + 1, j)],
                       at - real(column));
        };
        const int last = strip.rows - 1;
        const float reach =
            (upper ? .62f + .32f * feminine : .30f + .2f * feminine) * random.uniform(.75f, 1.1f);
        const Vec3 spread =
            (figure.posed[strip.at(column + 1, last)] - figure.posed[strip.at(column, last)]) *
            random.normal() * .10f;
        const Vec3 line[kLashPoints] = {mix(row(0), row(1), .75f), mix(row(1), row(2), .8f * reach + .1f),
                                        mix(row(1), row(last - 1), reach) + spread * .5f,
                                        mix(row(1), row(last), reach) + spread};
        strands.add(line, upper ? .0115f : .006f, .003f, color, color);
    }
}

/// The dark line that the lashes stand on.
void add_lash_line(const Figure& figure, const LashStrip& strip, Strands& strands) {
    std::vector<Vec3> line;
    for (int column = 0; column < strip.columns; ++column)
        line.push_back(mix(figure.posed[strip.at(column, 1)], figure.posed[strip.at(column, 2)], .25f));
    const Vec3 color = rgb(24, 15, 12);
    strands.add(line, .013f + .006f * figure.person.make_up.eyeshadow, .013f, color, color);
}

}  // namespace

float brow_line(float along, float arch) {
    return 7.462f + (.055f + .022f * arch) * std::sin(std::min(1.f, saturate(along) * 1.02f) * 2.35f) -
           .028f * arch * along * along - .015f * along;
}

void grow_brows(const Figure& figure, Random& random, Strands& strands) {
    for (const float side : kSides) grow_brow(figure, side, random, strands);
}

void grow_lashes(const Figure& figure, Random& random, Strands& strands) {
    for (std::size_t k = 0; k < figure.body.lashes.size(); ++k) {
        const bool upper = k < 2;
        grow_lash_strip(figure, figure.body.lashes[k], upper, random, strands);
        if (upper) add_lash_line(figure, figure.body.lashes[k], strands);
    }
}

}  // namespace portraits
