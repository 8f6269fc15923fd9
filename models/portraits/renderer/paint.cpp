#include "models/portraits/renderer/paint.h"

#include "models/portraits/renderer/colour.h"
#include "models/portraits/renderer/hair.h"
#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

/// A vertex of the skin while it is painted.
struct SkinPoint {
    Vec3 rest;
    float aside = 0;  ///< |x|
    float coarse_noise = 0, noise = 0, fine_noise = 0;
    Vec3 color;
};

struct SkinPaint {
    Vec3 color;
    float gloss = 0;
};

class SkinPainter {
  public:
    explicit SkinPainter(const Person& person)
        : person_(person),
          tone_(person.skin.tone),
          old_(smooth_step(45, 78, person.head.age)),
          offset_(real(person.number % 97) * 1.7f, real(person.number % 89) * 2.3f,
                  real(person.number % 83) * 1.1f),
          base_(skin_color(tone_) *
                Vec3(1, 1 + .012f * person.skin.undertone, 1 - .05f * person.skin.undertone)),
          lips_(lip_color()) {}

    SkinPaint paint(Vec3 rest, float lips, float eyelids, float inside_mouth, float ears) const {
        SkinPoint p = bare(rest);
        redden(p, ears);
        freckle(p);
        blush(p);
        darken_below_eyes(p);
        paint_eyelids(p, eyelids);
        if (old_ > 0 && rest.z > .8f) age(p);
        shade_beard(p, lips);
        shade_brows(p);
        if (rest.y > 6.4f && ears < .3f) shade_scalp(p);
        p.color = mix(p.color, lip_paint(p), saturate(lips * 1.15f));
        p.color = mix(p.color, rgb(110, 40, 40) * .6f, inside_mouth * (1 - lips));
        return {p.color, gloss(p, lips, inside_mouth)};
    }

  private:
    /// Oily down the middle of the face, wet lips; dry in old age.
    float gloss(const SkinPoint& p, float lips, float inside_mouth) const {
        const float middle =
            .22f * bell(p.rest.x, .22f) * (p.rest.z > 1 ? 1.f : 0.f) * smooth_step(6.6f, 7, p.rest.y);
        const float oil = .36f + middle + .1f * p.noise;
        const float lip_gloss = .85f + .6f * person_.make_up.lipstick * .5f;
        return mix(oil, lip_gloss, lips) * (1 - .3f * old_) * (1 - .6f * inside_mouth);
    }

    Vec3 lip_color() const {
        const Vec3 pale = base_ * mix(Vec3(.90f, .56f, .56f), Vec3(.86f, .66f, .66f), tone_);
        return mix(pale, rgb(188, 104, 100) * mix(1, .45f, tone_), .35f);
    }

    /// Skin with its mottling.
    SkinPoint bare(Vec3 rest) const {
        SkinPoint p{rest,
                    std::fabs(rest.x),
                    noise(rest * 3.1f + offset_),
                    noise(rest * 8.f + offset_),
                    noise(rest * 19.f + offset_),
                    base_};
        const float m = person_.skin.mottling;
        p.color = p.color * (1 + .035f * m * p.coarse_noise + .03f * m * p.noise + .02f * m * p.fine_noise);
        return p;
    }

    /// Cheeks, nose, chin, forehead, ears.
    void redden(SkinPoint& p, float ears) const {
        const Vec3 r = p.rest;
        float red = 0;
        if (r.z > .6f) {
            red += .55f * bell(p.aside - .45f, .17f) * bell(r.y - 6.98f, .17f);
            red += .5f * bell(r.x, .12f) * bell(r.y - 6.96f, .09f);
            red += .25f * bell(r.x, .2f) * bell(r.y - 6.25f, .12f);
            red += .12f * bell(r.y - 7.8f, .2f);
        }
        red += .5f * ears;
        red *= (.5f + .9f * person_.skin.redness) * (1 + .4f * p.coarse_noise);
        const Vec3 reddest = mix(Vec3(1.02f, .80f, .78f), Vec3(1.02f, .88f, .86f), tone_);
        p.color = p.color * mix(Vec3(1), reddest, saturate(red));
    }

    void freckle(SkinPoint& p) const {
        const float freckles = person_.skin.freckles;
        if (freckles <= 0 || p.rest.z <= .7f) return;
        const float place = bell(p.aside - .30f, .26f) * bell(p.rest.y - 7.0f, .16f);
        const float amount =
            place * smooth_step(.15f, .6f, portraits::noise(p.rest * 31.f + offset_)) * freckles;
        p.color = mix(p.color, p.color * Vec3(.80f, .64f, .52f), saturate(amount));
    }

    void blush(SkinPoint& p) const {
        const float blush = person_.make_up.blush;
        if (blush <= 0 || p.rest.z <= .5f) return;
        const float place =
            bell(p.aside - .48f, .15f) * bell(p.rest.y - 7.0f - .25f * (p.aside - .48f), .12f);
        p.color = mix(p.color, p.color * Vec3(1.0f, .70f, .72f), place * blush * .6f);
    }

    void darken_below_eyes(SkinPoint& p) const {
        if (p.rest.z <= .8f) return;
        const float place = bell(p.aside - .29f, .13f) * bell(p.rest.y - 7.13f, .05f);
        p.color = p.color * mix(Vec3(1), Vec3(.90f, .82f, .84f), place * (.45f + .5f * old_));
    }

    void paint_eyelids(SkinPoint& p, float eyelids) const {
        const MakeUp& make_up = person_.make_up;
        const Vec3 shadow = make_up.shadow_color * mix(1, .5f, tone_);
        Vec3 lid = p.color * Vec3(.93f, .82f, .80f);
        if (make_up.eyeshadow > 0) lid = mix(lid, shadow, .55f * make_up.eyeshadow);
        const float upper = smooth_step(7.22f, 7.28f, p.rest.y);
        p.color = mix(p.color, lid, eyelids * (.35f + .65f * upper));
        if (make_up.eyeshadow <= 0 || p.rest.z <= .9f) return;
        const float halo =
            bell(p.aside - .31f, .15f) * bell(p.rest.y - 7.375f, .05f) * .38f * make_up.eyeshadow;
        p.color = mix(p.color, shadow, halo * (1 - eyelids));
    }

    void age(SkinPoint& p) const {
        p.color = p.color * (Vec3(1) - Vec3(.34f, .40f, .42f) * saturate(lines(p) * old_ * 1.15f));
        const float spots = smooth_step(.35f, .6f, portraits::noise(p.rest * 11.f + offset_ * 1.7f)) * .30f *
                            old_ * (p.aside > .2f || p.rest.y > 7.6f ? 1.f : 0.f);
        p.color = p.color * mix(Vec3(1), Vec3(.86f, .76f, .68f), spots);
        p.color = mix(p.color, Vec3(luminance(p.color)), .10f * old_);
    }

    /// Of an old face: beside the mouth, across the forehead, below and beside the eyes, between the brows.
    float lines(const SkinPoint& p) const {
        const Vec3 r = p.rest;
        const float aside = p.aside;
        float sum = 0;
        const float fold = (r.y - 6.66f) / (6.98f - 6.66f);
        if (fold > -.25f && fold < 1.1f) {
            const float x = mix(.365f, .175f, saturate(fold)) + .05f * std::sin(3.14159f * saturate(fold));
            sum +=
                .55f * bell(aside - x, .022f) * smooth_step(-.25f, .1f, fold) * smooth_step(1.1f, .85f, fold);
        }
        for (int j = 0; j < 3; ++j) {
            const float n = real(j);
            const float y = 7.72f + .095f * n + .018f * std::sin(r.x * 7 + offset_.x + n) - .10f * r.x * r.x;
            sum += (.34f - .05f * n) * bell(r.y - y, .014f) * smooth_step(.46f, .25f, aside);
        }
        const float below_eye = r.y - 7.115f + .10f * (aside - .29f) * (aside - .29f) * 4 - .02f;
        sum += .35f * bell(below_eye, .013f) * smooth_step(.46f, .36f, aside) * smooth_step(.12f, .2f, aside);
        for (int j = -1; j < 2; ++j) {
            const float spread = real(j) * (.02f + .25f * (aside - .5f)) * 1.2f;
            sum += .30f * bell(r.y - 7.28f - spread, .011f) * smooth_step(.49f, .53f, aside) *
                   smooth_step(.66f, .58f, aside);
        }
        sum += .35f * bell(aside - .055f, .013f) * bell(r.y - 7.52f, .06f);
        return sum;
    }

    void shade_beard(SkinPoint& p, float lips) const {
        const Beard& beard = person_.beard;
        if (beard.density <= 0 || p.rest.z <= .1f || p.rest.y >= 7.2f) return;
        const float depth = .32f + .30f * std::min(1.f, beard.length * 3.5f);
        const float amount = saturate(beard_mask(p.rest, beard.style) * (1 - lips) *
                                      std::min(1.f, beard.density) * depth * (.85f + .3f * p.noise));
        const Vec3 stubble = mix(person_.hair.color, rgb(70, 72, 78), .35f);
        p.color = mix(p.color, mix(p.color * .45f, stubble, .5f), amount);
    }

    void shade_brows(SkinPoint& p) const {
        const Vec3 r = p.rest;
        if (r.z <= 1.0f || r.y <= 7.38f || r.y >= 7.62f) return;
        const float along = (p.aside - kBrowBegin) / kBrowLength;
        if (along <= -.05f || along >= 1.05f) return;
        const float thickness = .042f * person_.brows.thickness;
        const float y = brow_line(along, person_.brows.arch);
        p.color = mix(p.color, person_.brows.color,
                      .42f * bell(r.y - y, thickness * .55f) * smooth_step(-.05f, .1f, along) *
                          smooth_step(1.05f, .8f, along));
    }

    /// Skin seen between hairs; the shaved head's shadow.
    void shade_scalp(SkinPoint& p) const {
        const Hair& hair = person_.hair;
        const bool buzz = hair.style == HairStyle::buzz, bald = hair.style == HairStyle::bald;
        const float strength = bald ? .16f : buzz ? .90f : .92f;
        const float above = above_hairline(p.rest, hair.recede) + 2.f * p.noise;
        const float amount = smooth_step(buzz ? -5.f : -2.5f, buzz ? 7.f : 4.f, above) * strength;
        if (amount <= 0) return;
        const Vec3 color = mix(hair.color, Vec3(.33f, .32f, .31f), hair.gray * .8f);
        p.color = mix(p.color, buzz || bald ? mix(p.color * .55f, color, .6f) : color * .6f, amount);
    }

    Vec3 lip_paint(const SkinPoint& p) const {
        const MakeUp& make_up = person_.make_up;
        const Vec3 lips = lips_ * (1 + .06f * p.fine_noise);
        if (make_up.lipstick <= 0) return lips;
        return mix(lips, make_up.lip_color * mix(1, .55f, tone_ * tone_), make_up.lipstick * .8f);
    }

    const Person& person_;
    const float tone_, old_;
    const Vec3 offset_;  ///< of the noise: every person's own blotches
    const Vec3 base_, lips_;
};

void paint_skin(const Figure& figure, Paint& paint) {
    const Body& body = figure.body;
    const SkinPainter painter(figure.person);
    for (int k = 0; k < figure.skin_vertices(); ++k) {
        const auto at = static_cast<std::size_t>(k);
        const SkinPaint skin = painter.paint(body.rest[at], body.lips[at], body.eyelids[at],
                                             body.inside_mouth[at], body.ears[at]);
        paint.color[at] = skin.color;
        paint.gloss[at] = skin.gloss;
        paint.inside_mouth.push_back(body.inside_mouth[at] * (1 - body.lips[at]));
    }
}

void paint_teeth(const Figure& figure, Paint& paint) {
    for (int k = figure.first_teeth; k < figure.first_tongue; ++k) {
        const float gum = smooth_step(.115f, .15f, figure.rest[k].y);
        const Vec3 enamel = Vec3(.80f, .755f, .68f) * (figure.rest[k].z > .5f ? 1.f : .30f);
        paint.color[k] = mix(enamel, rgb(176, 92, 92) * .8f, gum);
        paint.gloss[k] = .9f;
    }
}

void paint_rest(const Figure& figure, Paint& paint) {
    for (int k = figure.first_tongue; k < figure.first_cloth; ++k) {
        paint.color[k] = rgb(168, 82, 84) * .8f;
        paint.gloss[k] = .4f;
    }
    for (int k = figure.first_cloth; k < figure.first_frame; ++k) {
        paint.color[k] = figure.person.cloth.color * (1 + .05f * noise(figure.rest[k] * 6.f));
        paint.gloss[k] = .03f;
    }
    for (int k = figure.first_frame; k < figure.size(); ++k) {
        paint.color[k] = figure.person.glasses.color;
        paint.gloss[k] = 1.2f;
    }
}

}  // namespace

Paint paint(const Figure& figure) {
    Paint paint{
        Vertices(figure.places.size(), Vec3(.5f)), std::vector<float>(figure.places.size(), .35f), {}};
    paint_skin(figure, paint);
    paint_teeth(figure, paint);
    paint_rest(figure, paint);
    return paint;
}

}  // namespace portraits
