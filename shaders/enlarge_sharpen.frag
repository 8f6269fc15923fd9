#version 330 core
// First of three passes that enlarge a picture: at the picture's own size, what changes over a few pixels is made clearer
// and what changes from pixel to pixel, which is a generator's noise, fainter. A difference of two binomial blurs:
// two of the one less one of the other.
uniform sampler2D picture;
uniform vec2 picture_size;
in vec2 position;
out vec4 colour;

const float kNarrow[5] = float[5](0.0, 1.0 / 6.0, 4.0 / 6.0, 1.0 / 6.0, 0.0);
const float kWide[5] = float[5](1.0 / 16.0, 4.0 / 16.0, 6.0 / 16.0, 4.0 / 16.0, 1.0 / 16.0);

vec3 texel(ivec2 at) { return texelFetch(picture, clamp(at, ivec2(0), ivec2(picture_size) - 1), 0).rgb; }

void main() {
    ivec2 at = ivec2(position * picture_size);
    vec3 narrow = vec3(0.0), wide = vec3(0.0);
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 5; ++x) {
            vec3 there = texel(at + ivec2(x - 2, y - 2));
            narrow += kNarrow[x] * kNarrow[y] * there;
            wide += kWide[x] * kWide[y] * there;
        }
    colour = vec4(2.0 * narrow - wide, 1.0);
}
