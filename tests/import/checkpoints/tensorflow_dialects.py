"""Generators of TensorFlow and Theano code bases as NumPy arrays; the forward passes use PyTorch's operations."""
import math

import numpy as np
import torch
import torch.nn.functional as F

from arithmetic import fused_up, lrelu, nearest, pixel_norm


def t(array):
    return torch.from_numpy(np.ascontiguousarray(array).astype(np.float32))


# ---- NVIDIA ----


def nvidia(rng, latent=14, channels=(10, 8, 6), fused=False, lod=0.0):
    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    top = len(channels) - 1
    variables = [("lod", np.float32(lod) if not fused else np.array(lod, np.float32)),
                 ("4x4/Dense/weight", normal(latent, 16 * channels[0])), ("4x4/Dense/bias", 0.3 * normal(channels[0])),
                 ("4x4/Conv/weight", normal(3, 3, channels[0], channels[0])),
                 ("4x4/Conv/bias", 0.3 * normal(channels[0]))]
    for level, features in enumerate(channels):
        name = f"{4 << level}x{4 << level}"
        if level:
            low = channels[level - 1]
            up = (f"{name}/Conv0_up", (3, 3, features, low)) if fused else (f"{name}/Conv0", (3, 3, low, features))
            variables += [(up[0] + "/weight", normal(*up[1])), (up[0] + "/bias", 0.3 * normal(features)),
                          (name + "/Conv1/weight", normal(3, 3, features, features)),
                          (name + "/Conv1/bias", 0.3 * normal(features))]
        variables += [(f"ToRGB_lod{top - level}/weight", normal(1, 1, features, 3)),
                      (f"ToRGB_lod{top - level}/bias", 0.3 * normal(3))]
    return variables


def nvidia_forward(variables, z):
    v = {name: t(value) for name, value in variables}

    def add(x, name):
        return x + v[name + "/bias"].view(1, -1, 1, 1)

    def conv(x, name, gain=math.sqrt(2)):
        w = v[name + "/weight"]
        w = w * gain / math.sqrt(np.prod(w.shape[:-1]))
        return add(F.conv2d(x, w.permute(3, 2, 0, 1), padding=w.shape[0] // 2), name)

    def up(x, name):
        w = v[name + "/weight"]  # [kh, kw, out, in]
        w = w * math.sqrt(2) / math.sqrt(9 * w.shape[3])
        return add(fused_up(x, w.permute(3, 2, 0, 1)), name)

    x = pixel_norm(z)
    w = v["4x4/Dense/weight"]
    x = (x @ (w * (math.sqrt(2) / 4 / math.sqrt(w.shape[0])))).view(z.shape[0], -1, 4, 4)
    x = pixel_norm(lrelu(add(x, "4x4/Dense")))
    x = pixel_norm(lrelu(conv(x, "4x4/Conv")))
    top = max(int(name[len("ToRGB_lod"):].split("/")[0]) for name in v if name.startswith("ToRGB"))
    images = [conv(x, f"ToRGB_lod{top}", 1.0)]
    for level in range(1, top + 1):
        name = f"{4 << level}x{4 << level}"
        x = up(x, name + "/Conv0_up") if name + "/Conv0_up/weight" in v else conv(nearest(x), name + "/Conv0")
        x = pixel_norm(lrelu(x))
        x = pixel_norm(lrelu(conv(x, name + "/Conv1")))
        images.append(conv(x, f"ToRGB_lod{top - level}", 1.0))
    lod = float(v["lod"])
    level = top - int(math.floor(lod))
    share = lod - math.floor(lod)
    return images[level] if share == 0 else images[level] + (nearest(images[level - 1]) - images[level]) * share


# ---- NVIDIA, Theano: parameters without names, a stored scale after each weight ----


def theano(rng, latent=12, channels=(10, 8, 6)):
    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    values, layers = [], []

    def put(weight, features, gain):
        scale = np.float32(gain / math.sqrt(weight.size / features))
        b = 0.3 * normal(features)
        values.extend([weight, np.array(scale), b])
        layers.append((weight, scale, b))

    put(normal(channels[0], latent, 4, 4), channels[0], 1.1)
    put(normal(channels[0], channels[0], 3, 3), channels[0], 1.4)
    for low, high in zip(channels, channels[1:]):
        put(normal(high, low, 3, 3), high, 1.4)
        put(normal(high, high, 3, 3), high, 1.4)
    for features in reversed(channels):
        put(normal(features, 3), 3, 0.5)
    return values, layers


def theano_forward(layers, z, levels):
    def conv(x, layer):
        w, scale, b = layer
        turned = t(w[:, :, ::-1, ::-1])  # Theano's convolution turns the kernel
        return F.conv2d(x, turned * float(scale), t(b), padding=1)

    w, scale, b = layers[0]
    x = torch.einsum("nl,clyx->ncyx", pixel_norm(z), t(w)) * float(scale) + t(b).view(1, -1, 1, 1)
    x = pixel_norm(lrelu(x))
    x = pixel_norm(lrelu(conv(x, layers[1])))
    for level in range(1, levels):
        x = nearest(x)
        x = pixel_norm(lrelu(conv(x, layers[2 * level])))
        x = pixel_norm(lrelu(conv(x, layers[2 * level + 1])))
    w, scale, b = layers[2 * levels]  # the highest to-RGB comes first
    return torch.einsum("ncyx,cr->nryx", x, t(w)) * float(scale) + t(b).view(1, -1, 1, 1)


# ---- TF-GAN ----


def tfgan(rng, latent=12, channels=(10, 8, 6), scope="progressive_gan_generator/"):
    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    variables = {}

    def put(name, *shape):
        variables[scope + name + "/conv2d/kernel"] = normal(*shape)
        variables[scope + name + "/bias"] = 0.3 * normal(shape[-1])

    for level, features in enumerate(channels):
        block = f"progressive_gan_block_{level + 1}"
        if level == 0:
            put(block + "/conv0", 4, 4, latent, features)
        else:
            put(block + "/conv0", 3, 3, channels[level - 1], features)
        put(block + "/conv1", 3, 3, features, features)
        put(block + "/to_rgb", 1, 1, features, 3)
    return variables


def tfgan_forward(variables, z, scope="progressive_gan_generator/"):
    def conv(x, name, padding, he_slope_gain):
        w = t(variables[scope + name + "/conv2d/kernel"])
        scale = math.sqrt(he_slope_gain / np.prod(w.shape[:3]))
        y = F.conv2d(x, w.permute(3, 2, 0, 1), padding=padding) * scale
        return y + t(variables[scope + name + "/bias"]).view(1, -1, 1, 1)

    x = F.pad(pixel_norm(z.view(*z.shape, 1, 1)), (3, 3, 3, 3))
    level = 1
    while f"{scope}progressive_gan_block_{level}/conv0/bias" in variables:
        block = f"progressive_gan_block_{level}"
        if level > 1:
            x = nearest(x)
        x = pixel_norm(lrelu(conv(x, block + "/conv0", 0 if level == 1 else 1, 2)))
        x = pixel_norm(lrelu(conv(x, block + "/conv1", 1, 2)))
        level += 1
    return conv(x, block + "/to_rgb", 0, 1)
