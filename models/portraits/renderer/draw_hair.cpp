#include "models/portraits/renderer/draw_hair.h"

#include "models/portraits/renderer/noise.h"

namespace portraits {
namespace {

constexpr float kHidden = .006f;  // of nearness: a hair so far behind what is seen is left out

/// A point of a hair as it is drawn; x, y and width in samples.
struct LinePoint {
    Vec3 seen, color;
    float width = 0;
};

class LineDrawer {
  public:
    explicit LineDrawer(Canvas& canvas) : canvas_(canvas) {}

    /// Sample by sample along the axis that the line runs along most.
    void draw(LinePoint from, LinePoint to) {
        const bool steep = std::fabs(to.seen.y - from.seen.y) > std::fabs(to.seen.x - from.seen.x);
        if (steep) {
            std::swap(from.seen.x, from.seen.y);
            std::swap(to.seen.x, to.seen.y);
        }
        if (from.seen.x > to.seen.x) std::swap(from, to);
        const float a0 = from.seen.x, a1 = to.seen.x;
        if (a1 - a0 < 1e-4f) return;
        const int begin = std::max(0, static_cast<int>(std::ceil(a0 - .5f)));
        const int end = std::min(canvas_.side - 1, static_cast<int>(std::ceil(a1 - .5f)) - 1);
        const float inverse = 1 / (a1 - a0), rise = to.seen.y - from.seen.y;
        const float stretch = std::sqrt(1 + (rise * inverse) * (rise * inverse));
        for (int i = begin; i <= end; ++i) {
            const float t = (real(i) + .5f - a0) * inverse;
            const float nearness = from.seen.z + (to.seen.z - from.seen.z) * t;
            const float half_width = (from.width + (to.width - from.width) * t) * stretch * .5f;
            column(i, from.seen.y + rise * t, half_width, nearness, mix(from.color, to.color, t), steep);
        }
    }

  private:
    void column(int i, float middle, float half_width, float nearness, Vec3 color, bool steep) {
        int first = static_cast<int>(std::ceil(middle - half_width - .5f));
        int last = static_cast<int>(std::ceil(middle + half_width - .5f)) - 1;
        if (last < first) {  // thinner than a sample: kept with the matching chance
            const float chance = real(hash(i, first, static_cast<int>(nearness * 9000)) & 1023U) / 1023.f;
            if (chance > 2 * half_width) return;
            last = first;
        }
        first = std::max(0, first);
        last = std::min(canvas_.side - 1, last);
        for (int j = first; j <= last; ++j) {
            const auto at = static_cast<std::size_t>(steep ? canvas_.at(j, i) : canvas_.at(i, j));
            if (nearness <= canvas_.nearness[at]) continue;
            canvas_.nearness[at] = nearness;
            canvas_.colors[at] = color;
        }
    }

    Canvas& canvas_;
};

class HairDrawer {
  public:
    HairDrawer(const Scene& scene, const Strands& strands, const HairVolume& volume, Canvas& canvas)
        : camera_(scene.figure.camera),
          lights_(scene.lights),
          gloss_(scene.figure.person.hair.gloss),
          viewer_(camera_.place()),
          strands_(strands),
          volume_(volume),
          canvas_(canvas),
          lines_(canvas) {}

    void run() {
        for (int k = 0; k < static_cast<int>(strands_.strands.size()); ++k)
            draw(strands_.strands[k], k < strands_.scalp_strands);
    }

  private:
    /// Points behind what is seen are not shaded unless the next one shows; they then take its color.
    void draw(const Strand& strand, bool scalp) {
        LinePoint before;
        bool was_hidden = true, before_lacks_color = false;
        for (int k = 0; k < strand.count; ++k) {
            const StrandPoint& point = strands_.points[static_cast<std::size_t>(strand.first + k)];
            LinePoint now{camera_.project(point.place), {}, 0};
            now.width = mix(strand.root_width, strand.tip_width, point.along) * camera_.scale * now.seen.z;
            const bool hidden = is_hidden(now.seen);
            if (hidden && was_hidden) {
                before = now;
                before_lacks_color = true;
                continue;
            }
            was_hidden = hidden;
            now.color = color(strand, k, scalp);
            if (before_lacks_color) before.color = now.color;
            before_lacks_color = false;
            if (k > 0) lines_.draw(before, now);
            before = now;
        }
    }

    bool is_hidden(Vec3 seen) const {
        const int x = static_cast<int>(seen.x), y = static_cast<int>(seen.y);
        if (x < 0 || y < 0 || x >= canvas_.side || y >= canvas_.side) return true;
        return canvas_.nearness[static_cast<std::size_t>(canvas_.at(x, y))] > seen.z + kHidden;
    }

    /// Two shifted highlights along a hair. Source of the idea: Kajiya and Kay 1989; Marschner et al. 2003.
    static float lobe(Vec3 along, Vec3 light, Vec3 view, float shift, float sharpness) {
        const float cosine = dot(along, normalized(light + view)) + shift;
        return std::exp(-cosine * cosine * sharpness);
    }

    Vec3 color(const Strand& strand, int k, bool scalp) const {
        const auto first = static_cast<std::size_t>(strand.first);
        const StrandPoint& point = strands_.points[first + static_cast<std::size_t>(k)];
        const Vec3 after =
            strands_.points[first + static_cast<std::size_t>(std::min(strand.count - 1, k + 1))].place;
        const Vec3 ahead = strands_.points[first + static_cast<std::size_t>(std::max(0, k - 1))].place;
        const Vec3 along = normalized(after - ahead);
        const HairLight light = volume_.light_at(point.place);
        const Vec3 key = lights_.key.color * light.key;
        const float cosine = dot(along, lights_.key.towards);
        const float across = std::sqrt(std::max(0.f, 1 - cosine * cosine));
        Vec3 out = point.color * (light.ambient * 1.35f + key * (.20f + .55f * across) * .75f);
        if (scalp) add_shine(point, along, light, key, out);
        return out;
    }

    void add_shine(const StrandPoint& point, Vec3 along, const HairLight& light, Vec3 key, Vec3& out) const {
        const Vec3 view = normalized(viewer_ - point.place), c = point.color;
        const float first = lobe(along, lights_.key.towards, view, .10f, 55);
        const float second = lobe(along, lights_.key.towards, view, -.16f, 18);
        const float of_fill = lobe(along, lights_.fill.towards, view, .08f, 40);
        out += key * (Vec3(.062f, .060f, .057f) * first * gloss_ +
                      (c * 1.15f + Vec3(.012f)) * second * .75f * gloss_);
        out += light.ambient * (c * .8f + Vec3(.028f)) * of_fill * .8f * gloss_;
        if (!lights_.has_rim) return;
        const float cosine = dot(along, lights_.rim.towards);
        const float across = std::sqrt(std::max(0.f, 1 - cosine * cosine));
        out += lights_.rim.color * light.rim * (c * .55f + Vec3(.035f)) * across * .55f;
    }

    const Camera& camera_;
    const Lights& lights_;
    const float gloss_;
    const Vec3 viewer_;
    const Strands& strands_;
    const HairVolume& volume_;
    Canvas& canvas_;
    LineDrawer lines_;
};

}  // namespace

void draw_hair(const Scene& scene, const Strands& strands, const HairVolume& volume, Canvas& canvas) {
    HairDrawer(scene, strands, volume, canvas).run();
}

}  // namespace portraits
