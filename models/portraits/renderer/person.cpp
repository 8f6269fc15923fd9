#include "models/portraits/renderer/person.h"

#include "models/portraits/renderer/colour.h"
#include "models/portraits/renderer/person_shape.h"
#include "models/portraits/renderer/random.h"

namespace portraits {
namespace {

struct ToneColor {
    float tone;
    Vec3 srgb;
};
constexpr ToneColor kSkinTones[] = {{0, {236, 202, 182}},   {.18f, {228, 184, 156}}, {.36f, {212, 160, 126}},
                                    {.54f, {184, 128, 92}}, {.72f, {142, 92, 62}},   {.87f, {102, 64, 44}},
                                    {1, {74, 47, 34}}};

/// Hair colors, the darkest first, the last two red; how often each comes.
struct HairColor {
    Vec3 srgb;
    float share;
};
constexpr HairColor kHairColors[] = {
    {{26, 20, 18}, .30f},     {{46, 30, 22}, .22f},   {{78, 50, 34}, .17f},
    {{112, 74, 46}, .10f},    {{150, 106, 66}, .09f}, {{196, 152, 98}, .09f},
    {{222, 188, 134}, .055f}, {{132, 58, 30}, .045f}, {{168, 84, 44}, .022f}};
constexpr int kFirstRed = 7, kFirstLight = 3, kMiddleBrown = 2;

constexpr std::array<float, kHairStyles> kStylesOfWomen{.012f, .02f, .03f, .03f, .05f, .05f, .17f,
                                                        .20f,  .12f, .09f, .11f, .04f, .14f};
constexpr std::array<float, kHairStyles> kStylesOfMen{.10f,  .12f,  .23f, .18f,  .20f, .08f, .004f,
                                                      .012f, .004f, .06f, .012f, .05f, .015f};

constexpr Vec3 kLipColors[] = {{176, 52, 58},   {196, 92, 96}, {150, 40, 52},
                               {206, 112, 104}, {184, 70, 88}, {158, 84, 76}};
constexpr Vec3 kShadowColors[] = {{110, 72, 62}, {90, 66, 84}, {86, 74, 66}, {122, 84, 66}, {70, 76, 92}};

Vec3 linear(Vec3 srgb) {
    return rgb(srgb.x, srgb.y, srgb.z);
}

void draw_age_and_mix(Random& r, Head& head) {
    head.gender = r.chance(.5f) ? clamp(.06f + std::fabs(r.normal(.10f, .3f)), 0, 1)
                                : clamp(.94f - std::fabs(r.normal(.10f, .3f)), 0, 1);
    head.age = r.uniform() < .80f ? r.uniform(18, 48) : r.uniform(48, 78);
    if (r.chance(.25f)) head.age = mix(head.age, 25, .6f);
    const int most = r.index(3);
    float sum = 0;
    for (int k = 0; k < 3; ++k) {
        const float share = -std::log(std::max(r.uniform(), 1e-4f));
        head.target_mix[k] = share * (k == most ? 1.6f : .28f) + (k == most ? .8f : 0);
        sum += head.target_mix[k];
    }
    for (float& share : head.target_mix) share = share / sum;
    head.weight = clamp(.5f + r.normal(.17f, .38f), .1f, .92f);
    head.muscle = clamp(.5f + r.normal(.12f, .3f), .2f, .8f);
}

void draw_skin(Random& r, const Head& head, Skin& skin) {
    const auto [a, b, c] = head.target_mix;
    skin.tone = clamp(.80f * a + .30f * b + .20f * c + r.normal(.10f, .22f), 0.04f, .92f);
    skin.undertone = r.normal(.5f, 1) + .5f * b;
    skin.redness = clamp(.5f + r.normal(.3f, .6f) - .2f * b, 0, 1.2f);
    skin.mottling = r.uniform(.4f, 1.2f);
    skin.freckles = skin.tone < .3f && r.chance(.14f) ? r.uniform(.3f, 1) : 0;
}

void draw_mouth(Random& r, Expression& face) {
    const bool faint = r.uniform() < .34f;
    face.smile = faint ? r.uniform(.05f, .35f) : r.uniform(.3f, 1.0f);
    if (r.chance(.05f)) face.smile = -r.uniform(.1f, .45f);
    if (r.chance(face.smile > .4f ? .33f : .20f)) {
        face.mouth_open = r.uniform(.06f, .46f);
        face.mouth_open *= .5f + .5f * r.uniform();
    } else {
        face.mouth_open = std::max(0.f, r.normal(.02f, .05f));
    }
    if (face.smile > .55f && r.chance(.5f))
        face.mouth_open = std::max(face.mouth_open, r.uniform(.06f, .32f));
}

/// Eyes look roughly at the viewer, wherever the head turns.
void draw_expression(Random& r, Expression& face) {
    draw_mouth(r, face);
    face.eye_closure = clamp(std::fabs(r.normal(.05f, .15f)), 0, .2f);
    face.brow_up = r.chance(.32f) ? r.uniform(0, .65f) : 0;
    face.brow_down = face.brow_up == 0 && face.smile < .5f && r.chance(.16f) ? r.uniform(0, .42f) : 0;
    face.yaw = r.normal(9, 20);
    face.pitch = r.normal(4.5f, 10);
    face.gaze_x = r.normal(3, 8) - face.yaw * .75f;
    face.gaze_y = r.normal(2, 5) - face.pitch * .6f;
}

void draw_lighting(Random& r, Lighting& light) {
    const float side = r.sign();
    light.azimuth = side * clamp(34 + r.normal(18, 36), -5, 72);
    light.elevation = clamp(30 + r.normal(11, 22), 10, 52);
    light.intensity = r.uniform(.85f, 1.15f);
    light.warmth = r.normal(.4f, 1);
    light.fill = clamp(.42f + r.normal(.13f, .24f), .15f, .7f);
    light.rim = r.chance(.7f) ? r.uniform(.15f, .9f) : 0;
    light.rim_side = (r.chance(.75f) ? -1.f : 1.f) * (light.azimuth > 0 ? 1.f : -1.f);
    light.ambient = r.uniform(.8f, 1.2f);
    light.exposure = std::exp(r.normal(.08f, .16f));
}

void draw_background(Random& r, Background& background) {
    float hue = r.uniform();
    const float saturation = r.uniform(.03f, .36f), value = r.uniform(.20f, .90f);
    if (r.chance(.35f))
        hue = r.uniform(.5f, .68f);
    else if (r.chance(.3f))
        hue = r.uniform(.03f, .12f);
    background.from = linear_from_srgb(srgb_from_hsv(hue, saturation, value));
    const float other_value = value * r.uniform(.45f, .85f);
    const float other_saturation = saturation * r.uniform(.6f, 1.2f);
    const float other_hue = hue + r.normal(.05f, .1f);
    background.to = linear_from_srgb(srgb_from_hsv(other_hue, other_saturation, other_value));
    background.angle = r.uniform(0, 6.28f);
    background.spot = r.uniform(0, 1);
}

int draw_hair_color(Random& r, float darkness) {
    std::array<float, std::size(kHairColors)> weights{};
    for (int k = 0; k < static_cast<int>(weights.size()); ++k) {
        const float by_skin = k >= kFirstLight    ? mix(1.9f, .07f, darkness)
                              : k == kMiddleBrown ? mix(1.4f, .6f, darkness)
                                                  : mix(.7f, 1.5f, darkness);
        weights[k] = kHairColors[k].share * by_skin;
    }
    return r.weighted(weights);
}

void draw_color_of_hair_and_brows(Random& r, const Head& head, Hair& hair, Brows& brows) {
    const int k = draw_hair_color(r, saturate(1.25f * (head.target_mix[0] + head.target_mix[1])));
    Vec3 natural = linear(kHairColors[k].srgb);
    const int beside = std::clamp(k + (r.chance(.5f) ? 1 : -1), 0, kFirstRed - 1);
    if (k < kFirstRed) natural = mix(natural, linear(kHairColors[beside].srgb), r.uniform(0, .45f));
    hair.color = natural * std::exp(r.normal(.1f, .25f));
    const float graying = smooth_step(42, 76, head.age + r.normal(6, 12));
    hair.gray = saturate(graying * r.uniform(.45f, 1.1f));
    if (head.feminine() && r.chance(.6f)) hair.gray *= .2f;
    if (r.chance(.008f)) {  // dyed
        const float value = r.uniform(.3f, .62f), saturation = r.uniform(.25f, .5f), hue = r.uniform();
        hair.color = linear_from_srgb(srgb_from_hsv(hue, saturation, value));
        hair.gray = 0;
    }
    const float darker = .35f + .35f * smooth_step(.08f, .35f, luminance(natural));
    brows.color = mix(natural, rgb(40, 28, 22), darker) * .8f;
    brows.color = mix(brows.color, rgb(120, 115, 110), hair.gray * .5f);
}

HairStyle draw_hair_style(Random& r, const Head& head) {
    const float old = oldness(head.age);
    std::array<float, kHairStyles> weights = head.feminine() ? kStylesOfWomen : kStylesOfMen;
    const auto of = [&](HairStyle style) -> float& { return weights[static_cast<std::size_t>(style)]; };
    of(HairStyle::afro) *= mix(.15f, 3.0f, head.target_mix[0]);
    of(HairStyle::curly) *= mix(.8f, 1.4f, head.target_mix[0]);
    if (!head.feminine()) of(HairStyle::bald) *= 1 + old;
    if (old > .5f)
        for (const HairStyle style : {HairStyle::long_, HairStyle::bangs, HairStyle::wavy}) of(style) *= .6f;
    return static_cast<HairStyle>(r.weighted(weights));
}

void draw_hair(Random& r, const Head& head, Hair& hair) {
    hair.style = draw_hair_style(r, head);
    hair.length = r.uniform();
    hair.volume = clamp(.5f + r.normal(.22f, .5f), 0, 1);
    hair.curl = clamp(r.normal(.3f, .8f) * .5f + .25f + .35f * head.target_mix[0], 0, 1);
    if (r.chance(.3f)) {
        hair.part = r.normal(.04f, .1f);
    } else {
        const float side = r.sign();
        hair.part = side * r.uniform(.12f, .36f);
    }
    hair.fringe = r.uniform();
    hair.gloss = r.uniform(.6f, 1.3f);
    r.uniform();  // once meant for the hair's lift; kept, so that a number stays the person it was
    hair.recede = head.feminine() ? clamp(r.normal(.1f, .25f), -.15f, .3f)
                                  : clamp(.2f + r.normal(.25f, .5f) + .45f * oldness(head.age), -.1f, 1);
}

Vec3 draw_eye_color(Random& r, const Head& head) {
    const float darkness = saturate(1.3f * (head.target_mix[0] + head.target_mix[1]) - .1f * r.uniform());
    if (r.uniform() < mix(.34f, .93f, darkness)) return mix(rgb(62, 36, 20), rgb(104, 64, 34), r.uniform());
    const float kind = r.uniform();
    if (kind < .4f) return mix(rgb(84, 128, 168), rgb(126, 164, 192), r.uniform());
    if (kind < .65f) return mix(rgb(84, 116, 74), rgb(120, 138, 92), r.uniform());
    return kind < .85f ? rgb(140, 104, 56) : rgb(120, 134, 142);
}

void draw_brows(Random& r, const Head& head, Brows& brows) {
    brows.thickness = (head.feminine() ? .78f : 1.08f) * r.uniform(.75f, 1.2f);
    brows.arch = r.normal(.4f, 1) + .35f * (1 - head.gender);
    brows.density = r.uniform(.7f, 1.1f);
}

void draw_beard(Random& r, const Head& head, Beard& beard) {
    const float kind = r.uniform();
    if (kind < .30f) {
        beard.density = r.uniform(0, .35f);
    } else if (kind < .60f) {
        beard.density = r.uniform(.35f, .9f);
        beard.length = r.uniform(0, .08f);
    } else if (kind < .82f) {
        beard.density = 1;
        beard.length = r.uniform(.2f, 1);
    }
    if (beard.length > .1f) {
        const float style = r.uniform();
        beard.style = style < .68f   ? BeardStyle::full
                      : style < .90f ? BeardStyle::goatee
                                     : BeardStyle::moustache;
    }
    if (head.age < 22) beard.density *= .5f;
    beard.density *= mix(1, .55f, head.target_mix[1]);
    if (head.gender < .75f) beard.density *= .5f;
}

void draw_make_up(Random& r, MakeUp& make_up) {
    if (r.chance(.55f)) make_up.lipstick = r.uniform(.15f, .95f);
    const int lips = r.index(static_cast<int>(std::size(kLipColors)));
    make_up.lip_color = linear(kLipColors[lips]) * r.uniform(.8f, 1.15f);
    if (r.chance(.45f)) make_up.eyeshadow = r.uniform(.2f, .9f);
    make_up.shadow_color = linear(kShadowColors[r.index(static_cast<int>(std::size(kShadowColors)))]);
    make_up.blush = r.chance(.6f) ? r.uniform(.2f, .9f) : 0;
}

void draw_glasses(Random& r, Glasses& glasses) {
    if (!r.chance(.13f)) return;
    glasses.frame = static_cast<Frame>(1 + r.index(3));
    const float kind = r.uniform();
    glasses.color = kind < .5f    ? rgb(24, 22, 24)
                    : kind < .7f  ? rgb(92, 56, 34)
                    : kind < .85f ? rgb(176, 150, 96)
                                  : rgb(150, 152, 158);
}

void draw_cloth(Random& r, Cloth& cloth) {
    const float hue = r.uniform();
    float saturation = r.uniform(0, .44f);
    const float value = r.uniform(.10f, .78f);
    if (r.chance(.40f)) saturation *= .15f;
    cloth.color = linear_from_srgb(srgb_from_hsv(hue, saturation, value));
    cloth.neckline = r.chance(.6f) ? Neckline::round : r.chance(.5f) ? Neckline::v_neck : Neckline::high;
}

}  // namespace

float oldness(float age) {
    return smooth_step(45, 75, age);
}

Vec3 skin_color(float tone) {
    std::size_t k = 1;
    while (k + 1 < std::size(kSkinTones) && tone > kSkinTones[k].tone) ++k;
    const ToneColor &from = kSkinTones[k - 1], &to = kSkinTones[k];
    return mix(linear(from.srgb), linear(to.srgb), saturate((tone - from.tone) / (to.tone - from.tone)));
}

Person draw_person(std::uint64_t number) {
    Person person;
    person.number = number;
    Random random(number * 7919 + 13);
    draw_age_and_mix(random, person.head);
    draw_skin(random, person.head, person.skin);
    draw_shape(random, person.head);
    draw_expression(random, person.expression);
    draw_lighting(random, person.lighting);
    draw_background(random, person.background);
    draw_color_of_hair_and_brows(random, person.head, person.hair, person.brows);
    draw_hair(random, person.head, person.hair);
    person.eye_color = draw_eye_color(random, person.head);
    draw_brows(random, person.head, person.brows);
    if (!person.head.feminine()) draw_beard(random, person.head, person.beard);
    if (person.head.feminine()) draw_make_up(random, person.make_up);
    draw_glasses(random, person.glasses);
    draw_cloth(random, person.cloth);
    return person;
}

}  // namespace portraits
