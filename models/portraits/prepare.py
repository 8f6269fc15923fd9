#!/usr/bin/env python3
"""Packs the CC0 data that the portraits are drawn from into one file.

usage: prepare.py SRC pack.bin

SRC holds what pack.md names:
  SRC/mpfb/src/mpfb/data   base mesh, morph targets, masks
  SRC/assets/base/teeth    teeth and how they hang on the mesh
Needs numpy and Pillow.
"""
import glob
import gzip
import os
import struct
import sys
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from PIL import Image

LOWEST, FURTHEST_ASIDE = 4.7, 2.9  # decimetres: what lies below the shoulders or beyond them is left out
LASHES = ('l-eyelashes-1', 'l-eyelashes-2', 'r-eyelashes-1', 'r-eyelashes-2')
JOINTS = ('head', 'head-2', 'neck', 'mouth', 'jaw', 'l-eye', 'r-eye')
MASKS = ('lips', 'eyelids', 'face', 'ears', 'inside-mouth')
TARGETS = ('macrodetails/*.target.gz', 'macrodetails/proportions/*-ideal*.target.gz', 'head/*', 'forehead/*',
           'eyebrows/*', 'eyes/*', 'nose/*', 'mouth/*', 'ears/*', 'chin/*', 'cheek/*', 'neck/*', 'asym/*',
           'expression/units/*/*')
ENCODING = 'latin1'


@dataclass
class Mesh:
    vertices: np.ndarray  # [n][3]
    texture: np.ndarray   # [m][2], from the lower left
    faces: list           # of lists of vertices
    texture_faces: list   # of lists of texture vertices
    groups: np.ndarray    # name of each face's group

    def faces_of(self, group):
        return [k for k in range(len(self.faces)) if self.groups[k] == group]

    def vertices_of(self, group):
        return sorted({v for k in self.faces_of(group) for v in self.faces[k]})

    def is_near_head(self, face):
        return all(self.vertices[v][1] > LOWEST and abs(self.vertices[v][0]) < FURTHEST_ASIDE for v in self.faces[face])


def read_obj(path):
    vertices, texture, faces, texture_faces, groups, group = [], [], [], [], [], ''
    for line in open(path, encoding=ENCODING):
        kind, *values = line.split() or ['']
        if kind == 'v':
            vertices.append([float(v) for v in values[:3]])
        elif kind == 'vt':
            texture.append([float(v) for v in values[:2]])
        elif kind == 'g':
            group = values[0]
        elif kind == 'f':
            corners = [v.split('/') for v in values]
            faces.append([int(c[0]) - 1 for c in corners])
            texture_faces.append([int(c[1]) - 1 if len(c) > 1 and c[1] else 0 for c in corners])
            groups.append(group)
    return Mesh(np.array(vertices), np.array(texture), faces, texture_faces, np.array(groups))


# ---- lashes: strips of quads, as columns that lead from the lid outwards

class Strip:
    """The neighbourhoods of a strip's vertices."""

    def __init__(self, faces):
        self.faces_at, self.neighbours, self.on_border = defaultdict(set), defaultdict(set), defaultdict(set)
        count = defaultdict(int)
        for k, face in enumerate(faces):
            for v in face:
                self.faces_at[v].add(k)
            for a, b in edges_of(face):
                count[edge(a, b)] += 1
                self.neighbours[a].add(b)
                self.neighbours[b].add(a)
        for (a, b), times in count.items():
            if times == 1:
                self.on_border[a].add(b)
                self.on_border[b].add(a)
        self.corners = [v for v in self.neighbours if len(self.neighbours[v]) == 2]

    def side(self, corner, along):
        """The border from a corner to the next one."""
        path = [corner, along]
        while path[-1] not in self.corners:
            path.append(next(v for v in self.on_border[path[-1]] if v != path[-2]))
        return path

    def straight_on(self, before, at, stay_on_border):
        """The neighbour on the other side of a vertex, which shares no face with where one comes from."""
        found = [v for v in self.neighbours[at] if v != before and not self.faces_at[v] & self.faces_at[before]]
        if stay_on_border:
            found = [v for v in found if v in self.on_border[at]]
        return found[0] if found else None


def edge(a, b):
    return (min(a, b), max(a, b))


def edges_of(face):
    return zip(face, face[1:] + face[:1])


def lash_columns(mesh, name):
    strip = Strip([mesh.faces[k] for k in mesh.faces_of('helper-' + name)])
    sides = [strip.side(corner, along) for corner in strip.corners for along in strip.on_border[corner]]
    long_sides = sorted(sides, key=len)[-4:]  # both, found from both their ends
    root = min(long_sides, key=lambda side: np.mean([mesh.vertices[v][2] for v in side]))  # at the lid: furthest back
    if mesh.vertices[root[0]][0] ** 2 > mesh.vertices[root[-1]][0] ** 2:
        root = root[::-1]  # from the nose outwards
    return [lash_column(strip, root, v) for v in root]


def lash_column(strip, root, start):
    at_end = start in (root[0], root[-1])
    if at_end:
        along_root = root[1] if start == root[0] else root[-2]
        second = next(v for v in strip.on_border[start] if v != along_root)
    else:
        second = next(v for v in strip.neighbours[start] if v not in strip.on_border[start])
    column = [start, second]
    while (following := strip.straight_on(column[-2], column[-1], at_end)) is not None:
        column.append(following)
    return column


# ---- teeth: each vertex hangs on three of the base mesh, by weights and an offset

@dataclass
class Teeth:
    faces: list
    bindings: np.ndarray  # [n][9]: three vertices, three weights, offset
    scale: dict           # of 'x', 'y', 'z': two vertices and their distance at rest


def read_teeth(folder):
    bindings, scale, in_vertices = [], {}, False
    for line in open(folder + '.mhclo', encoding=ENCODING):
        values = line.split()
        if not values:
            continue
        if values[0] in ('x_scale', 'y_scale', 'z_scale'):
            scale[values[0][0]] = (int(values[1]), int(values[2]), float(values[3]))
        elif values[0] == 'verts':
            in_vertices = True
        elif in_vertices and len(values) == 9 and values[0].isdigit():
            bindings.append([float(v) for v in values])
        elif in_vertices and len(values) == 1 and values[0].isdigit():  # on one vertex alone
            bindings.append([float(values[0])] * 3 + [1, 0, 0, 0, 0, 0])
        elif in_vertices:
            break
    return Teeth(read_obj(folder + '.obj').faces, np.array(bindings), scale)


# ---- one Catmull-Clark step as sparse weights. Source: Catmull and Clark 1978

def add(weights, vertex, weight):
    weights[vertex] = weights.get(vertex, 0) + weight


def add_all(weights, others, factor):
    for vertex, weight in others.items():
        add(weights, vertex, weight * factor)


class Subdivision:
    """Rows of weights over the coarse vertices: first of the kept vertices, then of edges, then of faces."""

    def __init__(self, faces):
        self.faces = faces
        self.vertices = sorted({v for face in faces for v in face})
        self.edges, self.faces_of_edge = {}, []
        self.faces_at, self.edges_at = defaultdict(list), defaultdict(list)
        for k, face in enumerate(faces):
            for a, b in edges_of(face):
                self.note_edge(a, b)
                self.faces_of_edge[self.edges[edge(a, b)]].append(k)
            for v in face:
                self.faces_at[v].append(k)
        self.edge_ends = list(self.edges)
        self.face_rows = [self.face_row(face) for face in faces]
        self.rows = ([self.vertex_row(v) for v in self.vertices] + [self.edge_row(e) for e in range(len(self.edges))] +
                     self.face_rows)

    def note_edge(self, a, b):
        if edge(a, b) in self.edges:
            return
        self.edges[edge(a, b)] = len(self.edges)
        self.faces_of_edge.append([])
        for v in (a, b):
            self.edges_at[v].append(self.edges[edge(a, b)])

    @staticmethod
    def face_row(face):
        row = {}
        for v in face:
            add(row, v, 1 / len(face))
        return row

    def edge_row(self, e):
        row, on_border = {}, len(self.faces_of_edge[e]) != 2
        for v in self.edge_ends[e]:
            add(row, v, .5 if on_border else .25)
        if not on_border:
            for k in self.faces_of_edge[e]:
                add_all(row, self.face_rows[k], .25)
        return row

    def vertex_row(self, v):
        row, border = {}, [e for e in self.edges_at[v] if len(self.faces_of_edge[e]) == 1]
        if border:
            add(row, v, .75 if len(border) == 2 else 1)
            if len(border) == 2:
                for e in border:
                    a, b = self.edge_ends[e]
                    add(row, a if b == v else b, .125)
            return row
        n = len(self.faces_at[v])
        add(row, v, (n - 3) / n)
        for k in self.faces_at[v]:
            for u, weight in self.face_rows[k].items():
                add(row, u, weight / n / n)
        for e in self.edges_at[v]:
            for u in self.edge_ends[e]:
                add(row, u, .5 * 2 / n / n)
        return row

    def quads(self):
        """For each corner of each face: the corner, the next edge, the face, the edge before."""
        place = {v: k for k, v in enumerate(self.vertices)}
        first_edge, first_face = len(self.vertices), len(self.vertices) + len(self.edges)
        quads = []
        for k, face in enumerate(self.faces):
            for j, corner in enumerate(face):
                before, after = face[j - 1], face[(j + 1) % len(face)]
                quads.append([place[corner], first_edge + self.edges[edge(corner, after)], first_face + k,
                              first_edge + self.edges[edge(before, corner)]])
        return np.array(quads, np.int32)

    def texture(self, corners_of_faces):
        """Texture coordinates of the fine vertices, from one of the faces round each."""
        coordinates, known = np.zeros((len(self.rows), 2)), np.zeros(len(self.rows), bool)
        quads = iter(self.quads())
        for corners in corners_of_faces:
            for j, corner in enumerate(corners):
                after, before = corners[(j + 1) % len(corners)], corners[j - 1]
                values = [corner, (corner + after) / 2, sum(corners) / len(corners), (corner + before) / 2]
                for vertex, value in zip(next(quads), values):
                    if not known[vertex]:
                        coordinates[vertex], known[vertex] = value, True
        return coordinates

    def arrays(self, prefix, number_of):
        offsets, indices, weights = [0], [], []
        for row in self.rows:
            indices += [number_of[v] for v in row]
            weights += row.values()
            offsets.append(len(indices))
        return {prefix + '_off': np.array(offsets, np.int32), prefix + '_idx': np.array(indices, np.int32),
                prefix + '_wt': np.array(weights, np.float32)}


def read_mask(path, texture):
    image = np.asarray(Image.open(path).convert('L'), np.float32) / 255
    height, width = image.shape
    x = np.clip(texture[:, 0] * width, 0, width - 1).astype(int)
    y = np.clip((1 - texture[:, 1]) * height, 0, height - 1).astype(int)
    return image[y, x].astype(np.float32)


# ---- morph targets

def read_target(path, number_of_vertex):
    """Vertices that a target moves, of those that are kept, and their moves; None if it moves none."""
    rows = [[float(v) for v in line.split()] for line in gzip.open(path, 'rt', encoding=ENCODING)
            if len(line.split()) == 4 and line.split()[0].isdigit()]
    rows = np.array([row for row in rows if row[0] < len(number_of_vertex)]).reshape(-1, 4)
    numbers = number_of_vertex[rows[:, 0].astype(int)]
    kept = numbers >= 0
    return (numbers[kept].astype(np.int32), rows[kept, 1:].astype(np.float32)) if kept.any() else None


def read_targets(folder, number_of_vertex):
    names, moves = [], []
    for pattern in TARGETS:
        for path in sorted(glob.glob(os.path.join(folder, pattern))):
            if not path.endswith('.target.gz') or 'baby' in path:
                continue
            target = read_target(path, number_of_vertex)
            if target:
                names.append(os.path.relpath(path, folder)[:-len('.target.gz')])
                moves.append(target)
    return {'t_off': np.cumsum([0] + [len(numbers) for numbers, _ in moves]).astype(np.int32),
            't_idx': np.concatenate([numbers for numbers, _ in moves]),
            't_d': np.concatenate([d for _, d in moves]),
            't_names': np.frombuffer('\n'.join(names).encode(), np.uint8)}


# ---- the file

def write_pack(path, arrays):
    types = {'float32': 0, 'int32': 1, 'uint8': 2}
    with open(path, 'wb') as out:
        out.write(b'PPK1' + struct.pack('<i', len(arrays)))
        for name, array in arrays.items():
            array = np.ascontiguousarray(array)
            rows = array.shape[0]
            out.write(struct.pack('<i', len(name)) + name.encode())
            out.write(struct.pack('<iii', types[str(array.dtype)], rows, array.size // max(1, rows)))
            out.write(array.tobytes())


def kept_vertices(mesh, body, tongue, clothes, lashes, teeth):
    kept = {v for k in body + tongue + clothes for v in mesh.faces[k]}
    kept.update(v for side in 'lr' for v in mesh.vertices_of(f'helper-{side}-eye'))
    kept.update(v for columns in lashes.values() for column in columns for v in column)
    kept.update(int(v) for v in teeth.bindings[:, :3].ravel())
    kept.update(v for ends in teeth.scale.values() for v in ends[:2])
    kept.update(v for joint in JOINTS for v in mesh.vertices_of('joint-' + joint))
    return np.array(sorted(kept))


def main(source, out):
    data = os.path.join(source, 'mpfb/src/mpfb/data')
    mesh = read_obj(data + '/3dobjs/base.obj')
    teeth = read_teeth(os.path.join(source, 'assets/base/teeth/teeth_base/teeth_base'))
    body = [k for k in mesh.faces_of('body') if mesh.is_near_head(k)]
    clothes = [k for k in mesh.faces_of('helper-tights') if mesh.is_near_head(k)]
    tongue = mesh.faces_of('helper-tongue')
    lashes = {name: lash_columns(mesh, name) for name in LASHES}
    kept = kept_vertices(mesh, body, tongue, clothes, lashes, teeth)
    number_of = {int(v): k for k, v in enumerate(kept)}

    def numbers(vertices, columns=1):
        return np.array([number_of[int(v)] for v in np.ravel(vertices)], np.int32).reshape(-1, columns)

    skin = Subdivision([mesh.faces[k] for k in body])
    cloth = Subdivision([mesh.faces[k] for k in clothes])
    texture = skin.texture([[mesh.texture[t] for t in mesh.texture_faces[k]] for k in body])
    arrays = {'base': mesh.vertices[kept].astype(np.float32)}
    arrays |= skin.arrays('sub', number_of) | {'quads': skin.quads()}
    arrays |= cloth.arrays('cloth', number_of) | {'cloth_quads': cloth.quads()}
    arrays['coarse_quads'] = numbers([mesh.faces[k] for k in body], 4)
    arrays['tongue_quads'] = numbers([mesh.faces[k] for k in tongue], 4)
    for name in MASKS:
        arrays['mask_' + name] = read_mask(f'{data}/textures/mpfb_{name}.jpg', texture)
    for side in 'lr':
        arrays['eye_' + side] = numbers(mesh.vertices_of(f'helper-{side}-eye'))
    for joint in JOINTS:
        arrays['joint_' + joint] = numbers(mesh.vertices_of('joint-' + joint))
    for name, columns in lashes.items():
        rows = min(len(column) for column in columns)
        arrays['lash_' + name] = numbers([column[:rows] for column in columns], rows)
    arrays['teeth_ref'] = numbers(teeth.bindings[:, :3], 3)
    arrays['teeth_w'] = teeth.bindings[:, 3:6].astype(np.float32)
    arrays['teeth_off'] = teeth.bindings[:, 6:9].astype(np.float32)
    arrays['teeth_quads'] = np.array([(face + [face[-1]])[:4] for face in teeth.faces], np.int32)
    arrays['teeth_scale_idx'] = numbers([teeth.scale[axis][:2] for axis in 'xyz'], 2)
    arrays['teeth_scale'] = np.array([teeth.scale[axis][2] for axis in 'xyz'], np.float32)
    number_of_vertex = -np.ones(len(mesh.vertices), int)
    number_of_vertex[kept] = np.arange(len(kept))
    arrays |= read_targets(data + '/targets', number_of_vertex)
    write_pack(out, arrays)
    print(f'{out}: {len(kept)} vertices, {len(skin.rows)} of the fine skin, {os.path.getsize(out) // 1024} KiB')


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
