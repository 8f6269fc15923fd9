"""A ProGAN generator in plain PyTorch, read from one of our model files: what the published code computes."""
import json
import math
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data"))
import safetensors_writer  # noqa: E402


def read_model(file):
    """(spec, tensors by name) of a model file."""
    with open(file, "rb") as data:
        size, = struct.unpack("<Q", data.read(8))
        header = json.loads(data.read(size))
        body = data.read()
    spec = json.loads(header.pop("__metadata__")["progan_spec"])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.from_numpy(np.frombuffer(body[begin:end], "<f4").reshape(entry["shape"]).copy())
    return spec, tensors


def write_random_model(file, latent, channels, seed=1):
    """A model of random weights in one of our files."""
    rng = np.random.RandomState(seed)
    tensors = {"levels.0.first.weight": (16 * channels[0], latent), "levels.0.first.bias": (16 * channels[0],)}
    for level, features in enumerate(channels):
        names = [("conv", features)] if level == 0 else [("conv1", channels[level - 1]), ("conv2", features)]
        for name, inputs in names:
            tensors[f"levels.{level}.{name}.weight"] = (features, inputs, 3, 3)
            tensors[f"levels.{level}.{name}.bias"] = (features,)
        tensors[f"levels.{level}.to_rgb.weight"] = (3, features, 1, 1)
        tensors[f"levels.{level}.to_rgb.bias"] = (3,)
    values = {}
    for name, shape in tensors.items():
        gain = 0.1 if len(shape) == 1 else (1 if "to_rgb" in name else math.sqrt(2)) / math.sqrt(np.prod(shape[1:]))
        values[name] = gain * rng.standard_normal(shape)
    spec = {"version": 1, "name": "Random weights", "data_set": "", "licence": "", "credit": "",
            "latent_size": latent, "channels": list(channels), "first_layer": "linear",
            "normalize_latent": True, "norm_after_first": True, "norm_placement": "after_activation",
            "norm_epsilon": 1e-8, "epsilon_inside_root": True, "leaky_slope": 0.2, "output_activation": "none",
            "output_activation_from_level": 0, "output_range": [-1, 1],
            "to_rgb_levels": list(range(len(channels))), "last_level": len(channels) - 1, "alpha": 1}
    safetensors_writer.write(file, values, {"format": "pt", "progan_spec": json.dumps(spec)})


class Generator(torch.nn.Module):
    """Upsample, then convolve. `folded`: the equalized scale is in the weights; else it multiplies them at every call,
    as the published code does."""

    def __init__(self, spec, tensors, folded):
        super().__init__()
        assert spec["first_layer"] == "linear" and spec["norm_placement"] == "after_activation"
        assert spec["output_activation"] == "none" and spec["norm_after_first"] and spec["normalize_latent"]
        self.top, self.epsilon, self.slope = spec["last_level"], spec["norm_epsilon"], spec["leaky_slope"]
        self.scales = {}
        for name, value in tensors.items():
            scale = 1.0
            if not folded and name.endswith("weight"):
                scale = math.sqrt(2.0 / np.prod(value.shape[1:]))
            self.scales[name.replace(".", "_")] = scale
            self.register_buffer(name.replace(".", "_"), value / scale)

    def weights(self, name):
        weight, bias = getattr(self, name + "_weight"), getattr(self, name + "_bias")
        scale = self.scales[name + "_weight"]
        return (weight if scale == 1.0 else weight * scale), bias

    def norm(self, x):
        return x * torch.rsqrt(torch.mean(x * x, dim=1, keepdim=True) + self.epsilon)

    def layer(self, x, name):
        return self.norm(F.leaky_relu(F.conv2d(x, *self.weights(name), padding=1), self.slope))

    def forward(self, z):
        weight, bias = self.weights("levels_0_first")
        if bias.numel() * 16 == weight.shape[0]:
            bias = bias.repeat_interleave(16)
        x = F.linear(self.norm(z), weight, bias).view(z.shape[0], -1, 4, 4)
        x = self.layer(self.norm(F.leaky_relu(x, self.slope)), "levels_0_conv")
        for level in range(1, self.top + 1):
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            x = self.layer(self.layer(x, f"levels_{level}_conv1"), f"levels_{level}_conv2")
        return F.conv2d(x, *self.weights(f"levels_{self.top}_to_rgb"))
