#include "models/portraits/renderer/hair.h"

namespace portraits {

Vec3 hair_tint(const Hair& hair, Random& random, float of_clump) {
    const float g = hair.gray, of_hair = random.normal();
    const float gray = saturate(g * 1.0f + g * (1 - g) * (.5f * of_clump + .7f * of_hair));
    const Vec3 color = mix(hair.color, Vec3(.36f, .345f, .33f), gray);
    return color * std::exp(.15f * random.normal() + .16f * of_clump);
}

Strands grow_hair(const Figure& figure, int density) {
    Strands strands;
    Random random(figure.person.number * 31 + 5);
    if (figure.person.hair.style != HairStyle::bald) grow_scalp_hair(figure, density, random, strands);
    strands.scalp_strands = static_cast<int>(strands.strands.size());
    grow_brows(figure, random, strands);
    grow_lashes(figure, random, strands);
    if (figure.person.beard.density > 0.02f) grow_beard(figure, random, strands);
    return strands;
}

}  // namespace portraits
