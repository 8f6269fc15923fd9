#!/usr/bin/python3
"""Makes what the tests of core/latent compare with, by NumPy and PyTorch. Run by hand; the result is committed.

    /usr/bin/python3 tests/data/make_latent_references.py

latent_references.json: "seeds": for each mode, seed and size the values as the bits of their float32, so that equality means
equality of bits; "interpolations": for each method the formula of the header, evaluated by NumPy in float64.
"""
import json
import pathlib

import numpy as np
import torch

SEEDS = [0, 1, 21, 12345, 4294967295]


def bits(values):
    return np.asarray(values, dtype=np.float32).view(np.uint32).tolist()


def seeds():
    for seed in SEEDS:
        for size in [1, 2, 5, 128, 512]:
            yield {"mode": "numpy", "seed": seed, "size": size, "bits": bits(np.random.RandomState(seed).randn(size))}
        for size in [1, 5, 15, 16, 17, 33, 128, 512]:
            torch.manual_seed(seed)
            yield {"mode": "torch", "seed": seed, "size": size, "bits": bits(torch.randn(size).numpy())}


def hypersphere(a, b, t):
    """TF-Hub tutorial: the second latent is scaled to the first one's length, and so is what lies between."""
    length = np.linalg.norm(a)
    between = a + (b * length / np.linalg.norm(b) - a) * t
    return between * length / np.linalg.norm(between)


def slerp(a, b, t):
    """Shoemake 1985 between the directions; the length goes linearly from one to the other."""
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(np.dot(u, v), -1, 1))
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return direction * (length_a + (length_b - length_a) * t)


def lerp(a, b, t):
    return a + (b - a) * t


def interpolations():
    random = np.random.RandomState(7)
    for size in [2, 3, 128]:
        a = random.randn(size).astype(np.float32)
        b = (random.randn(size) * 1.7).astype(np.float32)
        for method in (hypersphere, slerp, lerp):
            for t in [0.1, 0.5, 0.875]:
                result = method(a.astype(np.float64), b.astype(np.float64), t)
                yield {"method": method.__name__, "t": t, "a": bits(a), "b": bits(b), "result": bits(result)}


path = pathlib.Path(__file__).resolve().parent / "latent_references.json"
rows = [f'"{name}": [\n' + ",\n".join(json.dumps(row, separators=(",", ":")) for row in made) + "\n]"
        for name, made in (("seeds", seeds()), ("interpolations", interpolations()))]
path.write_text("{\n" + ",\n".join(rows) + "\n}\n")
