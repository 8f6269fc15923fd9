#!/usr/bin/python3
"""Makes what tests/train/torch_trainer_test.cpp compares with. Run by hand; the results are committed.

    /usr/bin/python3 tests/data/make_training_references.py

training/NAME.safetensors holds small networks before one training step, the pictures of that step, and what plain
PyTorch makes of them in double precision: losses, both networks' gradients and weights after the step, the average.
"""
import json
import pathlib
import sys

import numpy as np
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "bench"))
import safetensors_writer  # noqa: E402
from plain_training import Training  # noqa: E402

LATENT, CHANNELS, BATCH = 5, [6, 5, 4], 8
CASES = {
    "first_level": {"loss": "logistic-r1", "level": 0, "alpha": 1.0, "step": 0},
    "r1_fading": {"loss": "logistic-r1", "level": 2, "alpha": 0.3, "step": 32},
    "without_r1": {"loss": "logistic-r1", "level": 1, "alpha": 1.0, "step": 33},
    "wgan_fading": {"loss": "wgan-gp", "level": 1, "alpha": 0.6, "step": 7},
    "wgan_whole": {"loss": "wgan-gp", "level": 2, "alpha": 1.0, "step": 8},
    "r1_augmented": {"loss": "logistic-r1", "level": 2, "alpha": 0.7, "step": 48, "augment": 0.8},
    "wgan_augmented": {"loss": "wgan-gp", "level": 1, "alpha": 1.0, "step": 9, "augment": 0.6},
}


def generator_layers():
    for level in range(len(CHANNELS)):
        for kind in ["first", "conv"] if level == 0 else ["conv1", "conv2"]:
            yield f"levels.{level}.{kind}"
        yield f"levels.{level}.to_rgb"


def discriminator_layers():
    for level in range(len(CHANNELS)):
        yield f"levels.{level}.from_rgb"
        for kind in ["conv", "dense", "score"] if level == 0 else ["conv1", "conv2"]:
            yield f"levels.{level}.{kind}"


def parameters(network, layers, prefix, of=lambda parameter: parameter):
    """Copies by name, in double precision."""
    result = {}
    for name in layers:
        layer = network.layer(name)
        for kind, parameter in (("weight", layer.weight), ("bias", layer.bias)):
            value = of(parameter)
            result[f"{prefix}{name}.{kind}"] = (torch.zeros_like(parameter) if value is None else value).detach().numpy().copy()
    return result


def main():
    folder = HERE / "training"
    folder.mkdir(exist_ok=True)
    for number, (name, case) in enumerate(CASES.items()):
        torch.manual_seed(number)
        training = Training(LATENT, CHANNELS, seed=11, loss=case["loss"], dtype=torch.float64)
        with torch.no_grad():
            for network in (training.generator, training.discriminator):
                for parameter in network.parameters():
                    if parameter.dim() == 1:
                        parameter.normal_(0, 0.3)
                    parameter.copy_(parameter.float())  # what float32 can hold
        training.average.load_state_dict(training.generator.state_dict())
        side = 4 << case["level"]
        reals = torch.from_numpy(np.random.RandomState(number).randint(0, 256, (BATCH, side, side, 3)).astype(np.uint8))
        tensors = {**parameters(training.generator, generator_layers(), "before.generator."),
                   **parameters(training.discriminator, discriminator_layers(), "before.discriminator."),
                   "reals": reals.numpy()}
        losses = training.step(case["step"], case["level"], case["alpha"], reals, 0.002, 0.7, 0.9, case.get("augment", 0.0))
        tensors.update(parameters(training.generator, generator_layers(), "gradient.generator.", lambda p: p.grad))
        tensors.update(parameters(training.discriminator, discriminator_layers(), "gradient.discriminator.", lambda p: p.grad))
        tensors.update(parameters(training.generator, generator_layers(), "after.generator."))
        tensors.update(parameters(training.discriminator, discriminator_layers(), "after.discriminator."))
        tensors.update(parameters(training.average, generator_layers(), "after.average."))
        metadata = {"case": json.dumps(case), "losses": json.dumps(losses)}
        tensors["losses"] = np.array([losses[k] for k in ("generator", "discriminator", "real_score", "fake_score", "penalty", "real_sign")])
        safetensors_writer.write(folder / (name + ".safetensors"), tensors, metadata)
        print(name, losses)


main()
