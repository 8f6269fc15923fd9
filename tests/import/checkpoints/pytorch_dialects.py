"""Generators of PyTorch code bases: their names and shapes, and their arithmetic written out again."""
import collections
import math

import numpy as np
import torch
import torch.nn.functional as F

from arithmetic import bias, fused_up, he, lrelu, nearest, pixel_norm, randn

CHANNELS = [10, 8, 6]


def od(pairs):
    return collections.OrderedDict(pairs)


def latents(rng, size, count=2):
    return randn(rng, count, size)


# ---- pytorch_GAN_zoo ----


def gan_zoo(rng, latent=14, channels=CHANNELS, module=".module"):
    net = od([(f"formatLayer{module}.weight", randn(rng, 16 * channels[0], latent)),
              (f"formatLayer{module}.bias", bias(rng, 16 * channels[0])),
              (f"groupScale0.0{module}.weight", randn(rng, channels[0], channels[0], 3, 3)),
              (f"groupScale0.0{module}.bias", bias(rng, channels[0]))])
    for i, (low, high) in enumerate(zip(channels, channels[1:])):
        for j, inputs in enumerate((low, high)):
            net[f"scaleLayers.{i}.{j}{module}.weight"] = randn(rng, high, inputs, 3, 3)
            net[f"scaleLayers.{i}.{j}{module}.bias"] = bias(rng, high)
    for i, features in enumerate(channels):
        net[f"toRGBLayers.{i}{module}.weight"] = randn(rng, 3, features, 1, 1)
        net[f"toRGBLayers.{i}{module}.bias"] = bias(rng, 3)
    return net


def gan_zoo_forward(net, z, alpha=0.0, module=".module"):
    def layer(x, name):
        w, b = net[name + module + ".weight"].float(), net[name + module + ".bias"].float()
        y = F.linear(x, w, b) if w.dim() == 2 else F.conv2d(x, w, b, padding=w.shape[2] // 2)
        return y * he(w)  # the scale multiplies the output, bias included

    x = pixel_norm(z)
    x = lrelu(layer(x, "formatLayer"))
    x = pixel_norm(x.view(x.shape[0], -1, 4, 4))
    x = pixel_norm(lrelu(layer(x, "groupScale0.0")))
    scale, low = 0, None
    while f"scaleLayers.{scale}.0{module}.weight" in net:
        low = x
        x = nearest(x)
        for j in range(2):
            x = pixel_norm(lrelu(layer(x, f"scaleLayers.{scale}.{j}")))
        scale += 1
    rgb = layer(x, f"toRGBLayers.{scale}")
    if alpha > 0:
        rgb = alpha * nearest(layer(low, f"toRGBLayers.{scale - 1}")) + (1 - alpha) * rgb
    return rgb


# ---- akanimax ----


def akanimax(rng, latent, channels, version, prefix=""):
    net = od([])
    first = "layers.0" if version == 3 else "initial_block"

    def put(name, weight, features):
        net[prefix + name + ".weight"] = weight
        net[prefix + name + ".bias"] = bias(rng, features)

    put(first + ".conv_1", randn(rng, latent, channels[0], 4, 4), channels[0])
    put(first + ".conv_2", randn(rng, channels[0], channels[0], 3, 3), channels[0])
    for i, (low, high) in enumerate(zip(channels, channels[1:])):
        block = f"layers.{i + 1 if version == 3 else i}"
        put(block + ".conv_1", randn(rng, high, low, 3, 3), high)
        put(block + ".conv_2", randn(rng, high, high, 3, 3), high)
    for i, features in enumerate(channels):
        put(f"rgb_converters.{i}", randn(rng, 3, features, 1, 1), 3)
    return net


def akanimax_forward(net, z, version, prefix="", equalized=True):
    def conv(x, name):
        w, b = net[prefix + name + ".weight"].float(), net[prefix + name + ".bias"].float()
        return F.conv2d(x, w * (he(w) if equalized else 1), b, padding=w.shape[2] // 2)

    first = "layers.0" if version == 3 else "initial_block"
    x = pixel_norm(z) if version == 3 else z
    w = net[prefix + first + ".conv_1.weight"].float()
    scale = math.sqrt(2) / math.sqrt(w.shape[0]) if equalized else 1
    x = F.conv_transpose2d(x.view(*x.shape, 1, 1), w * scale, net[prefix + first + ".conv_1.bias"].float())
    x = lrelu(x)
    x = pixel_norm(lrelu(conv(x, first + ".conv_2")))
    i = 1 if version == 3 else 0
    level = 0
    while f"{prefix}layers.{i}.conv_1.weight" in net:
        x = nearest(x)
        x = pixel_norm(lrelu(conv(x, f"layers.{i}.conv_1")))
        x = pixel_norm(lrelu(conv(x, f"layers.{i}.conv_2")))
        i, level = i + 1, level + 1
    return conv(x, f"rgb_converters.{level}")


# ---- Aladdin Persson ----


def aladdin(rng, latent=16, channels=(10, 8, 6, 5), untrained_from=None):
    net = od([("initial.1.weight", 0.2 * randn(rng, latent, channels[0], 4, 4)),
              ("initial.1.bias", bias(rng, channels[0])),
              ("initial.3.conv.weight", randn(rng, channels[0], channels[0], 3, 3)),
              ("initial.3.bias", bias(rng, channels[0]))])
    net["initial_rgb.conv.weight"] = randn(rng, 3, channels[0], 1, 1)
    net["initial_rgb.bias"] = bias(rng, 3)
    for i, (low, high) in enumerate(zip(channels, channels[1:])):
        trained = untrained_from is None or i + 1 < untrained_from
        for j, inputs in ((1, low), (2, high)):
            net[f"prog_blocks.{i}.conv{j}.conv.weight"] = randn(rng, high, inputs, 3, 3)
            net[f"prog_blocks.{i}.conv{j}.bias"] = bias(rng, high) if trained else torch.zeros(high)
    net["rgb_layers.0.conv.weight"] = net["initial_rgb.conv.weight"]  # one storage, two names
    net["rgb_layers.0.bias"] = net["initial_rgb.bias"]
    for i, features in enumerate(channels[1:]):
        trained = untrained_from is None or i + 1 < untrained_from
        net[f"rgb_layers.{i + 1}.conv.weight"] = randn(rng, 3, features, 1, 1)
        net[f"rgb_layers.{i + 1}.bias"] = bias(rng, 3) if trained else torch.zeros(3)
    return net


def aladdin_forward(net, z, steps):
    def ws_conv(x, name):
        w = net[name + ".conv.weight"]
        return F.conv2d(x * he(w), w, None, padding=w.shape[2] // 2) + net[name + ".bias"].view(1, -1, 1, 1)

    x = pixel_norm(z.view(*z.shape, 1, 1))
    x = lrelu(F.conv_transpose2d(x, net["initial.1.weight"], net["initial.1.bias"]))
    x = pixel_norm(lrelu(ws_conv(x, "initial.3")))
    if steps == 0:
        return ws_conv(x, "initial_rgb")
    for step in range(steps):
        x = nearest(x)
        for j in (1, 2):
            x = pixel_norm(lrelu(ws_conv(x, f"prog_blocks.{step}.conv{j}")))
    return torch.tanh(ws_conv(x, f"rgb_layers.{steps}"))


# ---- nashory ----


def nashory(rng, latent=12, growing=False, channels=CHANNELS):
    net = od([])

    def put(name, weight):
        net[name + ".conv.weight"] = weight
        net[name + ".bias"] = bias(rng, weight.shape[0])

    put("model.first_block.0", randn(rng, channels[0], latent, 4, 4))
    put("model.first_block.3", randn(rng, channels[0], channels[0], 3, 3))
    last = len(channels) - 1
    for level in range(1, last + 1):
        low, high = channels[level - 1], channels[level]
        name = f"model.intermediate_{2 << level}x{2 << level}_{4 << level}x{4 << level}.high_resl_block"
        if growing and level == last:
            name = "model.concat_block.layer2.high_resl_block"
        put(name + ".1", randn(rng, high, low, 3, 3))
        put(name + ".4", randn(rng, high, high, 3, 3))
    rgb = randn(rng, 3, channels[-1], 1, 1)
    if growing:
        put("model.concat_block.layer1.low_resl_to_rgb.to_rgb_block.high_resl_to_rgb.0",
            randn(rng, 3, channels[-2], 1, 1))
        put("model.concat_block.layer2.to_rgb_block.high_resl_to_rgb.0", rgb)
    else:
        put("model.to_rgb_block.high_resl_to_rgb.0", rgb)
    return net


def nashory_forward(net, z):
    def conv(x, name, padding):
        w = net[name + ".conv.weight"]
        scale = 1 / math.sqrt(np.prod(w.shape[1:]))
        return F.conv2d(x * scale, w, None, padding=padding) + net[name + ".bias"].view(1, -1, 1, 1)

    x = z.view(*z.shape, 1, 1)
    x = pixel_norm(lrelu(conv(x, "model.first_block.0", 3)))
    x = pixel_norm(lrelu(conv(x, "model.first_block.3", 1)))
    blocks = [k[:-len(".1.conv.weight")] for k in net if k.endswith("high_resl_block.1.conv.weight")]
    for block in blocks:
        x = nearest(x)
        x = pixel_norm(lrelu(conv(x, block + ".1", 1)))
        x = pixel_norm(lrelu(conv(x, block + ".4", 1)))
    rgb = [k for k in net if "high_resl_to_rgb.0.conv.weight" in k and "low_resl" not in k][0]
    return conv(x, rgb[:-len(".conv.weight")], 0)


# ---- ports of NVIDIA's network with numbered layers: pixel norm stands before each layer ----


def numbered_shapes(latent, channels):
    shapes = [(channels[0], latent, 4, 4), (channels[0], channels[0], 3, 3)]
    for low, high in zip(channels, channels[1:]):
        shapes += [(high, low, 3, 3), (high, high, 3, 3)]
    return shapes


def numbered_forward(z, layers, rgb):
    """`layers`: functions (x, index) -> features before the activation; `rgb`: of the last features."""
    x = z.view(*z.shape, 1, 1)
    for i, layer in enumerate(layers):
        x = pixel_norm(x)
        if i >= 2 and i % 2 == 0 and not getattr(layer, "upsamples", False):
            x = nearest(x)
        x = lrelu(layer(x))
    return rgb(pixel_norm(x))


def ptrblck(rng, latent=12, channels=CHANNELS):
    net = od([])
    for i, shape in enumerate(numbered_shapes(latent, channels)):
        net[f"features.{i}.conv.weight"] = randn(rng, *shape)
        net[f"features.{i}.wscale.scale"] = torch.tensor([0.9 / math.sqrt(np.prod(shape[1:]))])
        net[f"features.{i}.wscale.b"] = bias(rng, shape[0])
    net["output.conv.weight"] = randn(rng, 3, channels[-1], 1, 1)
    net["output.wscale.scale"] = torch.tensor([0.4])
    net["output.wscale.b"] = bias(rng, 3)
    return net


def ptrblck_forward(net, z):
    def layer(name, padding):
        return lambda x: (F.conv2d(x, net[name + ".conv.weight"], padding=padding) * net[name + ".wscale.scale"] +
                          net[name + ".wscale.b"].view(1, -1, 1, 1))
    count = sum(k.startswith("features") for k in net) // 3
    return numbered_forward(z, [layer(f"features.{i}", 3 if i == 0 else 1) for i in range(count)],
                            layer("output", 0))


def netdissect(rng, latent=12, channels=CHANNELS):
    net = od([])
    for i, shape in enumerate(numbered_shapes(latent, channels)):
        net[f"layer{i + 1}.conv.weight"] = randn(rng, *shape)
        net[f"layer{i + 1}.wscale.b"] = bias(rng, shape[0])
    side = 4 << len(channels) - 1
    net[f"output_{side}x{side}.conv.weight"] = randn(rng, 3, channels[-1], 1, 1)
    net[f"output_{side}x{side}.wscale.b"] = bias(rng, 3)
    return net


def netdissect_forward(net, z):
    def layer(name, padding, gain):
        def run(x):
            w = net[name + ".conv.weight"]
            kernel, inputs = w.shape[2], w.shape[1]
            return (F.conv2d(x, w, padding=padding) * (gain / kernel / math.sqrt(inputs)) +
                    net[name + ".wscale.b"].view(1, -1, 1, 1))
        return run
    count = sum(k.startswith("layer") for k in net) // 2
    output = [k for k in net if k.startswith("output")][0].split(".")[0]
    return numbered_forward(z, [layer(f"layer{i + 1}", 3 if i == 0 else 1, math.sqrt(2)) for i in range(count)],
                            layer(output, 0, 1))


def genforce(rng, latent=12, channels=CHANNELS, fused=False, style="genforce"):
    """style interfacegan: other names, and fused weights as [kh, kw, in, out]."""
    net = od([("lod", torch.tensor(0.0))])
    inter = style == "interfacegan"
    for i, shape in enumerate(numbered_shapes(latent, channels)):
        weight = randn(rng, *shape)
        if fused and i >= 2 and i % 2 == 0:
            iohw = randn(rng, shape[1], shape[0], 3, 3)
            net[f"layer{i}.weight"] = iohw.permute(2, 3, 0, 1).contiguous() if inter else iohw
        else:
            net[f"layer{i}.conv.weight" if inter else f"layer{i}.weight"] = weight
        net[f"layer{i}.wscale.bias" if inter else f"layer{i}.bias"] = bias(rng, shape[0])
    for level, features in enumerate(channels):
        net[f"output{level}.conv.weight" if inter else f"output{level}.weight"] = randn(rng, 3, features, 1, 1)
        net[f"output{level}.wscale.bias" if inter else f"output{level}.bias"] = bias(rng, 3)
    return net


def genforce_forward(net, z, fused=False, style="genforce"):
    inter = style == "interfacegan"

    def layer(name, padding, gain, up):
        def run(x):
            b = net[name + (".wscale.bias" if inter else ".bias")].view(1, -1, 1, 1)
            if up:
                w = net[name + ".weight"]
                iohw = w.permute(2, 3, 0, 1) if inter else w
                return fused_up(x, iohw * gain / math.sqrt(iohw.shape[0] * 9)) + b
            w = net[name + (".conv.weight" if inter else ".weight")]
            return F.conv2d(x, w * gain / math.sqrt(np.prod(w.shape[1:])), padding=padding) + b
        run.upsamples = up
        return run
    count = max(int(k[5:].split(".")[0]) for k in net if k.startswith("layer")) + 1
    layers = [layer(f"layer{i}", 3 if i == 0 else 1, math.sqrt(2), fused and i >= 2 and i % 2 == 0)
              for i in range(count)]
    return numbered_forward(z, layers, layer(f"output{count // 2 - 1}", 0, 1, False))


# ---- MMGeneration ----


def mmgeneration(rng, latent=12, channels=CHANNELS, prefix="generator."):
    net = od([(prefix + "noise2feat.linear.weight_orig", randn(rng, 16 * channels[0], latent)),
              (prefix + "noise2feat.bias", bias(rng, 1, channels[0], 1, 1)),
              (prefix + "conv_blocks.0.conv.weight_orig", randn(rng, channels[0], channels[0], 3, 3)),
              (prefix + "conv_blocks.0.conv.bias", bias(rng, channels[0]))])
    for level, (low, high) in enumerate(zip(channels, channels[1:]), 1):
        net[f"{prefix}conv_blocks.{2 * level - 1}.conv.weight_orig"] = randn(rng, low, high, 3, 3)  # transposed
        net[f"{prefix}conv_blocks.{2 * level - 1}.conv.bias"] = bias(rng, high)
        net[f"{prefix}conv_blocks.{2 * level}.conv.weight_orig"] = randn(rng, high, high, 3, 3)
        net[f"{prefix}conv_blocks.{2 * level}.conv.bias"] = bias(rng, high)
    for level, features in enumerate(channels):
        net[f"{prefix}torgb_layers.{level}.conv.weight_orig"] = randn(rng, 3, features, 1, 1)
        net[f"{prefix}torgb_layers.{level}.conv.bias"] = bias(rng, 3)
    return net


def mmgeneration_forward(net, z, prefix="generator."):
    def norm(x):
        return x / (torch.sqrt(torch.mean(x * x, dim=1, keepdim=True)) + 1e-6)

    def equalized(name, gain=math.sqrt(2)):
        w = net[prefix + name + ".weight_orig"]
        return w * (gain / math.sqrt(np.prod(w.shape[1:])))

    x = norm(z)
    x = F.linear(x, equalized("noise2feat.linear", math.sqrt(2) / 4)).view(z.shape[0], -1, 4, 4)
    x = norm(lrelu(x + net[prefix + "noise2feat.bias"]))
    x = norm(lrelu(F.conv2d(x, equalized("conv_blocks.0.conv"), net[prefix + "conv_blocks.0.conv.bias"], padding=1)))
    level = 1
    while f"{prefix}conv_blocks.{2 * level}.conv.weight_orig" in net:
        up, refine = f"conv_blocks.{2 * level - 1}.conv", f"conv_blocks.{2 * level}.conv"
        x = fused_up(x, equalized(up)) + net[prefix + up + ".bias"].view(1, -1, 1, 1)
        x = norm(lrelu(x))
        x = norm(lrelu(F.conv2d(x, equalized(refine), net[prefix + refine + ".bias"], padding=1)))
        level += 1
    rgb = f"torgb_layers.{level - 1}.conv"
    return F.conv2d(x, equalized(rgb, 1.0), net[prefix + rgb + ".bias"])


# ---- rosinality ----


def rosinality_parameters(rng, latent=12, labels=10, channels=CHANNELS):
    net = {"label_embed.weight": randn(rng, labels, labels)}
    shapes = [[(channels[0], latent + labels, 4, 4), (channels[0], channels[0], 3, 3)]]
    shapes += [[(high, low, 3, 3), (high, high, 3, 3)] for low, high in zip(channels, channels[1:])]
    for i, pair in enumerate(shapes):
        for place, shape in zip((0, 3), pair):
            net[f"progression.{i}.conv.{place}.conv.weight_orig"] = randn(rng, *shape)
            net[f"progression.{i}.conv.{place}.conv.bias"] = bias(rng, shape[0])
    for i, features in enumerate(channels):
        net[f"to_rgb.{i}.weight"] = 0.4 * randn(rng, 3, features, 1, 1)
        net[f"to_rgb.{i}.bias"] = bias(rng, 3)
    return net


def rosinality_forward(net, z, label):
    def conv(x, name, padding):
        w = net[name + ".weight_orig"]
        return F.conv2d(x, w * he(w), net[name + ".bias"], padding=padding)

    x = torch.cat([pixel_norm(z), net["label_embed.weight"][label].expand(z.shape[0], -1)], 1)
    x = x.view(*x.shape, 1, 1)
    level = 0
    while f"progression.{level}.conv.0.conv.weight_orig" in net:
        x = nearest(x) if level else x
        x = lrelu(pixel_norm(conv(x, f"progression.{level}.conv.0.conv", 1 if level else 3)))
        x = lrelu(pixel_norm(conv(x, f"progression.{level}.conv.3.conv", 1)))
        level += 1
    return F.conv2d(x, net[f"to_rgb.{level - 1}.weight"], net[f"to_rgb.{level - 1}.bias"])
