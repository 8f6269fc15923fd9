#!/usr/bin/python3
"""What the window does with much: how long it takes to its first face, how fast a drag is and how much memory it holds.

    tests/bench/load.py [--program build/release/bin/progan-explorer] [CASE...]

Each case is a data folder made here, opened by the real program under Xvfb (1280 x 800, drawn in software), which is then
dragged by xdotool. One line per case; "nothing" is what the others are to be compared with. Needs Xvfb, xdotool and NumPy.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

import numpy as np

LATENT = 128
RANDOM = np.random.default_rng(1)


def latent():
    return [round(float(x), 6) for x in RANDOM.standard_normal(LATENT)]


def favourite(i):
    return {"id": f"f{i}", "name": f"Face {i}", "tags": [f"tag{i % 50}"], "created": "2026-05-04T09:08:07Z", "latent": latent()}


def nothing(data):
    return []


def favourites(data):
    (data / "favourites.json").write_text(json.dumps({"version": 1, "favourites": [favourite(i) for i in range(10000)]}))
    return []


def history(data):
    """As many steps as an append-only file could have got without being pruned."""
    face = {"version": 1}
    lines = [json.dumps(face)]
    z = latent()
    for i in range(1, 100001):
        lines.append(json.dumps({"id": i, "parent": i - 1, "time": "2026-05-04T09:08:07Z", "label": f"Seed {i}", "model": "a" * 64,
                                 "model_name": "Other", "face": {"latent": z, "degrees": []}, "latent": z} if i % 100 == 1 else
                                {"id": i, "parent": i - 1, "time": "2026-05-04T09:08:07Z", "label": f"Seed {i}", "model": "a" * 64,
                                 "model_name": "Other"}))
    (data / "history.jsonl").write_text("\n".join(lines) + "\n")
    return []


def journey(data):
    keys = [{"frames": 25, "easing": "linear", "latent": latent()} for _ in range(500)]
    path = data / "long.journey.json"
    path.write_text(json.dumps({"version": 1, "fps": 25, "loop": False, "method": "hypersphere", "keyframes": keys}))
    return [str(path)]


def hour(data):
    """500 keys over an hour, 90,000 frames."""
    keys = [{"frames": 180, "easing": "linear", "latent": latent()} for _ in range(500)]
    path = data / "hour.journey.json"
    path.write_text(json.dumps({"version": 1, "fps": 25, "loop": False, "method": "hypersphere", "keyframes": keys}))
    return [str(path)]


def included_model(program):
    return pathlib.Path(program).resolve().parents[3] / "models" / "portraits.safetensors"


def axes(data, program):
    """2,000 of them, in the file that the model has in the data folder."""
    count = 2000
    told = subprocess.run([str(pathlib.Path(program).parent / "progan"), "info", "--json", str(included_model(program))],
                          check=True, capture_output=True, text=True)
    identity = json.loads(told.stdout)["sha256"]
    directions = RANDOM.standard_normal((count, LATENT)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    entries = [{"id": f"load-{i}", "name": f"Axis {i}", "method": "imported"} for i in range(count)]
    described = json.dumps({"version": 1, "model": {"sha256": identity, "name": "Portraits 128"}, "axes": entries})
    (data / "axes").mkdir()
    with zipfile.ZipFile(data / "axes" / f"{identity}.npz", "w") as archive:
        for name, array in ("directions.npy", directions), ("effects.npy", np.ones(count, np.float32)):
            with archive.open(name, "w") as entry:
                np.lib.format.write_array(entry, array)
        archive.writestr("axes.json", described)
    return []


def large_checkpoint(data, program):
    """The included model, and beside it 4 GiB that the generator does not need, as a run's optimizer has. The bytes are a hole in
    the file, so the disk is not filled."""
    raw = included_model(program).read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + length])
    body = raw[8 + length:]
    header["optimizer.moments"] = {"dtype": "F32", "shape": [1 << 30], "data_offsets": [len(body), len(body) + (4 << 30)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path = data / "large.safetensors"
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + body)
        file.truncate(8 + len(text) + len(body) + (4 << 30))
    return ["--model", str(path)]


def models(data, program):
    folder = data / "models"
    folder.mkdir()
    source = included_model(program)
    for i in range(500):
        os.link(source, folder / f"model-{i}.safetensors") if source.stat().st_dev == folder.stat().st_dev else \
            os.symlink(source, folder / f"model-{i}.safetensors")
    return []


CASES = {"nothing": nothing, "10,000 favourites": favourites, "100,000 steps": history, "500 keys": journey,
         "an hour, 500 keys": hour, "2,000 axes": axes, "500 models": models, "4 GiB checkpoint": large_checkpoint}
NEED_PROGRAM = (axes, models, large_checkpoint)


def memory_mib(process):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


class Window:
    """The program on a display of its own."""

    def __init__(self, program, data, options):
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                       pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        number = os.read(read, 16).decode().strip()
        self.environment = dict(os.environ, DISPLAY=f":{number}", LIBGL_ALWAYS_SOFTWARE="1", WAYLAND_DISPLAY="", LC_ALL="C.UTF-8")
        self.probe_file = data / "probe.json"
        self.began = time.monotonic()
        self.process = subprocess.Popen([program, "--data-dir", str(data), "--ui-probe", str(self.probe_file), "--width", "1280",
                                         "--height", "800", *options], env=self.environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def probe(self):
        try:
            return json.loads(self.probe_file.read_text())
        except (OSError, json.JSONDecodeError):
            return None

    def wait_for(self, condition, patience=300):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            seen = self.probe()
            if seen and condition(seen):
                return seen
            if self.process.poll() is not None:
                sys.exit(f"The program ended: {self.process.stderr.read().decode()}")
            time.sleep(0.01)
        sys.exit("The program did not get there in time.")

    def input(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait(60)
        self.server.terminate()
        self.server.wait(60)


def measure(program, name, make):
    with tempfile.TemporaryDirectory(dir=pathlib.Path.cwd()) as folder:
        data = pathlib.Path(folder)
        options = make(data, program) if make in NEED_PROGRAM else make(data)
        window = Window(program, data, options)
        window.wait_for(lambda p: not p["state"]["loading"] and p["counters"]["shown"] > 0)
        first = time.monotonic() - window.began
        window.wait_for(lambda p: not p["state"]["finding"])
        rest = window.wait_for(lambda p: any(w.startswith("Axes/") and w.endswith("/Slider") for w in p["widgets"]) or True)
        sliders = [r for w, r in rest["widgets"].items() if "Slider" in w]
        x, y, w, h = sliders[0] if sliders else (100, 400, 100, 20)
        window.input("mousemove", int(x + w / 2), int(y + h / 2))
        window.input("mousedown", 1)
        for i in range(200):
            window.input("mousemove", int(x + w * (0.2 + 0.6 * (i % 50) / 50)), int(y + h / 2))
        window.input("mouseup", 1)
        time.sleep(0.5)
        seen = window.probe()["counters"]
        print(f"{name:20} first face {first:6.2f} s   drag: median {seen['latency_p50_ms']:5.1f} ms, 95 % below "
              f"{seen['latency_p95_ms']:6.1f} ms, longest frame {seen['longest_frame_ms']:6.1f} ms   "
              f"{memory_mib(window.process.pid):6.0f} MiB", flush=True)
        window.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/bin/progan-explorer")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    options = parser.parse_args()
    for name, make in CASES.items():
        if not options.cases or name in options.cases:
            measure(str(pathlib.Path(options.program).resolve()), name, make)


if __name__ == "__main__":
    main()
