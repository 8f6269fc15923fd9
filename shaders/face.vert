#version 330 core
// The four corners of the picture's rectangle, made from the vertex index.
uniform vec4 target;    // left, top, right, bottom in window units
uniform vec2 viewport;  // the window's size in the same units
out vec2 position;      // 0..1 in the picture, from its upper left

void main() {
    position = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 at = mix(target.xy, target.zw, position);
    gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
}
