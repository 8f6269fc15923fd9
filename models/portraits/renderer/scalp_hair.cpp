// Hair of the scalp, strand by strand: each is grown round the resting head, drawn towards its clump, curled,
// and then carried to this person's head and pose.
#include <array>

#include "models/portraits/renderer/displacement.h"
#include "models/portraits/renderer/hair.h"
#include "models/portraits/renderer/hair_style.h"
#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

constexpr int kMaxPoints = 30, kKnotPoints = 10, kKnotStrands = 900;
constexpr float kBarest = -3.f,
                kFullest = 3.5f;  // degrees from the hairline between which its ragged edge lies

/// One strand while it grows; rest places.
struct GrowingStrand {
    std::array<Vec3, kMaxPoints> places;
    std::array<float, kMaxPoints> distances;  ///< along the strand, from the root
    int count = 0;

    void add(Vec3 place, float distance) {
        places[count] = place;
        distances[count++] = distance;
    }
    Vec3 tip() const { return places[count - 1]; }
};

/// What the hairs of a clump share.
struct Clump {
    float tint = 0, phase = 0;  ///< normal; radians of its curls
    GrowingStrand leader;
    float side = 0;  ///< of the parting that the leader fell to
};

class ScalpHair {
  public:
    ScalpHair(const Figure& figure, Random& random, Strands& strands)
        : figure_(figure),
          body_(figure.body),
          hair_(figure.person.hair),
          random_(random),
          strands_(strands),
          displacement_(body_.base, figure.coarse),
          clumps_(Scalp::kClumps) {}

    void run(int density) {
        for (Clump& clump : clumps_) {
            clump.tint = random_.normal();
            clump.phase = random_.uniform(0, kTurn);
        }
        const int wanted = std::min(count(density), static_cast<int>(body_.scalp.roots.size()));
        for (int k = 0; k < wanted; ++k) grow(k);
        if (hair_.style == HairStyle::bun) knot();
    }

  private:
    int count(int density) const {
        const auto times = [&](float factor) { return static_cast<int>(real(density) * factor); };
        switch (hair_.style) {
            case HairStyle::buzz:
                return times(2.2f);
            case HairStyle::crop:
                return times(1.25f);
            case HairStyle::afro:
                return times(1.1f);
            default:
                return density;
        }
    }

    void grow(int number) {
        const std::optional<Root> root = root_of(number);
        if (!root) return;
        const std::optional<StrandPlan> plan = plan_strand(hair_, *root, random_);
        if (!plan) return;
        GrowingStrand strand = grown(*root, *plan);
        if (strand.count < 2 || !clear_of_face(*plan, strand)) return;
        gather(number, plan->side, plan->clumping, strand);
        if (plan->curl_radius > 0) curl(number, *plan, strand);
        finish(number, *root, *plan, strand);
    }

    bool is_leader(int number) const { return number < Scalp::kClumps; }
    Clump& clump_of(int number) { return clumps_[static_cast<std::size_t>(body_.scalp.clump[number])]; }

    /// None where no hair grows. Leaders grow where others are left out, for the others' sake.
    std::optional<Root> root_of(int number) {
        const Spot& spot = body_.scalp.roots[static_cast<std::size_t>(number)];
        Root root;
        root.place = body_.rest_at(spot);
        root.normal = body_.rest_normal_at(spot);
        root.above_line = above_hairline(root.place, hair_.recede);
        root.azimuth = scalp_azimuth(root.place);
        const bool is_short = hair_.style <= HairStyle::slick || hair_.style == HairStyle::bun;
        if (is_short && root.normal.z < -.45f && root.place.z < .1f) return {};  // never seen
        const bool behind = root.place.z < 0 && root.normal.z < -.35f;
        if (!is_leader(number) && behind && number % 2 == 1) return {};
        const float edge = smooth_step(kBarest, kFullest, root.above_line + 2.5f * noise(root.place * 9.f));
        if (is_leader(number) ? edge < .05f : random_.uniform() > edge) return {};
        root.top = smooth_step(7.85f, 8.2f, root.place.y + .15f * saturate(root.place.z));
        root.back = smooth_step(.35f, -.1f, root.place.z);
        const float parting = hair_.part * smooth_step(0, .5f, root.place.z);
        root.side = root.place.x + .02f * random_.normal() > parting ? 1.f : -1.f;
        root.layer = random_.uniform();
        return root;
    }

    float step_length(const Root& root, const StrandPlan& plan) const {
        float length = plan.length;
        if (plan.cut_height) {
            const float over_head = plan.fringe ? .25f : smooth_step(7.7f, 8.4f, root.place.y);
            const float path = std::max(.3f, root.place.y - *plan.cut_height) + .9f * over_head;
            length = std::min(length, path * 1.12f);
        }
        return length / real(plan.points);
    }

    Vec3 first_heading(const Root& root, const StrandPlan& plan) {
        const Vec3 flat = normalized(plan.start - root.normal * dot(plan.start, root.normal));
        const Vec3 wild = random_.normal3() * plan.wildness;
        const Vec3 at = root.place * 5.f;
        const Vec3 locks =
            Vec3(noise(at), noise(at + Vec3(31.f)), noise(at + Vec3(57.f))) * (plan.wildness * 1.6f);
        return normalized(flat + root.normal * plan.lift + wild + locks);
    }

    GrowingStrand grown(const Root& root, const StrandPlan& plan) {
        const float step = step_length(root, plan);
        GrowingStrand strand;
        strand.add(root.place - root.normal * .012f, 0);
        Vec3 heading = first_heading(root, plan), place = root.place, outwards;
        float from_skin = body_.distance.at(place, outwards), grown_length = 0;
        const bool is_afro = hair_.style == HairStyle::afro;
        const float turn = 1 - std::exp(-plan.turning * step * (is_afro ? 1 : 1.6f));
        for (int j = 1; j <= plan.points && strand.count < kMaxPoints; ++j) {
            std::optional<Vec3> wish = wished(root, plan, place, grown_length, from_skin, outwards);
            if (!wish) break;
            heading = normalized(mix(heading, *wish, turn) + random_.normal3() * (plan.wildness * .35f));
            place = place + heading * step;
            grown_length += step;
            from_skin = body_.distance.at(place, outwards);
            keep_out(root, plan, grown_length, outwards, from_skin, place, heading);
            strand.add(place, grown_length);
            if (plan.cut_height && place.y < *plan.cut_height) break;
        }
        return strand;
    }

    /// Where the strand would turn to; none once a strand has reached its bun.
    std::optional<Vec3> wished(const Root& root, const StrandPlan& plan, Vec3 place, float grown_length,
                               float from_skin, Vec3 outwards) const {
        Vec3 wish = plan.flow;
        if (hair_.style == HairStyle::bun) {
            const Vec3 to_bun = bun_center(hair_) - place;
            const float distance = length(to_bun);
            if (distance < bun_radius(hair_) * .8f) return {};
            wish = to_bun * (1 / distance);
        }
        if (plan.cut_height) wish = falling_wish(plan, place, grown_length, from_skin);
        const bool is_short = hair_.style >= HairStyle::crop && hair_.style <= HairStyle::slick;
        const float over = from_skin - (plan.shell + plan.thickness * root.layer + .02f);
        if (is_short && grown_length > .12f && over > 0) {  // back to the coat it belongs to
            const bool may_stand = hair_.style == HairStyle::quiff || hair_.style == HairStyle::crop;
            const float share = 1 - .75f * root.top * (may_stand ? 1.f : 0.f);
            wish = normalized(wish) - outwards * std::min(1.4f, over * 9.f) * share;
        }
        return normalized(wish);
    }

    /// First along the head, then down, never across the face; on the shoulders to the front or the back.
    Vec3 falling_wish(const StrandPlan& plan, Vec3 place, float grown_length, float from_skin) const {
        const float inwards = (hair_.fringe - .35f) * .5f, side = plan.side;
        const Vec3 down(side * .05f - (place.y < 6.75f ? side * inwards : 0.f), -1,
                        place.z > .6f ? -.15f : 0.f);
        const float on_head = saturate((place.y - 7.6f) * 1.4f);
        Vec3 wish = plan.fringe ? plan.flow
                                : mix(down, plan.start * .75f + Vec3(0, -.7f, 0),
                                      on_head * (1 - smooth_step(.45f, 1.1f, grown_length)));
        if (plan.avoids_face && place.z > .62f && place.y < 8.02f) {
            const float before_face =
                smooth_step(.78f, .54f, std::fabs(place.x)) * smooth_step(8.02f, 7.75f, place.y);
            wish += Vec3(side * 1.5f, -.1f, -.7f) * before_face;
            if (std::fabs(place.x) > .5f && place.z > 1.05f) wish += Vec3(side * .12f, 0, -.5f);
        }
        if (place.y < 5.95f && from_skin < .25f) wish += Vec3(side * .05f, 0, place.z > 0 ? .5f : -.4f);
        return wish;
    }

    /// Out of the head, to its layer of the coat.
    void keep_out(const Root& root, const StrandPlan& plan, float grown_length, Vec3 outwards,
                  float& from_skin, Vec3& place, Vec3& heading) const {
        if (hair_.style == HairStyle::buzz || hair_.style == HairStyle::afro) return;
        const float target = plan.shell + plan.thickness * root.layer * smooth_step(0, .22f, grown_length) +
                             plan.curl_radius * .8f * smooth_step(0, .2f, grown_length);
        if (from_skin >= target) return;
        const float move = (target - from_skin) * .85f;
        place = place + outwards * move;
        from_skin += move;
        const float inwards = dot(heading, outwards);
        if (inwards < 0) heading = normalized(heading - outwards * inwards);
    }

    /// Cuts a strand where it would cross the face; false if nothing is left.
    static bool clear_of_face(const StrandPlan& plan, GrowingStrand& strand) {
        if (!plan.avoids_face) return true;
        for (int j = 2; j < strand.count; ++j) {
            const Vec3 p = strand.places[j];
            if (p.z > .98f && std::fabs(p.x) < .50f && p.y < 7.93f) {
                strand.count = j;
                return j >= 3;
            }
        }
        return true;
    }

    /// Towards the clump's leader, the more the nearer the tip.
    void gather(int number, float side, float clumping, GrowingStrand& strand) {
        Clump& clump = clump_of(number);
        if (is_leader(number) && body_.scalp.clump[number] == number) {
            clump.leader = strand;
            clump.side = side;
            return;
        }
        if (clumping <= 0 || clump.leader.count <= 1 || clump.side != side) return;
        const float amount = clumping * random_.uniform(.55f, 1.1f);
        for (int j = 1; j < strand.count; ++j) {
            const float along = real(j) / real(strand.count - 1);
            const Vec3 between = clump.leader.places[std::min(j, clump.leader.count - 1)] - strand.places[j];
            if (dot(between, between) < .16f)
                strand.places[j] += between * (amount * std::pow(along, 1.2f) * .8f);
        }
    }

    /// Winds the strand round itself; wavy hair swings to the sides instead.
    void curl(int number, const StrandPlan& plan, GrowingStrand& strand) {
        const Clump& clump = clump_of(number);
        const bool tight = hair_.style == HairStyle::curly;
        const float phase = clump.phase + random_.normal() * (tight ? .28f : .5f);
        const float turns = plan.curl_turns * (1 + .12f * clump.tint) * kTurn;
        const Vec3 along = normalized(strand.tip() - strand.places[0]);
        const Vec3 u = normalized(cross(along, Vec3(.3f, .2f, 1))), v = cross(along, u);
        const float radius = plan.curl_radius * std::exp(.2f * random_.normal());
        const bool waves = is_long(hair_) && !tight;
        const float full_from = hair_.style == HairStyle::afro ? .1f : .7f;
        for (int j = 1; j < strand.count; ++j) {
            const float distance = strand.distances[j], angle = phase + turns * distance;
            const Vec3 offset = waves ? u * std::cos(angle) * 1.1f + v * .35f * std::sin(angle)
                                      : u * std::cos(angle) + v * std::sin(angle);
            strand.places[j] += offset * (radius * smooth_step(.02f, full_from, distance));
        }
    }

    /// To this person's head and pose, with its colors.
    void finish(int number, const Root& root, const StrandPlan& plan, const GrowingStrand& strand) {
        const Vec3 own_root =
            body_.skin_at(body_.scalp.roots[static_cast<std::size_t>(number)], figure_.coarse);
        const Vec3 correction = own_root - (root.place + displacement_.at(root.place));
        std::array<Vec3, kMaxPoints> line;
        for (int j = 0; j < strand.count; ++j) {
            const Vec3 rest = strand.places[j];
            const Vec3 place =
                rest + displacement_.at(rest) + correction * std::exp(-strand.distances[j] * 2.2f);
            line[j] = figure_.pose.apply(place, Pose::share_of_head(rest));
        }
        const Vec3 color = hair_tint(hair_, random_, clump_of(number).tint);
        const Vec3 root_color = color * (is_long(hair_) ? .72f : .85f);
        const Vec3 tip_color = color * (plan.fringe ? 1.05f : is_long(hair_) ? 1.18f : 1.1f);
        strands_.add(std::span(line).first(static_cast<std::size_t>(strand.count)), plan.root_width,
                     plan.tip_width, root_color, tip_color);
    }

    /// The bun itself: strands wound round a ball.
    void knot() {
        const Vec3 center = bun_center(hair_) + Vec3(0, .04f, -.05f);
        for (int k = 0; k < kKnotStrands; ++k) {
            Vec3 axis = random_.normal3();
            axis = normalized(Vec3(axis.x * .5f, axis.y * .5f + .2f, axis.z + .2f));
            const Vec3 u = normalized(cross(axis, Vec3(.1f, 1, .2f))), v = cross(axis, u);
            const float radius = bun_radius(hair_) * random_.uniform(.72f, 1.02f);
            const float offset = random_.uniform(-.75f, .75f);
            const float ring = radius * std::sqrt(1 - offset * offset), begin = random_.uniform(0, 6.28f);
            Vec3 line[kKnotPoints];
            for (int j = 0; j < kKnotPoints; ++j) {
                const float angle = begin + real(j) * .22f;
                const Vec3 rest =
                    center + axis * (offset * radius) + (u * std::cos(angle) + v * std::sin(angle)) * ring;
                line[j] = figure_.pose.apply(rest + displacement_.at(rest), Pose::share_of_head(rest));
            }
            const Vec3 color =
                hair_tint(hair_, random_, clumps_[static_cast<std::size_t>(k % Scalp::kClumps)].tint);
            strands_.add(line, .014f, .011f, color * .9f, color * 1.05f);
        }
    }

    const Figure& figure_;
    const Body& body_;
    const Hair& hair_;
    Random& random_;
    Strands& strands_;
    const Displacement displacement_;
    std::vector<Clump> clumps_;
};

}  // namespace

void grow_scalp_hair(const Figure& figure, int density, Random& random, Strands& strands) {
    ScalpHair(figure, random, strands).run(density);
}

}  // namespace portraits
