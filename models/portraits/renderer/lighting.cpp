#include "models/portraits/renderer/lighting.h"

namespace portraits {
namespace {

constexpr Vec3 kSceneCenter{0, .15f, .1f};  // from the head's joint
constexpr float kBehindKey = -.5f;          // cosine from which on nothing of the key light gets there

class Gatherer {
  public:
    Gatherer(const Figure& figure, const HairVolume& hair, VertexLight& sum)
        : figure_(figure), hair_(hair), sum_(sum) {}

    void add(const Light& light, const ShadowMap& shadow) {
        for (int k = 0; k < figure_.size(); ++k) {
            const bool eye = k >= figure_.first_eye() && k < figure_.first_teeth;
            const bool by_angle = light.kind != Light::Kind::key || eye;
            const float cosine = dot(figure_.normals[k], light.towards);
            const float wrap = k < figure_.skin_vertices() ? .25f : .1f;
            const float angle = (cosine + wrap) / (1 + wrap);
            if (by_angle ? angle <= 0 : cosine < kBehindKey) continue;
            const float got = visibility(k, eye, light, shadow);
            if (got <= 0) continue;
            if (light.kind == Light::Kind::key)
                sum_.key[k] += light.color * got;
            else
                sum_.ambient[k] += light.color * (angle * got);
        }
    }

  private:
    float visibility(int k, bool eye, const Light& light, const ShadowMap& shadow) const {
        const Vec3 place = figure_.places[k], normal = figure_.normals[k];
        const float past_body = shadow.visibility(place + normal * (eye ? .012f : .035f), eye ? .015f : .02f);
        if (past_body <= 0) return 0;
        return past_body * hair_.transmittance(place + normal * .09f + light.towards * .03f);
    }

    const Figure& figure_;
    const HairVolume& hair_;
    VertexLight& sum_;
};

}  // namespace

VertexLight gather_light(const Figure& figure, const Lights& lights, HairVolume& hair) {
    VertexLight sum{Vertices(figure.places.size()), Vertices(figure.places.size())};
    Gatherer gatherer(figure, hair, sum);
    for (const Light& light : lights.all) {
        const ShadowMap shadow(figure.posed, figure.body.coarse_quads, figure.pose.posed_head + kSceneCenter,
                               light.towards);
        hair.let_in(light, lights.key.color.x, shadow);
        gatherer.add(light, shadow);
    }
    return sum;
}

}  // namespace portraits
