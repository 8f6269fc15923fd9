"""make_large.py KIND FILE: a checkpoint with the full 1024 x 1024 layout, 23 million parameters, 92 MB, to time opening.

KIND: zip or legacy (pytorch_GAN_zoo in either of PyTorch's formats), or pickle (NVIDIA's plain pickle)."""
import os
import pickle
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pytorch_dialects as pt  # noqa: E402
import tensorflow_dialects as tf  # noqa: E402
from containers import fake_class  # noqa: E402

CHANNELS = [512, 512, 512, 512, 256, 128, 64, 32, 16]


def nvidia_pickle(file):
    Network = fake_class("tfutil", "Network")
    network = Network()
    variables = tf.nvidia(np.random.RandomState(1), latent=512, channels=CHANNELS)
    network.__dict__.update(version=2, name="Gs", static_kwargs={}, build_module_src="", build_func_name="G_paper",
                            variables=variables)
    with open(file, "wb") as out:
        pickle.dump(network, out, protocol=2)


def gan_zoo(file, zip_format):
    net = pt.gan_zoo(np.random.RandomState(1), latent=512, channels=CHANNELS)
    torch.save({"avgG": net}, file, _use_new_zipfile_serialization=zip_format)


kind, file = sys.argv[1:]
if kind == "pickle":
    nvidia_pickle(file)
else:
    gan_zoo(file, kind == "zip")
print(f"{file}: {os.path.getsize(file) / 1e6:.1f} MB")
