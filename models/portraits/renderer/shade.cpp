#include "models/portraits/renderer/shade.h"

#include "models/portraits/renderer/colour.h"
#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

/// A microfacet highlight's strength; `cosine` between normal and half vector. Source: Walter et al. 2007
/// (GGX).
float highlight(float cosine, float roughness) {
    const float square = roughness * roughness, d = cosine * cosine * (square - 1) + 1;
    return square / (3.14159f * d * d);
}

float fifth_power(float x) {
    return std::pow(x, 5.f);
}

/// What a sample sees.
struct Sample {
    Vec3 normal, soft_normal, view, half;  ///< half way between the viewer and the key light
    Vec3 rest;
    Vec3 ambient, key;  ///< light that gets there
    Vec3 color;
    float gloss = 0;
    float facing = 0;     ///< cosine towards the viewer, at least .02
    float key_share = 0;  ///< of the key light, 0..1
    int corner = 0;       ///< a vertex of the triangle
};

class Shader {
  public:
    Shader(const Scene& scene, const Vertices& seen)
        : figure_(scene.figure),
          person_(scene.figure.person),
          lights_(scene.lights),
          key_(scene.lights.key),
          paint_(scene.paint),
          light_(scene.light),
          seen_(seen),
          viewer_(figure_.camera.place()) {}

    Vec3 at(int triangle, float x, float y) const {
        const Sample s = sample(triangle, x, y);
        switch (figure_.materials[triangle]) {
            case Material::skin:
            case Material::tongue:
                return skin(s);
            case Material::eye:
                return eye(s);
            case Material::teeth:
                return teeth(s);
            case Material::cloth:
                return cloth(s);
            default:
                return frame(s);
        }
    }

    /// x and y 0..1 across the picture.
    Vec3 background(float x, float y) const {
        const Background& b = person_.background;
        const float across = (x - .5f) * std::cos(b.angle) + (y - .5f) * std::sin(b.angle);
        const float t = saturate(.5f + .75f * across);
        const Vec3 color = mix(b.from, b.to, t * t * (3 - 2 * t));
        const float dx = x - .5f, dy = y - .45f, square = dx * dx + dy * dy;
        return color * (1 + .35f * b.spot * (std::exp(-square * 5) - .4f)) * .9f;
    }

  private:
    /// The attributes of a triangle's corners at a place of the picture.
    class Blend {
      public:
        Blend(const int* corner, const Vertices& seen, float px, float py)
            : i0_(static_cast<std::size_t>(corner[0])),
              i1_(static_cast<std::size_t>(corner[1])),
              i2_(static_cast<std::size_t>(corner[2])) {
            const Vec3 a = seen[i0_], b = seen[i1_], c = seen[i2_];
            const float inverse = 1 / ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
            w1_ = ((px - a.x) * (c.y - a.y) - (c.x - a.x) * (py - a.y)) * inverse;
            w2_ = ((b.x - a.x) * (py - a.y) - (px - a.x) * (b.y - a.y)) * inverse;
            w0_ = 1 - w1_ - w2_;
        }
        template <typename Value>
        Value of(const std::vector<Value>& values) const {
            return values[i0_] * w0_ + values[i1_] * w1_ + values[i2_] * w2_;
        }

      private:
        std::size_t i0_, i1_, i2_;
        float w0_ = 0, w1_ = 0, w2_ = 0;
    };

    Sample sample(int triangle, float px, float py) const {
        const int* corner = &figure_.triangles[static_cast<std::size_t>(3 * triangle)];
        const Blend blend(corner, seen_, px, py);
        Sample s;
        s.corner = corner[0];
        s.normal = normalized(blend.of(figure_.normals));
        s.soft_normal =
            s.corner < figure_.skin_vertices() ? normalized(blend.of(figure_.soft_normals)) : s.normal;
        s.view = normalized(viewer_ - blend.of(figure_.places));
        s.half = normalized(s.view + key_.towards);
        s.rest = blend.of(figure_.rest);
        s.ambient = blend.of(light_.ambient);
        s.key = blend.of(light_.key);
        s.color = blend.of(paint_.color);
        s.gloss = blend.of(paint_.gloss);
        s.facing = std::max(.02f, dot(s.normal, s.view));
        s.key_share = luminance(s.key) / std::max(1e-4f, luminance(key_.color));
        return s;
    }

    /// Red light wanders below the skin: it follows the softened shape and leaks further into the shadow.
    Vec3 below_skin(const Sample& s) const {
        constexpr float kWrapRed = .42f, kWrapGreen = .22f, kWrapBlue = .12f;
        const float sharp = dot(s.normal, key_.towards), soft = dot(s.soft_normal, key_.towards);
        const auto wrapped = [&](float share_of_sharp, float wrap) {
            return saturate((mix(soft, sharp, share_of_sharp) + wrap) / (1 + wrap));
        };
        float red = wrapped(.35f, kWrapRed), green = wrapped(.65f, kWrapGreen);
        const float blue = wrapped(.85f, kWrapBlue);
        red = red * red * (1.35f - .35f * red);
        green = green * std::sqrt(green) * 1.0f;
        const Vec3 share(std::pow(s.key_share, .72f), std::pow(s.key_share, .95f), s.key_share);
        return key_.color * share * Vec3(red, green, blue) * 1.12f + s.ambient * 1.35f;
    }

    Vec3 skin(const Sample& s) const {
        Vec3 out = s.color * below_skin(s) * .62f;
        const float grazing = .035f + .55f * fifth_power(1 - s.facing);
        const float cosine = saturate(dot(s.normal, s.half));
        const float two_lobes = highlight(cosine, .36f) * .55f + highlight(cosine, .17f) * .16f;
        const float lit = saturate(dot(s.normal, key_.towards));
        out += key_.color * (s.key_share * lit * s.gloss * two_lobes * .060f);
        const Lamp& fill = lights_.fill;
        const Vec3 fill_half = normalized(s.view + fill.towards);
        out += fill.color * (s.gloss * highlight(saturate(dot(s.normal, fill_half)), .38f) * .045f *
                             saturate(dot(s.normal, fill.towards)));
        out += s.ambient * (grazing * .20f * s.gloss);
        if (!lights_.has_rim) return out;
        const float rim = saturate(dot(s.normal, lights_.rim.towards) + .12f);
        out += s.color * lights_.rim.color * (rim * .10f) +
               lights_.rim.color * (rim * std::pow(1 - s.facing, 2.5f) * .10f);
        return out;
    }

    static constexpr float kIris = .50f, kPupil = .20f;  // radians from the eye's axis

    /// Fibres from the pupil outwards, a warm ring, a dark rim; light entering the cornea brightens the far
    /// side.
    Vec3 iris(Vec3 towards, float theta, const Eye& eye) const {
        const float phi = std::atan2(towards.y, towards.x), c = std::cos(phi), s = std::sin(phi);
        const float fibres = noise(Vec3(c * 7, s * 7, theta * 6 + real(person_.number % 50))) * .5f + .5f;
        const float fine = noise(Vec3(c * 17, s * 17, theta * 3));
        const float outwards = (theta - kPupil) / (kIris - kPupil);
        const Vec3 color = person_.eye_color;
        Vec3 out = color * (.62f + .75f * fibres + .25f * fine) * mix(1.12f, .85f, saturate(outwards));
        out = mix(out, color * Vec3(1.25f, .95f, .55f) * .9f, .3f * bell(outwards - .12f, .18f));
        out = out * mix(1, .28f, smooth_step(.72f, 1.02f, outwards));
        const float light_x = dot(key_.towards, eye.turn * Vec3(1, 0, 0));
        const float light_y = dot(key_.towards, eye.turn * Vec3(0, 1, 0));
        const float far_side = -(towards.x * light_x + towards.y * light_y) * 2.2f;
        return out * (1.0f + .55f * clamp(far_side, -1, 1));
    }

    /// The normal of the cornea, which bulges out of the ball.
    static Vec3 cornea(Vec3 towards, float theta) {
        const float bent = theta < .56f ? theta * 1.55f : mix(.868f, theta, smooth_step(.56f, .75f, theta));
        const float sine = std::max(1e-4f, std::sin(theta));
        return {towards.x / sine * std::sin(bent), towards.y / sine * std::sin(bent), std::cos(bent)};
    }

    Vec3 eye(const Sample& s) const {
        const Eye& eye = figure_.eyes[s.corner >= figure_.eyes[1].first_vertex ? 1 : 0];
        const Vec3 towards = normalized(s.rest);
        const float theta = std::acos(clamp(towards.z, -1, 1));
        const Vec3 white = mix(Vec3(.62f, .585f, .56f), Vec3(.66f, .50f, .46f),
                               .55f * smooth_step(.55f, 1.0f, std::fabs(towards.x)));
        Vec3 color =
            mix(iris(towards, theta, eye), Vec3(.004f), smooth_step(kPupil + .035f, kPupil - .025f, theta));
        color = mix(color, white, smooth_step(kIris - .02f, kIris + .035f, theta));
        const float lit = saturate(dot(s.normal, key_.towards) * .7f + .3f);
        Vec3 out = color * (key_.color * (s.key_share * lit) + s.ambient * 1.5f) * .62f;
        const Vec3 normal = eye.turn * cornea(towards, theta);
        const Vec3 mirrored = normal * (2 * dot(normal, s.view)) - s.view;
        const float catchlight = smooth_step(.948f, .966f, dot(mirrored, key_.towards));
        out += mix(key_.color, Vec3(2), .3f) *
               (catchlight * (.25f + .75f * saturate(s.key_share * 1.3f)) * 1.1f);
        out += lights_.fill.color * (smooth_step(.90f, .96f, dot(mirrored, lights_.fill.towards)) * .22f);
        out += s.ambient * (.05f + .25f * std::pow(1 - std::max(0.f, dot(normal, s.view)), 4.f));
        return out;
    }

    /// Light that the lips let in falls off towards the back teeth.
    Vec3 teeth(const Sample& s) const {
        const float lit = saturate(dot(s.normal, key_.towards) * .6f + .4f);
        const Vec3 let_in = (lights_.from_above * .75f + key_.color * .30f) * (s.color.x > .5f ? 1.f : .25f) *
                            (1 - .65f * smooth_step(.10f, .27f, std::fabs(s.rest.x)));
        const Vec3 light = key_.color * (s.key_share * lit) * .7f + s.ambient * 1.0f + let_in;
        const float shine = highlight(saturate(dot(s.normal, s.half)), .25f);
        return s.color * light * .66f + key_.color * (s.key_share * shine * .03f);
    }

    /// With a hem along the neckline.
    Vec3 cloth(const Sample& s) const {
        const float lit = saturate((dot(s.normal, key_.towards) + .1f) / 1.1f);
        const float above = above_neckline(s.rest, person_.cloth.neckline);
        const float hem = smooth_step(-.10f, -.085f, above), seam = bell(above + .092f, .008f);
        const float edge = smooth_step(-.02f, 0, above);
        Vec3 color = s.color * (1 - .06f * hem) * (1 - .18f * seam);
        color = color * (1 - .25f * edge);
        Vec3 out = color * (key_.color * (s.key_share * lit) + s.ambient * 1.55f) * .62f;
        out += color * lights_.rim.color * (.22f * saturate(dot(s.normal, lights_.rim.towards)));
        out += (s.ambient + key_.color * s.key_share * .2f) * Vec3(.02f) * std::pow(1 - s.facing, 3.f);
        return out;
    }

    Vec3 frame(const Sample& s) const {
        const float share = .3f + .7f * luminance(s.key) / std::max(1e-4f, luminance(key_.color));
        const float lit = saturate(dot(s.normal, key_.towards));
        Vec3 out = s.color * (key_.color * (share * lit) + s.ambient * 1.5f) * .6f;
        out += key_.color * (highlight(saturate(dot(s.normal, s.half)), .22f) * .06f * share);
        out += s.ambient * (.04f + .4f * fifth_power(1 - s.facing)) +
               lights_.rim.color * .05f * saturate(dot(s.normal, lights_.rim.towards));
        return out;
    }

    const Figure& figure_;
    const Person& person_;
    const Lights& lights_;
    const Lamp& key_;
    const Paint& paint_;
    const VertexLight& light_;
    const Vertices& seen_;
    const Vec3 viewer_;
};

}  // namespace

void shade(const Scene& scene, const Vertices& seen, Canvas& canvas) {
    const Shader shader(scene, seen);
    const float side = real(canvas.side);
    for (int y = 0; y < canvas.side; ++y)
        for (int x = 0; x < canvas.side; ++x) {
            const auto at = static_cast<std::size_t>(canvas.at(x, y));
            const float px = real(x) + .5f, py = real(y) + .5f;
            const int triangle = canvas.triangles[at];
            canvas.colors[at] =
                triangle < 0 ? shader.background(px / side, py / side) : shader.at(triangle, px, py);
        }
}

}  // namespace portraits
