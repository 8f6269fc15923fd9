#version 330 core
// A map of faces: which tile stands in the cell, and that tile's own pixels.
uniform sampler2D tiles;    // seeds row by row
uniform usampler2D cells;   // the seed at each cell
uniform float side;         // cells a row of the map
uniform float tiles_a_row;  // of the texture, which is square
uniform float level;        // of the mipmaps
uniform float edge;         // half a pixel of that level, as a part of a tile: no neighbour is mixed in
uniform float gap;          // between two faces, as a part of a cell
uniform vec3 gap_colour;
in vec2 position;
out vec4 colour;

void main() {
    vec2 at = position * side;
    ivec2 cell = clamp(ivec2(at), ivec2(0), ivec2(side) - 1);
    vec2 inside = (at - vec2(cell) - 0.5 * gap) / (1.0 - gap);
    float seed = float(texelFetch(cells, cell, 0).r);
    float row = floor((seed + 0.5) / tiles_a_row);
    vec2 tile = vec2(seed - row * tiles_a_row, row);
    vec4 face = textureLod(tiles, (tile + clamp(inside, edge, 1.0 - edge)) / tiles_a_row, level);
    bool between = any(lessThan(inside, vec2(0.0))) || any(greaterThan(inside, vec2(1.0)));
    colour = vec4(between ? gap_colour : face.rgb, 1.0);
}
