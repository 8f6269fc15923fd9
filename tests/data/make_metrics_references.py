#!/usr/bin/python3
"""Makes what tests/metrics/metrics_test.cpp compares with: metrics/references.safetensors. NumPy alone, in double
precision, written from the papers' formulas. Run by hand; the result is committed.

    /usr/bin/python3 tests/data/make_metrics_references.py
"""
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import safetensors_writer  # noqa: E402


def picture(number, side):
    """Smooth colours with noise; the C++ test makes the same."""
    y, x = np.mgrid[0:side, 0:side]
    planes = []
    for c in range(3):
        wave = (x * (3 + c + number % 5) + y * (7 - c + number % 3)) % 64
        grain = (x * x * 31 + y * y * 17 + x * y * (c + 1) * 7 + number * 101) % 97
        planes.append((wave * 2 + grain + 13 * number % 50) % 256)
    return np.stack(planes, -1).astype(np.uint8)


def noise(image, number):
    """The C++ test makes the same."""
    i = np.arange(image.size, dtype=np.int64).reshape(image.shape)
    return np.clip(image.astype(int) + (i * i * 7919 + i * 31 + number * 104729) % 81 - 40, 0, 255).astype(np.uint8)


def blur(plane):
    """5 x 5 binomial, borders mirrored about the edge pixel."""
    kernel = np.array([1, 4, 6, 4, 1]) / 16
    padded = np.pad(plane, 2, mode="reflect")
    rows = sum(kernel[k] * padded[:, k:k + plane.shape[1]] for k in range(5))
    return sum(kernel[k] * rows[k:k + plane.shape[0]] for k in range(5))


def laplacian_pyramid(image, coarsest):
    level = np.moveaxis(image.astype(np.float64), -1, 0)
    levels = []
    while level.shape[1] > coarsest:
        half = np.stack([blur(plane)[::2, ::2] for plane in level])
        spread = np.zeros_like(level)
        spread[:, ::2, ::2] = half
        levels.append(level - np.stack([4 * blur(plane) for plane in spread]))
        level = half
    return levels + [level]


def patches(images, coarsest, count, random):
    """Per level [images * count, 3, 7, 7], channels normalised over all."""
    result = None
    for image in images:
        pyramid = laplacian_pyramid(image, coarsest)
        result = result or [[] for _ in pyramid]
        for found, level in zip(result, pyramid):
            side = level.shape[1]
            for _ in range(count):
                x, y = random.randint(0, side - 6, 2)
                found.append(level[:, y:y + 7, x:x + 7])
    normalised = []
    for found in result:
        found = np.stack(found)
        found -= found.mean((0, 2, 3), keepdims=True)
        normalised.append((found / found.std((0, 2, 3), keepdims=True)).reshape(len(found), -1))
    return normalised


def swd(a, b, directions, random):
    result = []
    for of_a, of_b in zip(a, b):
        d = random.standard_normal((of_a.shape[1], directions))
        d /= np.sqrt((d * d).sum(0))
        result.append(1000 * np.abs(np.sort(of_a @ d, 0) - np.sort(of_b @ d, 0)).mean())
    return result


def ms_ssim(a, b):
    def gaussian(size):
        sigma = size * 1.5 / 11
        weights = np.exp(-((np.arange(size) - (size - 1) / 2) ** 2) / (2 * sigma ** 2))
        return weights / weights.sum()

    def window(x, weights):
        n = len(weights)
        rows = sum(weights[k] * x[:, k:x.shape[1] - n + 1 + k] for k in range(n))
        return sum(weights[k] * rows[k:x.shape[0] - n + 1 + k] for k in range(n))

    result, exponents = 1, [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    a, b = a.astype(np.float64), b.astype(np.float64)
    for scale, exponent in enumerate(exponents):
        weights = gaussian(min(11, *a.shape[:2]))
        ma, mb, aa, bb, ab = (window(x, weights) for x in (a, b, a * a, b * b, a * b))
        c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
        contrast = (2 * (ab - ma * mb) + c2) / (aa - ma * ma + bb - mb * mb + c2)
        whole = contrast * (2 * ma * mb + c1) / (ma * ma + mb * mb + c1)
        result *= max(0, (whole if scale == 4 else contrast).mean()) ** exponent
        a, b = (x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2, 3).mean((1, 3)) for x in (a, b))
    return result


def main():
    tensors = {}
    for i, level in enumerate(laplacian_pyramid(picture(3, 64), 16)):
        tensors[f"pyramid {i}"] = level
    random = np.random.RandomState(1)
    a, b = ([picture(n, 32) for n in range(first, first + 64)] for first in (0, 64))
    noisy = [noise(image, n) for n, image in enumerate(a)]
    distances = []
    for other in (b, noisy):
        distances.append(swd(patches(a, 16, 64, random), patches(other, 16, 64, random), 512, random))
    tensors["swd"] = np.array(distances)
    tensors["ms_ssim"] = np.array([ms_ssim(picture(1, 64), picture(other, 64)) for other in (1, 2, 6)] +
                                  [ms_ssim(a[0].repeat(2, 0).repeat(2, 1), noisy[0].repeat(2, 0).repeat(2, 1))])
    folder = HERE / "metrics"
    folder.mkdir(exist_ok=True)
    safetensors_writer.write(folder / "references.safetensors", tensors)
    print(distances, tensors["ms_ssim"])


main()
