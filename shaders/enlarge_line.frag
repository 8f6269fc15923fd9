#version 330 core
// Second and third pass: cubic convolution over six pixels (Keys, "Cubic Convolution Interpolation for Digital Image
// Processing", IEEE Trans. ASSP 29, 1981, equation 25), along one direction at a time: 6 + 6 pixels in place of 36.
uniform sampler2D picture;
uniform vec2 picture_size;
uniform ivec2 along;     // (1, 0): across; (0, 1): down
uniform vec4 part;       // of the picture, 0..1, that the target shows: left, top, width, height
uniform float first;     // column of the framebuffer that holds column 0 of the picture, in the pass down
in vec2 position;
out vec4 colour;

float kernel(float x) {
    x = abs(x);
    if (x < 1.0) return (4.0 / 3.0 * x - 7.0 / 3.0) * x * x + 1.0;
    if (x < 2.0) return ((-7.0 / 12.0 * x + 3.0) * x - 59.0 / 12.0) * x + 2.5;
    return ((1.0 / 12.0 * x - 2.0 / 3.0) * x + 7.0 / 4.0) * x - 1.5;
}

void main() {
    vec2 at = (part.xy + position * part.zw) * picture_size;
    float place = dot(at, vec2(along)) - 0.5, corner = floor(place), inside = place - corner;
    int last = (along.x == 1 ? int(picture_size.x) : int(picture_size.y)) - 1;
    int line = along.x == 1 ? int(at.y) : int(gl_FragCoord.x - first);
    vec3 sum = vec3(0.0);
    for (int tap = -2; tap <= 3; ++tap) {
        int there = clamp(int(corner) + tap, 0, last);
        sum += kernel(float(tap) - inside) * texelFetch(picture, along.x == 1 ? ivec2(there, line) : ivec2(line, there), 0).rgb;
    }
    colour = vec4(along.y == 1 ? clamp(sum, 0.0, 1.0) : sum, 1.0);
}
