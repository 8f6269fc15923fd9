#version 330 core
// The generator's own pixels as squares.
uniform sampler2D picture;
uniform vec2 picture_size;
in vec2 position;
out vec4 colour;

void main() {
    ivec2 at = clamp(ivec2(position * picture_size), ivec2(0), ivec2(picture_size) - 1);
    colour = vec4(texelFetch(picture, at, 0).rgb, 1.0);
}
