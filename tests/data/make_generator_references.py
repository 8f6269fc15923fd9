#!/usr/bin/python3
"""Makes what generator_test.cpp compares with. Run by hand; the results are committed.

    /usr/bin/python3 tests/data/make_generator_references.py

variants/NAME.safetensors is a small random model, variants/NAME.reference.safetensors its latents and images, computed by
PyTorch's own layers (conv_transpose2d, conv2d with padding, linear), each variant in the words of its code base.
toon_heads_reference.safetensors has images of the default model, computed likewise.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "bench"))
import safetensors_writer  # noqa: E402
from network import read_model  # noqa: E402

DEFAULTS = {
    "version": 1, "name": "variant", "latent_size": 7, "channels": [6, 5, 4], "first_layer": "linear",
    "normalize_latent": True, "norm_after_first": True, "norm_placement": "after_activation", "norm_epsilon": 1e-8,
    "epsilon_inside_root": True, "leaky_slope": 0.2, "output_activation": "none", "output_activation_from_level": 0,
    "output_range": [-1, 1], "to_rgb_levels": [0, 1, 2], "last_level": 2, "alpha": 1,
}
# Name: what differs from the defaults; "bias" is the number of first-layer bias values per channel.
VARIANTS = {
    "linear_bias_per_position": {"bias": 16},
    "linear_bias_per_channel": {"bias": 1},
    "transposed_caller_normalises": {"first_layer": "conv_transpose", "normalize_latent": False,
                                     "norm_after_first": False, "bias": 1},
    "transposed_bias_per_position": {"first_layer": "conv_transpose", "bias": 16},
    "conv_norm_before_activation": {"first_layer": "conv", "norm_placement": "before_activation", "bias": 1},
    "conv_bias_per_position": {"first_layer": "conv", "bias": 16},
    "tanh_from_level_1": {"first_layer": "conv_transpose", "norm_after_first": False, "output_activation": "tanh",
                          "output_activation_from_level": 1, "bias": 1},
    "epsilon_outside_root": {"norm_epsilon": 1e-2, "epsilon_inside_root": False, "bias": 1},
    "no_norm_hardtanh": {"norm_placement": "none", "output_activation": "hardtanh", "leaky_slope": 0.1, "bias": 16},
    "last_head_only": {"to_rgb_levels": [2], "output_range": [0, 1], "bias": 16},
    "one_level": {"channels": [6], "to_rgb_levels": [0], "last_level": 0, "bias": 16},
    "shown_mid_fade": {"last_level": 1, "alpha": 0.75, "bias": 16},
}


def random_tensors(spec, bias_values, generator):
    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    latent, channels = spec["latent_size"], spec["channels"]
    shapes = {"linear": (channels[0] * 16, latent), "conv_transpose": (latent, channels[0], 4, 4),
              "conv": (channels[0], latent, 4, 4)}
    tensors = {"levels.0.first.weight": normal(*shapes[spec["first_layer"]]) * 0.4,
               "levels.0.first.bias": normal(channels[0] * bias_values) * 0.3}

    def add(name, out, size, kernel):
        tensors[name + ".weight"] = normal(out, size, kernel, kernel) * (1.4 / (size * kernel * kernel) ** 0.5)
        tensors[name + ".bias"] = normal(out) * 0.3

    add("levels.0.conv", channels[0], channels[0], 3)
    for level in range(len(channels)):
        if level > 0:
            add(f"levels.{level}.conv1", channels[level], channels[level - 1], 3)
            add(f"levels.{level}.conv2", channels[level], channels[level], 3)
        if level in spec["to_rgb_levels"]:
            add(f"levels.{level}.to_rgb", 3, channels[level], 1)
    return tensors


def pixel_norm(spec, x):
    mean = (x * x).mean(dim=1, keepdim=True)
    if spec["epsilon_inside_root"]:
        return x / torch.sqrt(mean + spec["norm_epsilon"])
    return x / (torch.sqrt(mean) + spec["norm_epsilon"])


def after_convolution(spec, x, norm=True):
    norm = norm and spec["norm_placement"] != "none"
    if norm and spec["norm_placement"] == "before_activation":
        x = pixel_norm(spec, x)
    x = F.leaky_relu(x, spec["leaky_slope"])
    if norm and spec["norm_placement"] == "after_activation":
        x = pixel_norm(spec, x)
    return x


def first_layer(spec, w, z):
    weight, bias = w["levels.0.first.weight"], w["levels.0.first.bias"]
    z = pixel_norm(spec, z) if spec["normalize_latent"] else z
    channels = spec["channels"][0]
    if spec["first_layer"] == "linear":
        x = F.linear(z, weight).view(-1, channels, 4, 4)
    elif spec["first_layer"] == "conv_transpose":
        x = F.conv_transpose2d(z[:, :, None, None], weight)
    else:
        x = F.conv2d(z[:, :, None, None], weight, padding=3)
    x = x + (bias.view(1, channels, 4, 4) if bias.numel() > channels else bias.view(1, channels, 1, 1))
    return after_convolution(spec, x, spec["norm_after_first"])


def features(spec, w, z, level):
    x = first_layer(spec, w, z)
    x = after_convolution(spec, F.conv2d(x, w["levels.0.conv.weight"], w["levels.0.conv.bias"], padding=1))
    for i in range(1, level + 1):
        x = F.interpolate(x, scale_factor=2, mode="nearest")
        for name in (f"levels.{i}.conv1", f"levels.{i}.conv2"):
            x = after_convolution(spec, F.conv2d(x, w[name + ".weight"], w[name + ".bias"], padding=1))
    return x


def image(spec, w, z, level, alpha):
    def rgb(i):
        name = f"levels.{i}.to_rgb"
        return F.conv2d(features(spec, w, z, i), w[name + ".weight"], w[name + ".bias"])

    x = rgb(level)
    if alpha < 1:
        x = alpha * x + (1 - alpha) * F.interpolate(rgb(level - 1), scale_factor=2, mode="nearest")
    if level >= spec["output_activation_from_level"]:
        x = {"none": lambda v: v, "tanh": torch.tanh, "hardtanh": F.hardtanh}[spec["output_activation"]](x)
    return x


def make_variants():
    (HERE / "variants").mkdir(exist_ok=True)
    for number, (name, changes) in enumerate(VARIANTS.items()):
        spec = {**DEFAULTS, **changes}
        bias_values = spec.pop("bias")
        generator = torch.Generator().manual_seed(1000 + number)
        weights = random_tensors(spec, bias_values, generator)
        z = torch.randn(2, spec["latent_size"], generator=generator)
        reference = {"z": z}
        double = {key: value.double() for key, value in weights.items()}
        for level in spec["to_rgb_levels"]:
            reference[f"level {level} alpha 1"] = image(spec, double, z.double(), level, 1)
            if level - 1 in spec["to_rgb_levels"]:
                reference[f"level {level} alpha 0.25"] = image(spec, double, z.double(), level, 0.25)
        path = HERE / "variants" / name
        safetensors_writer.write(f"{path}.safetensors", {k: v.numpy() for k, v in weights.items()},
                                 {"progan_spec": json.dumps(spec)})
        safetensors_writer.write(f"{path}.reference.safetensors", {k: v.numpy() for k, v in reference.items()})


def make_toon_heads_reference(count=3):
    spec, weights = read_model(HERE.parent.parent / "models/toon_heads.safetensors")
    z = torch.randn(count, spec["latent_size"], generator=torch.Generator().manual_seed(15))
    double = {key: value.double() for key, value in weights.items()}
    reference = {"z": z}
    for level, alpha in [(level, 1) for level in spec["to_rgb_levels"]] + [(spec["last_level"], 0.25)]:
        reference[f"level {level} alpha {alpha}"] = image(spec, double, z.double(), level, alpha).float()
    safetensors_writer.write(HERE / "toon_heads_reference.safetensors", {k: v.numpy() for k, v in reference.items()})


if __name__ == "__main__":
    make_variants()
    make_toon_heads_reference()
