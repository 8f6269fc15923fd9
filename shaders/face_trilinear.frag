#version 330 core
// For a picture that is drawn smaller than it is.
uniform sampler2D picture;
in vec2 position;
out vec4 colour;

void main() { colour = vec4(texture(picture, position).rgb, 1.0); }
