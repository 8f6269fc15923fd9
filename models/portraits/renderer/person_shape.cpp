#include "models/portraits/renderer/person_shape.h"

#include <span>

namespace portraits {
namespace {

/// How a slider's two morph targets end, below and above 0.
struct Ends {
    const char *low, *high;
};
constexpr Ends kDecrIncr{"-decr", "-incr"}, kDownUp{"-down", "-up"}, kInOut{"-in", "-out"},
    kOutIn{"-out", "-in"}, kBackwardForward{"-backward", "-forward"}, kConcaveConvex{"-concave", "-convex"};

/// Where a slider's mean lies: a constant, and shares of being female 0..1, of weight -1..1 and of it above
/// the middle, of being old 0..1.
struct Mean {
    float constant = 0, female = 0, weight = 0, overweight = 0, old = 0;
};

/// A normal number round its mean, cut at `limit` to both sides.
struct Slider {
    const char* name;
    Ends ends;
    float sigma, limit;
    Mean mean;
};

constexpr Slider kHead[] = {
    {"head/head-scale-depth", kDecrIncr, .15f, .35f, {}},
    {"head/head-scale-horiz", kDecrIncr, .16f, .35f, {}},
    {"head/head-scale-vert", kDecrIncr, .16f, .35f, {}},
    {"head/head-fat", kDecrIncr, .14f, .3f, {-.04f, -.06f, .38f}},
    {"head/head-angle", kInOut, .15f, .3f, {}},
    {"head/head-back-scale-depth", kDecrIncr, .15f, .3f, {}},
    {"head/head-age", kDecrIncr, .10f, .2f, {-.10f, 0, 0, 0, .55f}},
    {"forehead/forehead-nubian", kDecrIncr, .2f, .4f, {}},
    {"forehead/forehead-scale-vert", kDecrIncr, .2f, .4f, {}},
    {"forehead/forehead-temple", kDecrIncr, .2f, .4f, {}},
    {"forehead/forehead-trans", kBackwardForward, .18f, .35f, {}},
    {"eyebrows/eyebrows-angle", kDownUp, .25f, .5f, {0, .10f}},
    {"eyebrows/eyebrows-trans", kDownUp, .25f, .5f, {0, .15f}},
};

constexpr const char* kEyeScale = "eyes/eye-scale";

/// Both eyes alike but for a little.
constexpr Slider kEyes[] = {
    {"eyes/eye-height1", kDecrIncr, .18f, .4f, {.2f}},
    {"eyes/eye-height2", kDecrIncr, .18f, .4f, {.32f}},
    {"eyes/eye-height3", kDecrIncr, .18f, .4f, {.2f}},
    {"eyes/eye-corner1", kDownUp, .22f, .45f, {}},
    {"eyes/eye-corner2", kDownUp, .25f, .5f, {0, .08f}},
    {"eyes/eye-trans", kInOut, .15f, .3f, {}},
    {"eyes/eye-trans", kDownUp, .10f, .25f, {}},
    {"eyes/eye-bag", kDecrIncr, .2f, .4f, {-.1f, 0, 0, 0, .2f}},
    {"eyes/eye-eyefold", kDownUp, .22f, .45f, {}},
    {"eyes/eye-eyefold", kConcaveConvex, .2f, .4f, {}},
    {"eyes/eye-push1", kInOut, .12f, .25f, {}},
    {"eyes/eye-epicanthus", kInOut, .15f, .3f, {}},
};

constexpr Slider kFace[] = {
    {"nose/nose-scale-depth", kDecrIncr, .2f, .4f, {}},
    {"nose/nose-scale-horiz", kDecrIncr, .2f, .4f, {-.05f, -.14f}},
    {"nose/nose-scale-vert", kDecrIncr, .18f, .4f, {0, -.08f}},
    {"nose/nose-hump", kDecrIncr, .22f, .5f, {0, -.1f}},
    {"nose/nose-curve", kConcaveConvex, .22f, .5f, {}},
    {"nose/nose-point", kDownUp, .25f, .5f, {.05f}},
    {"nose/nose-point-width", kDecrIncr, .22f, .5f, {}},
    {"nose/nose-base", kDownUp, .2f, .4f, {}},
    {"nose/nose-nostrils-width", kDecrIncr, .2f, .4f, {}},
    {"nose/nose-flaring", kDecrIncr, .18f, .4f, {}},
    {"nose/nose-volume", kDecrIncr, .2f, .4f, {-.05f, -.12f}},
    {"nose/nose-width1", kDecrIncr, .22f, .5f, {}},
    {"nose/nose-width2", kDecrIncr, .22f, .5f, {}},
    {"nose/nose-width3", kDecrIncr, .22f, .5f, {}},
    {"nose/nose-greek", kDecrIncr, .18f, .4f, {}},
    {"nose/nose-trans", kDownUp, .15f, .3f, {}},
    {"mouth/mouth-scale-horiz", kDecrIncr, .22f, .5f, {}},
    {"mouth/mouth-scale-vert", kDecrIncr, .2f, .4f, {0, .1f}},
    {"mouth/mouth-trans", kDownUp, .18f, .35f, {}},
    {"mouth/mouth-lowerlip-volume", kDecrIncr, .22f, .5f, {0, .22f, 0, 0, -.2f}},
    {"mouth/mouth-upperlip-volume", kDecrIncr, .22f, .5f, {0, .22f, 0, 0, -.3f}},
    {"mouth/mouth-lowerlip-height", kDecrIncr, .22f, .5f, {}},
    {"mouth/mouth-upperlip-height", kDecrIncr, .22f, .5f, {}},
    {"mouth/mouth-laugh-lines", kOutIn, .1f, .3f, {0, 0, 0, 0, .5f}},
    {"mouth/mouth-cupidsbow", kDecrIncr, .25f, .6f, {}},
    {"mouth/mouth-angles", kDownUp, .2f, .4f, {.08f}},
    {"mouth/mouth-philtrum-volume", kDecrIncr, .2f, .4f, {}},
    {"chin/chin-prominent", kDecrIncr, .22f, .45f, {}},
    {"chin/chin-width", kDecrIncr, .22f, .5f, {0, -.24f}},
    {"chin/chin-height", kDecrIncr, .2f, .4f, {}},
    {"chin/chin-bones", kDecrIncr, .2f, .45f, {0, -.22f}},
    {"chin/chin-cleft", kDecrIncr, .2f, .5f, {-.05f}},
    {"chin/chin-prognathism", kDecrIncr, .14f, .3f, {}},
    {"chin/chin-jaw-drop", kDecrIncr, .15f, .3f, {}},
};

/// Both sides alike but for a little.
constexpr Slider kCheeksAndEars[] = {
    {"cheek/cheek-bones", kDecrIncr, .22f, .5f, {.08f}},
    {"cheek/cheek-volume", kDecrIncr, .18f, .4f, {0, 0, .30f}},
    {"cheek/cheek-inner", kDecrIncr, .2f, .4f, {}},
    {"cheek/cheek-trans", kDownUp, .18f, .4f, {0, 0, 0, 0, -.25f}},
    {"ears/ear-scale", kDecrIncr, .15f, .3f, {-.1f}},
    {"ears/ear-wing", kDecrIncr, .25f, .5f, {-.15f}},
    {"ears/ear-lobe", kDecrIncr, .2f, .4f, {}},
    {"ears/ear-trans", kDownUp, .15f, .3f, {}},
};

constexpr Slider kNeck[] = {
    {"neck/neck-scale-horiz", kDecrIncr, .18f, .4f, {0, -.05f}},
    {"neck/neck-double", kDecrIncr, .12f, .3f, {0, 0, 0, .3f, .25f}},
};

/// What makes the halves of a face differ, each to one side or the other.
constexpr const char* kAsymmetries[] = {"brown-1", "cheek-1", "eye-1",  "eye-3",  "jaw-1",   "jaw-2",
                                        "mouth-1", "mouth-2", "nose-1", "nose-2", "temple-1"};

struct HeadShape {
    const char* name;
    float amount;
    bool angular;  ///< not for women
};
constexpr HeadShape kHeadShapes[] = {
    {"head/head-oval", .55f, false},       {"head/head-round", .5f, false},
    {"head/head-square", .4f, true},       {"head/head-rectangular", .35f, true},
    {"head/head-triangular", .32f, false}, {"head/head-invertedtriangular", .45f, false},
    {"head/head-diamond", .4f, false}};

class ShapeDraw {
  public:
    ShapeDraw(Random& random, Head& head) : random_(random), head_(head) {}

    /// One of the head's shapes, and half as much of another.
    void head_shape() {
        const int count = static_cast<int>(std::size(kHeadShapes));
        int first = random_.index(count);
        const int second = random_.index(count);
        if (head_.feminine() && kHeadShapes[first].angular) first = 0;
        add(kHeadShapes[first].name, kHeadShapes[first].amount * random_.uniform());
        add(kHeadShapes[second].name, .5f * kHeadShapes[second].amount * random_.uniform());
    }

    void single(std::span<const Slider> sliders) {
        for (const Slider& slider : sliders)
            add_either(slider.name, slider.ends, draw(mean(slider.mean), slider.sigma, slider.limit));
    }

    void paired(std::span<const Slider> sliders) {
        for (const Slider& slider : sliders)
            pair(slider.name, slider.ends, mean(slider.mean), slider.sigma, slider.limit);
    }

    void eye_scale() {
        const float own = random_.normal(.14f, .3f) + .34f + .16f * (1 - head_.gender);
        pair(kEyeScale, kDecrIncr, own, .04f, .08f);
    }

    void asymmetry() {
        for (const char* name : kAsymmetries) {
            const float v = random_.normal(.12f, .3f);
            add(std::string("asym/asym-") + name + (v < 0 ? "-l" : "-r"), std::fabs(v));
        }
    }

  private:
    float mean(const Mean& m) const {
        const float weight = (head_.weight - .5f) * 2;
        return m.constant + m.female * (1 - head_.gender) + m.weight * weight +
               m.overweight * std::max(0.f, weight) + m.old * oldness(head_.age);
    }
    float draw(float mean, float sigma, float limit) {
        return clamp(mean + random_.normal(sigma, limit), -1, 1);
    }

    /// "folder/name" is there as "folder/l-name" and "folder/r-name".
    void pair(const std::string& name, Ends ends, float mean, float sigma, float limit) {
        const float both = draw(mean, sigma, limit);
        const std::size_t slash = name.find('/') + 1;
        for (const char* side : {"l-", "r-"})
            add_either(name.substr(0, slash) + side + name.substr(slash), ends,
                       both + random_.normal(sigma * .12f, sigma * .25f));
    }
    void add_either(const std::string& name, Ends ends, float value) {
        if (value < 0)
            add(name + ends.low, -value);
        else
            add(name + ends.high, value);
    }
    void add(const std::string& name, float weight) { head_.morphs[name] += weight; }

    Random& random_;
    Head& head_;
};

}  // namespace

void draw_shape(Random& random, Head& head) {
    ShapeDraw draw(random, head);
    draw.head_shape();
    draw.single(kHead);
    draw.eye_scale();
    draw.paired(kEyes);
    draw.single(kFace);
    draw.paired(kCheeksAndEars);
    draw.single(kNeck);
    draw.asymmetry();
}

}  // namespace portraits
