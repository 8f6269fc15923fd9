#include "models/portraits/renderer/morph.h"

namespace portraits {
namespace {

using Thirds = std::array<float, 3>;

constexpr std::array<const char*, 2> kGenders{"female", "male"};
constexpr std::array<const char*, 3> kAges{"child", "young", "old"};
constexpr std::array<const char*, 3> kSets{"african", "asian", "caucasian"};
constexpr std::array<const char*, 3> kMuscles{"minmuscle", "averagemuscle", "maxmuscle"};
constexpr std::array<const char*, 3> kWeights{"minweight", "averageweight", "maxweight"};
constexpr float kIdealProportions = .8f;

/// 0..1 as shares of low, middle and high.
Thirds thirds(float v) {
    return {std::max(0.f, 1 - 2 * v), 1 - std::fabs(2 * v - 1), std::max(0.f, 2 * v - 1)};
}

/// Shares of child, young and old: the targets stand for 10, 25 and 90 years.
Thirds age_shares(float age) {
    const float at = age < 25 ? .1875f + (age - 10) * .3125f / 15 : .5f + (age - 25) * .5f / 65;
    const float child = at < .5f ? (.5f - at) / .3125f : 0, old = at > .5f ? (at - .5f) * 2 : 0;
    return {child, 1 - child - old, old};
}

class Morpher {
  public:
    Morpher(const Body& body, const Person& person) : body_(body), person_(person), vertices_(body.base) {}

    Vertices run() {
        build();
        for (const auto& [name, weight] : person_.head.morphs) add(name, weight);
        mouth();
        eyes_and_brows();
        return std::move(vertices_);
    }

  private:
    /// Gender, age, set, muscle and weight.
    void build() {
        const Head& head = person_.head;
        const std::array<float, 2> genders{1 - head.gender, head.gender};
        const Thirds ages = age_shares(head.age), muscles = thirds(head.muscle),
                     weights = thirds(head.weight);
        for (std::size_t g = 0; g < 2; ++g)
            for (std::size_t a = 0; a < 3; ++a) {
                const float share = genders[g] * ages[a];
                if (share < 1e-4f) continue;
                for (std::size_t s = 0; s < 3; ++s)
                    add(std::string("macrodetails/") + kSets[s] + '-' + kGenders[g] + '-' + kAges[a],
                        share * head.target_mix[s]);
                for (std::size_t m = 0; m < 3; ++m)
                    for (std::size_t w = 0; w < 3; ++w)
                        add_build(
                            std::string(kGenders[g]) + '-' + kAges[a] + '-' + kMuscles[m] + '-' + kWeights[w],
                            share * muscles[m] * weights[w]);
            }
    }
    void add_build(const std::string& name, float weight) {
        add("macrodetails/universal-" + name, weight);
        add("macrodetails/proportions/" + name + "-idealproportions", weight * kIdealProportions);
    }

    void mouth() {
        const Expression& face = person_.expression;
        const float smile = std::max(0.f, face.smile);
        express("mouth-corner-puller", .85f * smile);
        express("mouth-retraction", .25f * smile);
        express("mouth-open", face.mouth_open);
        express("mouth-upward-retraction", .22f * smile * saturate(face.mouth_open * 3));
        express("mouth-part-later", .3f * saturate(face.mouth_open * 2) * smile);
        express("eye-left-slit", .26f * smile);
        express("eye-right-slit", .26f * smile);
        if (face.smile < 0) express("mouth-depression", -.7f * face.smile);
    }

    void eyes_and_brows() {
        const Expression& face = person_.expression;
        express("eye-left-closure", face.eye_closure);
        express("eye-right-closure", face.eye_closure);
        express("eye-left-opened-up", .6f * face.brow_up);
        express("eye-right-opened-up", .6f * face.brow_up);
        for (const char* side : {"left", "right"}) {
            express(std::string("eyebrows-") + side + "-up", face.brow_up * .7f);
            express(std::string("eyebrows-") + side + "-down", face.brow_down * .7f);
        }
    }

    /// Expressions are there once for each target set.
    void express(const std::string& unit, float weight) {
        for (std::size_t s = 0; s < 3; ++s)
            add(std::string("expression/units/") + kSets[s] + '/' + unit,
                weight * person_.head.target_mix[s]);
    }
    void add(const std::string& name, float weight) { body_.targets.apply(name, weight, vertices_); }

    const Body& body_;
    const Person& person_;
    Vertices vertices_;
};

}  // namespace

Vertices morphed(const Body& body, const Person& person) {
    return Morpher(body, person).run();
}

}  // namespace portraits
