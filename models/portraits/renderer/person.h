// One portrait as numbers: who it is, what the face does, and how it is lit. Plain values; a person is a
// random draw that depends on its number alone, and nobody is depicted.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "models/portraits/renderer/vector.h"

namespace portraits {

// NOLINTNEXTLINE(readability-identifier-naming): "long" is a keyword
enum class HairStyle { bald, buzz, crop, quiff, sidepart, slick, bob, long_, bangs, curly, bun, afro, wavy };
inline constexpr int kHairStyles = 13;
inline constexpr std::array<std::string_view, kHairStyles> kHairStyleNames{
    "bald", "buzz",  "crop",  "quiff", "sidepart", "slick", "bob",
    "long", "bangs", "curly", "bun",   "afro",     "wavy"};

enum class BeardStyle { full, goatee, moustache };
enum class Neckline { round, v_neck, high };
enum class Frame { none, square, round, oval };

struct Head {
    float age = 30;                            ///< years, 18..78
    float gender = 0;                          ///< 0 female .. 1 male
    float weight = .5f, muscle = .5f;          ///< 0..1
    std::array<float, 3> target_mix{0, 0, 1};  ///< of the source's three target sets; sum 1
    std::map<std::string, float> morphs;       ///< weight of each morph target of the shape
    bool feminine() const { return gender < .5f; }
};

struct Skin {
    float tone = .3f;     ///< 0 light .. 1 dark
    float undertone = 0;  ///< pink .. olive
    float redness = 0, mottling = 1, freckles = 0;
};

struct Expression {
    float smile = 0;                                                    ///< -0.45..1
    float mouth_open = 0, eye_closure = 0, brow_up = 0, brow_down = 0;  ///< 0..1
    float yaw = 0, pitch = 0;      ///< degrees; right of the viewer and down are positive
    float gaze_x = 0, gaze_y = 0;  ///< degrees, relative to the head
};

struct Lighting {
    float azimuth = 35, elevation = 35;  ///< of the key light, degrees; right of the viewer is positive
    float intensity = 1, warmth = 0;     ///< warmth -1 cool .. 1 warm
    float fill = .4f, rim = .3f, rim_side = 1, ambient = 1, exposure = 1;
};

struct Background {
    Vec3 from, to;  ///< linear light
    float angle = 0, spot = 0;
};

struct Hair {
    HairStyle style = HairStyle::bald;
    Vec3 color;                                ///< without the gray
    float length = 1, volume = .5f, curl = 0;  ///< 0..1
    float part = 0;                            ///< x of the parting
    float fringe = 0, recede = 0, gloss = 1, gray = 0;
};

struct Brows {
    Vec3 color;
    float thickness = 1, arch = 0, density = 1;
};

struct Beard {
    float density = 0, length = 0;  ///< 0..1
    BeardStyle style = BeardStyle::full;
};

struct MakeUp {
    float lipstick = 0, eyeshadow = 0, blush = 0;  ///< 0..1
    Vec3 lip_color, shadow_color;
};

struct Glasses {
    Frame frame = Frame::none;
    Vec3 color;
};

struct Cloth {
    Vec3 color;
    Neckline neckline = Neckline::round;
};

struct Person {
    std::uint64_t number = 0;
    Head head;
    Skin skin;
    Expression expression;
    Lighting lighting;
    Background background;
    Hair hair;
    Vec3 eye_color;
    Brows brows;
    Beard beard;
    MakeUp make_up;
    Glasses glasses;
    Cloth cloth;
};

/// The person of a number.
Person draw_person(std::uint64_t number);

/// 0 young to 1 old, where lines and gray set in.
float oldness(float age);

/// Skin color of a tone, linear light.
Vec3 skin_color(float tone);

}  // namespace portraits
