"""The few operations that all code bases share, as each of them writes it down."""
import math

import numpy as np
import torch
import torch.nn.functional as F


def randn(rng, *shape):
    return torch.from_numpy(rng.standard_normal(shape).astype(np.float32))


def bias(rng, *shape):
    return 0.3 * randn(rng, *shape)


def pixel_norm(x, epsilon=1e-8):
    return x * torch.rsqrt(torch.mean(x * x, dim=1, keepdim=True) + epsilon)


def lrelu(x):
    return F.leaky_relu(x, 0.2)


def nearest(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


def he(weight):
    """sqrt(2 / fan_in) of an [out, in, ...] weight."""
    return math.sqrt(2.0 / np.prod(weight.shape[1:]))


def fused_up(x, iohw):
    """A 3 x 3 transposed convolution fused with nearest x2: four shifted copies summed, then stride 2."""
    w = F.pad(iohw, (1, 1, 1, 1))
    w = w[:, :, 1:, 1:] + w[:, :, :-1, 1:] + w[:, :, 1:, :-1] + w[:, :, :-1, :-1]
    return F.conv_transpose2d(x, w, stride=2, padding=1)
