#include "models/portraits/renderer/portrait.h"

#include "models/portraits/renderer/draw_hair.h"
#include "models/portraits/renderer/figure.h"
#include "models/portraits/renderer/hair.h"
#include "models/portraits/renderer/lighting.h"
#include "models/portraits/renderer/paint.h"
#include "models/portraits/renderer/raster.h"
#include "models/portraits/renderer/shade.h"

namespace portraits {
namespace {

constexpr Vec3 kGlowInMouth{.13f, .06f, .06f};

}  // namespace

Picture draw_portrait(const Body& body, const Person& person, const Options& options) {
    Canvas canvas(options.side * options.samples);
    const Figure figure(body, person, canvas.side);
    const Strands strands = grow_hair(figure, options.hair_density);
    const Lights lights(person);
    HairVolume volume(strands, figure.pose.posed_head);
    VertexLight light = gather_light(figure, lights, volume);
    const Paint painted = paint(figure);
    for (std::size_t k = 0; k < painted.inside_mouth.size(); ++k)
        light.ambient[k] += kGlowInMouth * painted.inside_mouth[k];
    const Vertices seen = projected(figure);
    rasterize(figure, seen, canvas);
    const Scene scene{figure, lights, painted, light};
    shade(scene, seen, canvas);
    draw_hair(scene, strands, volume, canvas);
    return develop(canvas, person, options.samples);
}

}  // namespace portraits
