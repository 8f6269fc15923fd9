#include "models/portraits/renderer/raster.h"

namespace portraits {
namespace {

constexpr float kMinArea = 1e-6f;
constexpr float kNeckline = 6.3f;      // rest height below which skin may lie under cloth
constexpr float kWellCovered = -.35f;  // so far below the neckline skin is never seen
constexpr float kOverlap = -.05f;      // skin goes on so far below the neckline

/// How a triangle is cut by the neckline: cloth ends there, skin goes on a little below it.
struct NecklineCut {
    bool cloth = false, skin = false;
    Vec3 rest0, rest1, rest2;
    Neckline neckline = Neckline::round;

    bool hides(float w1, float w2) const {
        if (!cloth && !skin) return false;
        const float above = above_neckline(rest0 + (rest1 - rest0) * w1 + (rest2 - rest0) * w2, neckline);
        return cloth ? above > 0 : above < kOverlap;
    }
};

class Rasterizer {
  public:
    Rasterizer(const Figure& figure, const Vertices& seen, Canvas& canvas)
        : figure_(figure), seen_(seen), canvas_(canvas) {}

    void run() {
        const bool teeth = shows_teeth(figure_.person.expression);
        for (int t = 0; t < static_cast<int>(figure_.materials.size()); ++t) {
            const Material material = figure_.materials[t];
            const bool in_mouth = material == Material::teeth || material == Material::tongue;
            if (!in_mouth || teeth) add(t);
        }
    }

  private:
    void add(int t) {
        const int* corner = &figure_.triangles[static_cast<std::size_t>(3 * t)];
        const Vec3 a = seen_[corner[0]], b = seen_[corner[1]], c = seen_[corner[2]];
        const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
        if (area >= -kMinArea) return;  // y is down: front faces are clockwise
        const NecklineCut cut = cut_of(t, corner);
        if (cut.skin && above_neckline(cut.rest0, cut.neckline) < kWellCovered) return;
        fill(t, a, b, c, 1 / area, cut);
    }

    NecklineCut cut_of(int t, const int* corner) const {
        NecklineCut cut;
        cut.neckline = figure_.person.cloth.neckline;
        cut.rest0 = figure_.rest[corner[0]];
        cut.rest1 = figure_.rest[corner[1]];
        cut.rest2 = figure_.rest[corner[2]];
        cut.cloth = figure_.materials[t] == Material::cloth;
        cut.skin = figure_.materials[t] == Material::skin && cut.rest0.y < kNeckline;
        return cut;
    }

    void fill(int t, Vec3 a, Vec3 b, Vec3 c, float inverse_area, const NecklineCut& cut) {
        const int last = canvas_.side - 1;
        const int x0 = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}) - .5f)));
        const int x1 = std::min(last, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}) - .5f)));
        const int y0 = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}) - .5f)));
        const int y1 = std::min(last, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}) - .5f)));
        for (int y = y0; y <= y1; ++y)
            for (int x = x0; x <= x1; ++x) {
                const float px = real(x) + .5f, py = real(y) + .5f;
                const float w1 = ((px - a.x) * (c.y - a.y) - (c.x - a.x) * (py - a.y)) * inverse_area;
                const float w2 = ((b.x - a.x) * (py - a.y) - (px - a.x) * (b.y - a.y)) * inverse_area;
                if (w1 < 0 || w2 < 0 || w1 + w2 > 1) continue;
                const float z = a.z + w1 * (b.z - a.z) + w2 * (c.z - a.z);
                const auto at = static_cast<std::size_t>(canvas_.at(x, y));
                if (z <= canvas_.nearness[at] || cut.hides(w1, w2)) continue;
                canvas_.nearness[at] = z;
                canvas_.triangles[at] = t;
            }
    }

    const Figure& figure_;
    const Vertices& seen_;
    Canvas& canvas_;
};

}  // namespace

Vertices projected(const Figure& figure) {
    Vertices seen;
    seen.reserve(figure.places.size());
    for (const Vec3& place : figure.places) seen.push_back(figure.camera.project(place));
    return seen;
}

void rasterize(const Figure& figure, const Vertices& seen, Canvas& canvas) {
    Rasterizer(figure, seen, canvas).run();
}

}  // namespace portraits
