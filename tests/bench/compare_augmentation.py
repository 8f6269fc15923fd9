#!/usr/bin/python3
"""compare_augmentation.py: trains on few pictures with and without augmentation, and measures both against others.

  tests/bench/compare_augmentation.py --data FEW --others OTHERS --folder OUT [--seeds 1,2,3] [--ways none,ada]
                                      [--options "--resolution 32 --channels 96,96,64,32 --images-per-phase 20000"]

FEW and OTHERS are folders of pictures that have none in common. Every run is measured by `progan evaluate` (sliced
Wasserstein distance x 1000, mean over the sizes) at its last snapshot and at the one nearest to its held-back pictures, with
half of OTHERS, so that the other half shows how far apart real pictures are. Runs that are finished in OUT are not trained
again, and those that were stopped continue. Needs Python's standard library alone."""
import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROGAN = os.path.join(os.path.dirname(os.path.dirname(HERE)), "build/release/bin/progan")


def train(options, way, seed, out):
    command = [options.program, "train", "--device", "cpu", "--out", out]
    if os.path.exists(os.path.join(out, "checkpoint.safetensors")):
        command += ["--resume"]
    else:
        command += ["--data", options.data, "--augment", way, "--seed", str(seed)] + shlex.split(options.options)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def distance(options, model):
    command = [options.program, "evaluate", "--model", model, "--data", options.others, "--json", "--patches", "64", "--pairs", "200"]
    result = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return result["swd_x1000"]["mean"], result["swd_x1000_real_against_real"]["mean"], result["ms_ssim"], result["images"]


def last_event(out, key):
    found = None
    with open(os.path.join(out, "events.jsonl")) as file:
        for line in file:
            found = json.loads(line).get(key, found)
    return found


def pooled_deviation(groups):
    squares = sum(sum((value - statistics.mean(group)) ** 2 for value in group) for group in groups)
    return (squares / max(1, sum(len(group) - 1 for group in groups))) ** 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "others", "folder"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--program", default=PROGAN)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--ways", default="none,ada")
    parser.add_argument("--options", default="--resolution 32 --channels 96,96,64,32 --images-per-phase 20000")
    options = parser.parse_args()
    ways = options.ways.split(",")
    results = {(model, way): [] for model in ("model", "best") for way in ways}
    print("| augmentation | seed | last | best | MS-SSIM of the last | probability at the end |\n|---|---|---|---|---|---|")
    for seed in options.seeds.split(","):  # a seed's runs follow each other, so that part of the seeds can be compared
        for way in ways:
            out = os.path.join(options.folder, f"{way}-{seed}")
            train(options, way, seed, out)
            row = {}
            for model in ("model", "best"):
                file = os.path.join(out, model + ".safetensors")
                if os.path.exists(file):  # without held-back pictures there is no best
                    row[model] = distance(options, file)
                    results[model, way].append(row[model][0])
            best = f"{row['best'][0]:.1f}" if "best" in row else ""
            print(f"| {way} | {seed} | {row['model'][0]:.1f} | {best} | {row['model'][2]:.3f} | "
                  f"{last_event(out, 'augment_probability') or 0:.2f} |", flush=True)
    print(f"\nReal against real: {row['model'][1]:.1f}, over {row['model'][3]} pictures.")
    for model in ("model", "best"):
        groups = [results[model, way] for way in ways]
        if len(groups) != 2 or min(map(len, groups)) < 2:
            continue
        difference = statistics.mean(groups[0]) - statistics.mean(groups[1])
        deviation = pooled_deviation(groups)
        print(f"{model}: {ways[0]} {statistics.mean(groups[0]):.1f}, {ways[1]} {statistics.mean(groups[1]):.1f}; the difference "
              f"{difference:.1f} is {difference / deviation:.1f} times the pooled standard deviation {deviation:.1f}.")


if __name__ == "__main__":
    sys.exit(main())
