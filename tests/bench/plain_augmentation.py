"""Adaptive discriminator augmentation's changes in plain PyTorch, from the description in Karras et al. 2020, appendix B:
homogeneous matrices, and the pictures through torch's grid_sample. What core/torch/training/augmentation.cpp is compared
with. The gradient of grid_sample cannot be differentiated again on a CPU, so each warp is written out as a matrix."""
import math

import torch
import torch.nn.functional as F

UNIFORMS, NORMALS = 21, 7



def matrix(rows):
    return torch.tensor(rows, dtype=torch.float64)


def scale(x, y):
    return matrix([[x, 0, 0], [0, y, 0], [0, 0, 1]])


def rotate(angle):
    c, s = math.cos(angle), math.sin(angle)
    return matrix([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def translate(x, y):
    return matrix([[1, 0, x], [0, 1, y], [0, 0, 1]])


def geometry(u, z, p, side):
    """What moves the picture's points, measured from its centre in pixels."""
    g = torch.eye(3, dtype=torch.float64)
    turning = 1 - math.sqrt(1 - p)
    if u[0] < p:
        g = scale(1 - 2 * (1 if u[13] < 0.5 else 0), 1) @ g
    if u[1] < p:
        g = rotate(math.pi / 2 * math.floor(4 * u[14])) @ g
    if u[2] < p:
        g = translate(round((u[15] * 2 - 1) * side / 8), round((u[16] * 2 - 1) * side / 8)) @ g
    if u[3] < p:
        g = scale(2 ** (0.2 * z[0]), 2 ** (0.2 * z[0])) @ g
    if u[4] < turning:
        g = rotate((u[17] * 2 - 1) * math.pi) @ g
    if u[5] < p:
        g = scale(2 ** (0.2 * z[1]), 2 ** (-0.2 * z[1])) @ g
    if u[6] < turning:
        g = rotate((u[18] * 2 - 1) * math.pi) @ g
    if u[7] < p:
        g = translate(z[2] * side / 8, z[3] * side / 8) @ g
    return g


def colours(u, z, p):
    """The 4 x 4 matrix of a colour (r, g, b, 1)."""
    grey = torch.ones(3, dtype=torch.float64) / math.sqrt(3)
    along = torch.outer(grey, grey)
    across = torch.eye(3, dtype=torch.float64) - along
    c = torch.eye(4, dtype=torch.float64)

    def apply(linear, offset=0.0):
        step = torch.eye(4, dtype=torch.float64)
        step[:3, :3] = linear
        step[:3, 3] = offset
        return step @ c

    unit = torch.eye(3, dtype=torch.float64)
    if u[8] < p:
        c = apply(unit, 0.2 * z[4])
    if u[9] < p:
        c = apply(unit * 2 ** (0.5 * z[5]))
    if u[10] < p and u[19] < 0.5:
        c = apply(unit - 2 * along)
    if u[11] < p:
        x, y, w = (grey * (u[20] * 2 - 1) * math.pi).tolist()
        c = apply(torch.linalg.matrix_exp(matrix([[0, -w, y], [w, 0, -x], [-y, x, 0]])))
    if u[12] < p:
        c = apply(along + across * 2 ** z[6])
    return c


def warp(g, side):
    """[side * side, side * side]: output pixels from input pixels, mirrored about the edge pixels."""
    inverse = torch.linalg.inv(g)
    at = torch.arange(side, dtype=torch.float64) - (side - 1) / 2
    y, x = torch.meshgrid(at, at, indexing="ij")
    source = torch.stack([x, y, torch.ones_like(x)], -1) @ inverse.T
    grid = source[..., :2] * 2 / (side - 1)
    pixels = torch.eye(side * side, dtype=torch.float64).reshape(1, side * side, side, side)
    out = F.grid_sample(pixels, grid[None], mode="bilinear", padding_mode="reflection", align_corners=True)
    return out.reshape(side * side, side * side).T


def augment(images, generator, p):
    """images [n, 3, r, r] -> the same changed; differentiable any number of times. `generator`: see seed_for."""
    if p <= 0:
        return images
    n, side = len(images), images.shape[-1]
    uniforms = torch.rand(n, UNIFORMS, generator=generator).double()
    normals = torch.randn(n, NORMALS, generator=generator).double()
    result = []
    for image, u, z in zip(images, uniforms.tolist(), normals.tolist()):
        moved = image.reshape(3, -1) @ warp(geometry(u, z, p, side), side).T.to(image.dtype)
        c = colours(u, z, p).to(image.dtype)
        result.append((c[:3, :3] @ moved + c[:3, 3:]).reshape(3, side, side))
    return torch.stack(result)
