#include "models/portraits/renderer/develop.h"

#include "models/portraits/renderer/colour.h"

namespace portraits {
namespace {

constexpr float kBrightest = 2.5f;  // of a sample: a catchlight must not outshine its pixel's others

/// A soft shoulder for what is bright, a little more contrast for the rest.
float tone(float v) {
    v = std::max(0.f, v);
    const float shoulder = v * 1.12f * (1.0f + v * .16f) / (1.0f + v * .38f);
    return mix(shoulder, shoulder * shoulder * (3 - 2 * std::min(shoulder, 1.f)), .14f);
}

/// Dark skin is exposed longer, warm light a little shorter.
float exposure(const Person& person) {
    return person.lighting.exposure * mix(.93f, 1.14f, smooth_step(.1f, .85f, person.skin.tone)) *
           (1 - .05f * std::max(0.f, person.lighting.warmth));
}

Vec3 pixel(const Canvas& canvas, int x, int y, int samples, float exposed) {
    Vec3 sum;
    for (int j = 0; j < samples; ++j)
        for (int i = 0; i < samples; ++i) {
            const int at = canvas.at(x * samples + i, y * samples + j);
            const Vec3 c = canvas.colors[static_cast<std::size_t>(at)] * exposed;
            sum += Vec3(std::min(c.x, kBrightest), std::min(c.y, kBrightest), std::min(c.z, kBrightest));
        }
    return sum * (1.f / real(samples * samples));
}

std::uint8_t byte(float v) {
    return static_cast<std::uint8_t>(clamp(srgb_from_linear(tone(v)) * 255 + .5f, 0, 255));
}

}  // namespace

Picture develop(const Canvas& canvas, const Person& person, int samples) {
    Picture picture{canvas.side / samples, {}};
    const float exposed = exposure(person);
    for (int y = 0; y < picture.side; ++y)
        for (int x = 0; x < picture.side; ++x) {
            const Vec3 c = pixel(canvas, x, y, samples, exposed);
            for (const float v : {c.x, c.y, c.z}) picture.rgb.push_back(byte(v));
        }
    return picture;
}

}  // namespace portraits
