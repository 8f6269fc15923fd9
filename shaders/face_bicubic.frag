#version 330 core
// For a picture that is drawn larger than it is: Catmull-Rom.
uniform sampler2D picture;
uniform vec2 picture_size;
in vec2 position;
out vec4 colour;

vec4 catmull_rom(float x) {
    float x2 = x * x, x3 = x2 * x;
    return vec4(-0.5 * x + x2 - 0.5 * x3, 1.0 - 2.5 * x2 + 1.5 * x3, 0.5 * x + 2.0 * x2 - 1.5 * x3, -0.5 * x2 + 0.5 * x3);
}

vec3 texel(ivec2 at) { return texelFetch(picture, clamp(at, ivec2(0), ivec2(picture_size) - 1), 0).rgb; }

vec3 bicubic(vec2 at) {
    vec2 corner = floor(at - 0.5);
    vec2 inside = at - 0.5 - corner;
    vec4 wx = catmull_rom(inside.x), wy = catmull_rom(inside.y);
    vec3 sum = vec3(0.0);
    for (int row = 0; row < 4; ++row) {
        vec3 line = vec3(0.0);
        for (int column = 0; column < 4; ++column) line += wx[column] * texel(ivec2(corner) + ivec2(column - 1, row - 1));
        sum += wy[row] * line;
    }
    return clamp(sum, 0.0, 1.0);
}

void main() { colour = vec4(bicubic(position * picture_size), 1.0); }
