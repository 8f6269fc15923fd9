#include "models/portraits/renderer/hair_style.h"

namespace portraits {
namespace {

StrandPlan buzz(const Hair& hair, const Root& root) {
    StrandPlan plan;
    plan.length = mix(.07f, .17f, hair.length);
    plan.lift = .75f;
    plan.turning = .5f;
    plan.start = plan.flow = Vec3(.2f * root.place.x, -.5f + root.top * .3f, root.top);
    plan.points = 3;
    plan.clumping = 0;
    plan.wildness = .12f;
    plan.root_width = .011f;
    plan.thickness = 0;
    plan.shell = 0;
    return plan;
}

float sweep(const Hair& hair) {
    return (hair.fringe - .5f) * 1.2f;
}

StrandPlan crop(const Hair& hair, const Root& root) {
    StrandPlan plan;
    const float top = root.top, x = root.place.x;
    plan.length =
        mix(mix(.16f, .12f, root.back), mix(.30f, .62f, hair.length), top) * (.8f + .35f * root.layer);
    plan.lift = mix(.30f, .42f + .45f * hair.volume, top);
    plan.turning = mix(4, 2.4f, top);
    plan.start = mix(Vec3(.1f * x, -1, -.25f), Vec3(.35f * x + .5f * sweep(hair), .10f, 1), top);
    plan.flow = mix(Vec3(0, -1, -.2f), Vec3(.3f * x + .5f * sweep(hair), -.45f, 1), top);
    plan.points = 8;
    plan.clumping = .5f;
    plan.thickness = .06f + .16f * hair.volume * top;
    plan.wildness = .13f;
    plan.curl_radius = .03f * hair.curl * top;
    plan.curl_turns = 2.2f;
    return plan;
}

StrandPlan quiff(const Hair& hair, const Root& root) {
    StrandPlan plan;
    const float top = root.top, x = root.place.x;
    const float upright = .55f - .9f * smooth_step(1.0f, .4f, root.place.z);
    plan.length = mix(.10f, mix(.42f, .75f, hair.length), top) * (.85f + .3f * root.layer);
    plan.lift = mix(.25f, .55f + .2f * hair.volume, top);
    plan.turning = mix(4, 3.2f, top);
    plan.start = mix(Vec3(0, -1, -.3f), Vec3(.15f * x + .2f * sweep(hair), .5f, upright), top);
    plan.flow = mix(Vec3(0, -1, -.3f), Vec3(.25f * x + .4f * sweep(hair), .15f, -1), top);
    plan.points = 10;
    plan.clumping = .65f;
    plan.thickness = .06f + .20f * hair.volume * top;
    plan.wildness = .05f;
    plan.curl_radius = .025f * hair.curl * top;
    plan.curl_turns = 1.6f;
    return plan;
}

StrandPlan side_part(const Hair& hair, const Root& root) {
    StrandPlan plan;
    const float at_part = std::exp(-std::fabs(root.place.x - hair.part) * 6.f);
    const float top = smooth_step(7.82f, 8.44f, root.place.y + .12f * saturate(root.place.z - .4f));
    const float forwards = .40f * smooth_step(.6f, 1.1f, root.place.z) - .25f;
    plan.length = mix(.17f, mix(.48f, .85f, hair.length), top) * (.8f + .35f * root.layer);
    plan.lift = mix(.22f, .25f + .35f * hair.volume, top);
    plan.turning = mix(4, 4.0f, top);
    plan.start =
        mix(Vec3(.1f * root.place.x, -1, -.35f), Vec3(root.side * .9f, .2f + .3f * at_part, forwards), top);
    plan.flow = mix(Vec3(0, -1, -.5f), Vec3(root.side * .65f, -.45f, -.55f), top);
    plan.points = 11;
    plan.clumping = .5f;
    plan.thickness = .04f + .14f * hair.volume * top;
    plan.wildness = .06f;
    plan.curl_radius = .03f * hair.curl * top;
    plan.curl_turns = 1.5f;
    return plan;
}

StrandPlan slick(const Hair& hair, const Root& root) {
    StrandPlan plan;
    if (root.place.y < 7.42f) {  // below the ears' tops
        plan.length = .22f;
        plan.lift = .1f;
        plan.turning = 6;
        plan.start = plan.flow = Vec3(0, -1, -.4f);
        plan.points = 6;
        plan.thickness = .02f;
        return plan;
    }
    plan.length = mix(.8f, mix(.9f, 1.4f, hair.length), root.top);
    plan.lift = .14f + .2f * hair.volume * root.top;
    plan.turning = 6;
    plan.start = Vec3(.1f * root.place.x, .1f, -1);
    plan.flow = Vec3(.25f * root.place.x, -.15f - .7f * root.back, -1);
    plan.points = 12;
    plan.clumping = .5f;
    plan.thickness = .04f + .10f * hair.volume;
    plan.wildness = .03f;
    plan.curl_radius = .02f * hair.curl;
    plan.curl_turns = 1.3f;
    return plan;
}

std::optional<StrandPlan> bun(const Hair& hair, const Root& root) {
    if (root.place.y < 7.5f && root.azimuth > 78 && root.azimuth < 132) return {};  // the ears stay bare
    StrandPlan plan;
    plan.start = plan.flow = normalized(bun_center(hair) - root.place);
    plan.length = 2.2f;
    plan.lift = .06f + .12f * hair.volume;
    plan.turning = 8;
    plan.points = 14;
    plan.thickness = .03f + .06f * hair.volume;
    plan.clumping = .45f;
    plan.wildness = .025f;
    plan.root_width = .013f;
    plan.tip_width = .010f;
    return plan;
}

StrandPlan afro(const Hair& hair, const Root& root) {
    StrandPlan plan;
    plan.length = mix(.25f, .75f, hair.length) * (.75f + .3f * root.layer);
    plan.lift = 1.2f;
    plan.turning = .4f;
    plan.start = plan.flow = normalized(root.place - Vec3(0, 7.55f, .45f));
    plan.points = 14;
    plan.clumping = .25f;
    plan.wildness = .18f;
    plan.curl_radius = .03f + .025f * hair.curl;
    plan.curl_turns = 3.6f;
    plan.thickness = .02f;
    plan.root_width = .0125f;
    plan.tip_width = .010f;
    return plan;
}

float falling_end(const Hair& hair) {
    switch (hair.style) {
        case HairStyle::bob:
            return mix(6.75f, 6.05f, hair.length);
        case HairStyle::bangs:
            return mix(6.3f, 4.9f, hair.length);
        case HairStyle::curly:
            return mix(6.7f, 5.4f, hair.length);
        default:
            return mix(5.9f, 4.8f, hair.length);
    }
}

void curl_falling(const Hair& hair, StrandPlan& plan) {
    switch (hair.style) {
        case HairStyle::wavy:
            plan.curl_radius = mix(.05f, .10f, hair.curl);
            plan.curl_turns = mix(1.0f, 1.5f, hair.curl);
            return;
        case HairStyle::curly:
            plan.curl_radius = mix(.06f, .10f, hair.curl);
            plan.curl_turns = mix(2.2f, 3.2f, hair.curl);
            return;
        default:
            plan.curl_radius = .05f * hair.curl;
            plan.curl_turns = .7f;
    }
}

/// Over the forehead, straight down to the brows.
void cut_fringe(const Hair& hair, const Root& root, Random& random, StrandPlan& plan) {
    const float x = root.place.x;
    plan.fringe = true;
    plan.avoids_face = false;
    plan.cut_height = mix(7.66f, 7.50f, hair.length) + .05f * random.uniform() -
                      .10f * smooth_step(.35f, .6f, std::fabs(x));
    plan.start = Vec3(x * .35f + sweep(hair) * .4f, .15f, 1);
    plan.flow = Vec3(x * .25f + sweep(hair) * .45f, -1, .22f);
    plan.lift = .28f + .2f * hair.volume;
    plan.thickness = .05f + .10f * hair.volume;
    plan.points = 12;
    plan.length = 1.7f;
    plan.turning = 4;
    plan.clumping = .3f;
    plan.curl_radius *= .3f;
    plan.root_width = .019f;
    plan.tip_width = .012f;
}

/// Parted on top, then down past the face.
StrandPlan falling(const Hair& hair, const Root& root, Random& random) {
    const bool loose = hair.style == HairStyle::wavy || hair.style == HairStyle::curly;
    const float side = root.side;
    StrandPlan plan;
    plan.side = side;
    plan.avoids_face = true;
    plan.length = 5;
    plan.points = hair.style == HairStyle::bob ? 18 : 24;
    const float ragged = falling_end(hair) + .12f * (random.uniform() - .5f) + .10f * root.layer;
    plan.cut_height = ragged + (loose ? .25f * random.uniform() : 0);
    const float at_part = std::exp(-std::fabs(root.place.x - hair.part) * 7.f);
    plan.lift = .16f + .30f * hair.volume;
    plan.lift *= 1 - .5f * at_part;
    plan.turning = 3.6f;
    plan.start = mix(Vec3(side * (1.f - .45f * at_part), .12f + .25f * hair.volume,
                          .20f - .55f * (1 - hair.fringe) + .15f * at_part),
                     Vec3(root.place.x * 1.2f, -.1f, -.8f), root.back);
    plan.flow = Vec3(side * .22f, -1, -.12f);
    plan.shell = .02f;
    plan.thickness = .05f + .15f * hair.volume;
    plan.clumping = .5f;
    plan.wildness = .035f;
    curl_falling(hair, plan);
    plan.thickness *= 1 - .35f * at_part;
    if (hair.style == HairStyle::curly) {
        plan.tip_width = .0095f;
        plan.lift = .5f;
        plan.thickness += .10f;
        plan.clumping = .85f;
        plan.wildness = .05f;
    }
    if (root.top < .5f && root.back < .5f) {  // the temples
        plan.start = Vec3(side * .3f, -1, -.5f);
        plan.side = root.place.x > 0 ? 1.f : -1.f;
    }
    if (root.back < .5f && root.azimuth < 75) {  // the hairline goes up and back before it falls
        const float edge = 1 - smooth_step(3, 15, root.above_line);
        plan.start = mix(plan.start, Vec3(plan.side * .8f, .25f, -.85f), .75f * edge);
        plan.lift = mix(plan.lift, .12f + .25f * hair.volume, edge);
    }
    const bool over_forehead = root.azimuth < 50 && root.above_line < 26 && std::fabs(root.place.x) < .62f;
    if (hair.style == HairStyle::bangs && over_forehead) cut_fringe(hair, root, random, plan);
    return plan;
}

std::optional<StrandPlan> plan_of_style(const Hair& hair, const Root& root, Random& random) {
    switch (hair.style) {
        case HairStyle::bald:
            return {};
        case HairStyle::buzz:
            return buzz(hair, root);
        case HairStyle::crop:
            return crop(hair, root);
        case HairStyle::quiff:
            return quiff(hair, root);
        case HairStyle::sidepart:
            return side_part(hair, root);
        case HairStyle::slick:
            return slick(hair, root);
        case HairStyle::bun:
            return bun(hair, root);
        case HairStyle::afro:
            return afro(hair, root);
        default:
            return falling(hair, root, random);
    }
}

}  // namespace

std::optional<StrandPlan> plan_strand(const Hair& hair, const Root& root, Random& random) {
    std::optional<StrandPlan> plan = plan_of_style(hair, root, random);
    if (!plan) return plan;
    const bool is_falling = plan->cut_height.has_value();
    if (!is_falling) plan->side = root.side;
    const bool short_sides = hair.style >= HairStyle::crop && hair.style <= HairStyle::sidepart;
    if (short_sides) plan->length *= mix(.45f, 1, smooth_step(0, 14, root.above_line));  // into the skin
    return plan;
}

bool is_long(const Hair& hair) {
    switch (hair.style) {
        case HairStyle::bob:
        case HairStyle::long_:
        case HairStyle::bangs:
        case HairStyle::wavy:
            return true;
        case HairStyle::curly:
            return hair.length > .35f;
        default:
            return false;
    }
}

Vec3 bun_center(const Hair& hair) {
    if (hair.length < .25f) return {0, 8.72f, .12f};
    return hair.length < .5f ? Vec3(0, 8.42f, -.28f) : Vec3(0, 7.45f, -.72f);
}

float bun_radius(const Hair& hair) {
    return hair.length < .5f ? .30f : .34f;
}

}  // namespace portraits
