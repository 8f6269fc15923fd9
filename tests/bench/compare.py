"""compare.py: `progan bench` against eager PyTorch and ONNX Runtime on the same weights and latents, in one run.

  /usr/bin/python3 tests/bench/compare.py [--layouts full-128,full-1024,default] [--threads 1,2] [--batch 1,8]
                                          [--seconds 2] [--rounds 5] [--folder build/bench]

Needs Debian's python3-torch and, for ONNX Runtime, node and npm (onnxruntime-node is installed into the folder; without
it that column stays empty). First all outputs must agree; then the contestants alternate, and the table shows medians."""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
from network import Generator, read_model, write_random_model  # noqa: E402

PROGAN = os.path.join(ROOT, "build/release/bin/progan")
LAYOUTS = {"full-128": (512, [512, 512, 512, 512, 256, 128]),
           "full-1024": (512, [512, 512, 512, 512, 256, 128, 64, 32, 16]), "default": None}
TOLERANCE = 1e-3


def numbers(text):
    return [int(part) for part in text.split(",")]


def run(command, threads):
    """The command on that many processors; what it printed, read as JSON."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    if len(cores) < threads:
        sys.exit(f"{threads} threads were asked for, but there are {len(cores)} processors.")
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    result = subprocess.run(["taskset", "-c", ",".join(map(str, cores))] + command, check=True, env=environment,
                            stdout=subprocess.PIPE, text=True)
    return json.loads(result.stdout)


def onnx_runtime(folder):
    """The folder of onnxruntime-node, or None."""
    module = os.path.join(folder, "node_modules/onnxruntime-node")
    if not os.path.isdir(module):
        if not shutil.which("npm"):
            return None
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder,
                        "onnxruntime-node"], check=True, stdout=subprocess.DEVNULL)
    return module


class Layout:
    def __init__(self, name, folder):
        self.name = name
        self.model = os.path.join(ROOT, "models/toon_heads.safetensors")
        if LAYOUTS[name]:
            self.model = os.path.join(folder, name + ".safetensors")
            write_random_model(self.model, *LAYOUTS[name])
        self.spec, tensors = read_model(self.model)
        self.stem = os.path.join(folder, name)
        z = np.random.RandomState(3).standard_normal((4, self.spec["latent_size"])).astype("<f4")
        np.save(self.stem + ".npy", z)
        z.tofile(self.stem + ".f32")
        torch.onnx.export(Generator(self.spec, tensors, folded=True).eval(), torch.from_numpy(z[:1]),
                          self.stem + ".onnx", input_names=["z"], output_names=["image"], opset_version=13,
                          dynamic_axes={"z": {0: "n"}, "image": {0: "n"}})

    def ours(self, threads, batch, seconds, values=None):
        return run([PROGAN, "bench", "--device", "cpu", "--model", self.model, "--json", "--batch", str(batch),
                    "--seconds", str(seconds)] +
                   (["--latents", self.stem + ".npy", "--save-values", values] if values else []), threads)["results"][0]

    def pytorch(self, threads, batch, seconds, values=None, folded=False):
        return run([sys.executable, os.path.join(HERE, "run_pytorch.py"), self.model, self.stem + ".npy", str(threads),
                    str(batch), str(seconds)] + (["--folded"] if folded else []) +
                   (["--values", values] if values else []), threads)

    def folded(self, threads, batch, seconds, values=None):
        return self.pytorch(threads, batch, seconds, values, folded=True)

    def onnx(self, threads, batch, seconds, values=None):
        return run(["node", os.path.join(HERE, "run_onnx.js"), self.stem + ".onnx", self.stem + ".f32",
                    str(self.spec["latent_size"]), str(threads), str(batch), str(seconds)] +
                   ([values] if values else []), threads)


def check_agreement(layout, contestants):
    values = {}
    for name, contestant in contestants.items():
        file = f"{layout.stem}.{name}.values" + ("" if name == "onnx" else ".npy")
        contestant(2 if len(os.sched_getaffinity(0)) > 1 else 1, 1, 0.05, file)
        values[name] = (np.fromfile(file, "<f4") if name == "onnx" else np.load(file)).reshape(4, -1)
    reference = values["pytorch"]
    for name, images in values.items():
        difference = float(np.abs(images - reference).max())
        print(f"{layout.name}: {name} differs from PyTorch by at most {difference:.2g} "
              f"(images span {reference.min():.2f} to {reference.max():.2f})", flush=True)
        if not difference < TOLERANCE:
            sys.exit("The outputs do not agree: nothing was timed.")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--layouts", default="full-128,full-1024,default")
    options.add_argument("--threads", type=numbers, default=[1, 2])
    options.add_argument("--batch", type=numbers, default=[1, 8])
    options.add_argument("--seconds", type=float, default=2)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", default=os.path.join(ROOT, "build/bench"))
    options = options.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    module = onnx_runtime(options.folder)
    if module:
        os.environ["ONNXRUNTIME_NODE"] = module
    rows = []
    for name in options.layouts.split(","):
        layout = Layout(name, options.folder)
        contestants = {"ours": layout.ours, "pytorch": layout.pytorch, "folded": layout.folded}
        if module:
            contestants["onnx"] = layout.onnx
        check_agreement(layout, contestants)
        for threads in options.threads:
            for batch in options.batch:
                times = {contestant: [] for contestant in contestants}
                gflops = []
                for _ in range(options.rounds):
                    for contestant, measure in contestants.items():
                        result = measure(threads, batch, options.seconds)
                        times[contestant].append(result["p50_ms"])
                        gflops += [result["direct_gflops"]] if contestant == "ours" else []
                medians = {contestant: statistics.median(values) for contestant, values in times.items()}
                ratio = {c: statistics.median(t / o for t, o in zip(times[c], times["ours"])) for c in contestants}
                row = [name, str(threads), str(batch), f"{medians['ours']:.2f}", f"{statistics.median(gflops):.0f}"]
                for contestant in ("pytorch", "folded", "onnx"):
                    row.append(f"{medians[contestant]:.2f} ({ratio[contestant]:.1f}x)" if contestant in medians else "-")
                rows.append(row)
                print(" ".join(row), flush=True)
    print("\n| layout | threads | batch | ours, ms an image | GFLOP/s (direct) | eager PyTorch | PyTorch, scale folded "
          "| ONNX Runtime |\n|---|---|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


main()
