"""compare_training.py: `progan train` against plain PyTorch on the same networks and losses, in one run.

  /usr/bin/python3 tests/bench/compare_training.py [--layouts default,wide] [--losses logistic-r1,wgan-gp]
                                                   [--threads 2] [--seconds 6] [--rounds 3] [--from-level 0]
                                                   [--folder build/bench]

Needs Debian's python3-torch. tests/train/torch_trainer_test.cpp holds both to the same numbers, step by step. For each
phase the two alternate; the table shows medians of images per second and of their ratios."""
import argparse
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import time
import zlib

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGAN = os.path.join(ROOT, "build/release/bin/progan")
LAYOUTS = {"default": (128, [128, 128, 64, 32, 16]), "portraits": (128, [160, 160, 96, 64, 32, 16]),
           "twice": (256, [320, 320, 192, 128, 64, 32]), "wide": (512, [512, 512, 512, 512])}
BATCH, PICTURES = 16, 64
ROUND = 16 * BATCH  # of lazy R1: only whole ones are measured, or one contestant would have more of it than the other
ROUGHLY = {0: 900, 1: 400, 2: 200, 3: 120, 4: 60, 5: 30}  # our images per second on two cores, to make the phases long enough


def write_png(path, pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pictures(folder, side):
    os.makedirs(folder, exist_ok=True)
    random = np.random.RandomState(1)
    for i in range(PICTURES):
        write_png(os.path.join(folder, f"{i}.png"), random.randint(0, 256, (side, side, 3)).astype(np.uint8))


def on_processors(command, threads):
    """Its output, and its peak memory in MiB."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    process = subprocess.Popen(["taskset", "-c", ",".join(map(str, cores))] + command, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ, OMP_NUM_THREADS=str(threads)))
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return output, usage.ru_maxrss / 1024


def ours(options, data, out, latent, channels, loss):
    """Images per second by (level, phase), and peak memory."""
    shutil.rmtree(out, ignore_errors=True)
    slower = max(1, max(channels) / 128) ** 1.5
    images = [max(1, int(options.seconds * ROUGHLY[level] / slower) // ROUND) * ROUND if level >= options.from_level else BATCH
              for level in range(len(channels))]
    _, memory = on_processors([PROGAN, "train", "--data", data, "--out", out, "--device", "cpu", "--latent", str(latent),
                       "--resolution", str(4 << len(channels) - 1), "--channels", ",".join(map(str, channels)),
                       "--images-per-phase", ",".join(map(str, images)), "--batch", str(BATCH), "--loss", loss,
                       "--augment", "none", "--held-back", "0"],  # as the other does it
                      options.threads)
    done, before = {}, 0  # images and seconds; the other saves and measures nothing, so that counts for neither
    for line in open(os.path.join(out, "events.jsonl")):
        event = json.loads(line)
        if event["event"] == "progress":
            seen = done.setdefault((event["level"], event["phase"]), [0, 0])
            seen[0] += event["images"] - before
            seen[1] += event["seconds"] - event["seconds_saving"]
            before = event["images"]
    return {phase: images / seconds for phase, (images, seconds) in done.items() if phase[0] >= options.from_level}, memory


def plain(options, latent, channels, loss):
    output, memory = on_processors([sys.executable, os.path.abspath(__file__), "--as-plain", "--seconds", str(options.seconds),
                                    "--threads", str(options.threads), "--from-level", str(options.from_level),
                                    "--networks", json.dumps([latent, channels, loss])], options.threads)
    return {(level, phase): rate for level, phase, rate in json.loads(output)}, memory


def run_plain(options):
    import torch
    sys.path.insert(0, HERE)
    from plain_training import Training
    torch.set_num_threads(options.threads)
    latent, channels, loss = json.loads(options.networks)
    training = Training(latent, channels, 1, loss)
    rates, step = [], 0
    for level in range(options.from_level, len(channels)):
        reals = torch.randint(0, 256, (BATCH, 4 << level, 4 << level, 3), dtype=torch.uint8)
        for phase, alpha in ([("fade-in", 0.5)] if level else []) + [("training", 1.0)]:
            training.step(step, level, alpha, reals, 0.002, 0.1, 0.999)
            begin, images = time.perf_counter(), 0
            while time.perf_counter() - begin < options.seconds or images % ROUND:
                step += 1
                training.step(step, level, alpha, reals, 0.002, 0.1, 0.999)
                images += BATCH
            rates.append((level, phase, images / (time.perf_counter() - begin)))
    print(json.dumps(rates))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--layouts", default="default,wide")
    options.add_argument("--losses", default="logistic-r1,wgan-gp")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seconds", type=float, default=6)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--from-level", type=int, default=0, help="measure from this level on (0: 4 x 4)")
    options.add_argument("--folder", default=os.path.join(ROOT, "build/bench"))
    options.add_argument("--as-plain", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--networks", help=argparse.SUPPRESS)
    options = options.parse_args()
    if options.as_plain:
        return run_plain(options)
    rows = []
    for name in options.layouts.split(","):
        latent, channels = LAYOUTS[name]
        data = os.path.join(options.folder, f"noise{4 << len(channels) - 1}")
        pictures(data, 4 << len(channels) - 1)
        for loss in options.losses.split(","):
            rounds = [(ours(options, data, os.path.join(options.folder, "training"), latent, channels, loss),
                       plain(options, latent, channels, loss)) for _ in range(options.rounds)]
            for phase in rounds[0][0][0]:
                rates = [(a[phase], b[phase]) for (a, _), (b, _) in rounds]
                ratio = statistics.median(a / b for a, b in rates)
                rows.append([name, loss, f"{4 << phase[0]}", phase[1], f"{statistics.median(a for a, _ in rates):.0f}",
                             f"{statistics.median(b for _, b in rates):.0f}", f"{ratio:.2f}x"])
                print(" ".join(rows[-1]), flush=True)
            peaks = [max(memory for _, memory in side) for side in zip(*rounds)]
            print(f"{name} {loss}: peak memory {peaks[0]:.0f} MiB, plain PyTorch {peaks[1]:.0f} MiB", flush=True)
    print("\n| layout | loss | side | phase | ours, images/s | plain PyTorch | ratio |\n|---|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


main()
