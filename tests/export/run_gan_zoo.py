"""run_gan_zoo.py MODEL.pth LATENTS.npy IMAGES.npy [torch]: the images that pytorch_GAN_zoo would make of the
latents, computed in NumPy. The file is read with Python's own zipfile and pickle or, with "torch", by PyTorch
with weights_only=True from version 2 on."""
import collections
import math
import pickle
import sys
import zipfile

import layers
import numpy as np


def with_pickle(file):
    archive = zipfile.ZipFile(file)

    class Reader(pickle.Unpickler):
        def find_class(self, module, name):
            return {("collections", "OrderedDict"): collections.OrderedDict, ("torch", "FloatStorage"): "<f4",
                    ("torch._utils", "_rebuild_tensor_v2"): rebuild}[module, name]

        def persistent_load(self, key):
            kind, dtype, name, place, count = key
            assert kind == "storage" and place == "cpu"
            storage = np.frombuffer(archive.read("archive/data/" + name), dtype)
            assert storage.size == count
            return storage

    def rebuild(storage, offset, shape, strides, *_):
        return np.lib.stride_tricks.as_strided(storage[offset:], shape, [4 * each for each in strides])

    return Reader(archive.open("archive/data.pkl")).load()


def with_torch(file):
    import torch
    safe = {"weights_only": True} if int(torch.__version__.split(".")[0]) >= 2 else {}  # 1.13 knows no floats there
    state = torch.load(file, **safe)
    return {key: value if key == "config" else {name: each.numpy() for name, each in value.items()}
            for key, value in state.items()}


def images(state, z):
    config, net = state["config"], state["avgG"]
    assert sorted(net) == sorted(state["netG"]) and all(np.array_equal(net[k], state["netG"][k]) for k in net)
    used = set()

    def layer(x, name):
        weight, bias = (net[f"{name}.module.{part}"].astype("f8") for part in ("weight", "bias"))
        used.update(f"{name}.module.{part}" for part in ("weight", "bias"))
        y = x @ weight.T + bias if weight.ndim == 2 else layers.convolution(x, weight, bias, weight.shape[2] // 2)
        return y * math.sqrt(2 / np.prod(weight.shape[1:]))  # the equalized scale: of the output, with its bias

    def active(x):
        return layers.leaky_relu(x, config["leakyReluLeak"])

    depths = [config["depthScale0"], *config["depthOtherScales"]]
    assert z.shape[1] == config["latentVectorDim"] == config["noiseVectorDim"]
    x = active(layer(layers.pixel_norm(z), "formatLayer")).reshape(len(z), depths[0], 4, 4)
    x = layers.pixel_norm(active(layer(layers.pixel_norm(x), "groupScale0.0")))
    below = None
    for scale, depth in enumerate(depths[1:]):
        below = layer(x, f"toRGBLayers.{scale}")
        x = layers.twice(x)
        for i in range(2):
            x = layers.pixel_norm(active(layer(x, f"scaleLayers.{scale}.{i}")))
        assert x.shape[1] == depth
    image = layer(x, f"toRGBLayers.{len(depths) - 1}")
    assert used == set(net), used ^ set(net)
    if config["alpha"] > 0:
        image = config["alpha"] * layers.twice(below) + (1 - config["alpha"]) * image
    return np.tanh(image) if config["lossCriterion"] in ("MSE", "DCGAN") else image


z = np.load(sys.argv[2]).astype("f8")
read = with_torch if "torch" in sys.argv[4:] else with_pickle
np.save(sys.argv[3], images(read(sys.argv[1]), z).astype("<f4"))
