#!/usr/bin/python3
"""Makes default.safetensors from the PyTorch state dict it was trained as (see default.md).

    /usr/bin/python3 models/convert_from_pytorch.py GENERATOR.pt models/default.safetensors

The state dict holds N(0,1)-scaled weights; the equalized learning rate's factors are folded in here.
"""
import json
import math
import sys

import torch

import safetensors_writer

LEAKY_GAIN = math.sqrt(2)


def fold(state, name, factor):
    return (state[name + ".weight"].double() * factor).float().numpy(), state[name + ".bias"].float().numpy()


def convolution_factor(state, name):
    return LEAKY_GAIN / math.sqrt(state[name + ".weight"][0].numel())


def convert(state):
    latent_size = state["l0.weight"].shape[1]
    channels = [state["c0.weight"].shape[0]]
    tensors = {}

    def add(name, source, factor):
        tensors[name + ".weight"], tensors[name + ".bias"] = fold(state, source, factor)

    add("levels.0.first", "l0", LEAKY_GAIN / 4 / math.sqrt(latent_size))
    add("levels.0.conv", "c0", convolution_factor(state, "c0"))
    add("levels.0.to_rgb", "rgb.0", 1 / math.sqrt(channels[0]))
    level = 1
    while f"a.{level - 1}.weight" in state:
        add(f"levels.{level}.conv1", f"a.{level - 1}", convolution_factor(state, f"a.{level - 1}"))
        add(f"levels.{level}.conv2", f"b.{level - 1}", convolution_factor(state, f"b.{level - 1}"))
        channels.append(state[f"b.{level - 1}.weight"].shape[0])
        add(f"levels.{level}.to_rgb", f"rgb.{level}", 1 / math.sqrt(channels[-1]))
        level += 1
    spec = {
        "version": 1,
        "name": "Toon heads 64",
        "data_set": "20,000 DiceBear \"toon head\" avatars at 64 x 64",
        "licence": "CC BY 4.0",
        "credit": "\"ToonHead\" by Johan Melin (johanmelin.com), CC BY 4.0 (creativecommons.org/licenses/by/4.0), "
                  "rendered with DiceBear 9.4 (MIT), recoloured and cropped.",
        "latent_size": latent_size,
        "channels": channels,
        "first_layer": "linear",
        "normalize_latent": True,
        "norm_after_first": True,
        "norm_placement": "after_activation",
        "norm_epsilon": 1e-8,
        "epsilon_inside_root": True,
        "leaky_slope": 0.2,
        "output_activation": "none",
        "output_activation_from_level": 0,
        "output_range": [-1, 1],
        "to_rgb_levels": list(range(level)),
        "last_level": level - 1,
        "alpha": 1,
    }
    return tensors, spec


if __name__ == "__main__":
    source, target = sys.argv[1:]
    tensors, spec = convert(torch.load(source, map_location="cpu"))
    safetensors_writer.write(target, tensors, {"format": "pt", "progan_spec": json.dumps(spec)})
