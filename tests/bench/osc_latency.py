#!/usr/bin/python3
"""How soon the face shows what a message of Open Sound Control asked for, beside the mouse: the time from the input to the end of
the swap that shows its face, as the window measures both ("Performance").

    tests/bench/osc_latency.py [--program build/release/bin/progan-explorer] [--rounds 3] [--count 200]

The real program under Xvfb (1280 x 800, drawn in software) with the included model. In each round a slider is dragged by xdotool
and then moved by messages over the loopback, one at a time, each sent once the face before it has been shown. Needs what load.py
needs. Nothing is asserted. The machine should have nothing else to do.
"""
import argparse
import pathlib
import socket
import struct
import tempfile
import time

import numpy as np

from load import Window


def padded(data):
    return data + b"\0" * (4 - len(data) % 4)


def message(address, value):
    return padded(address.encode()) + padded(b",f") + struct.pack(">f", value)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Hands:
    def __init__(self, window, port, axis, slider):
        self.window, self.port, self.axis = window, port, axis
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.x, self.y, self.w, self.h = slider

    def counters(self):
        while not (seen := self.window.probe()):
            pass
        return seen["counters"]

    def one(self, act):
        """The latency of what `act` does, or nothing if it asked for no face."""
        before = self.counters()["latencies"]
        act()
        end = time.monotonic() + 2
        while time.monotonic() < end:
            seen = self.counters()
            if seen["latencies"] > before:
                return seen["latency_last_ms"]
            time.sleep(0.002)
        return None

    def place(self, i):
        return 0.25 + 0.5 * ((i * 7) % 50) / 50

    def drag(self, count):
        y = int(self.y + self.h / 2)
        self.window.input("mousemove", int(self.x + self.w * 0.5), y)
        self.window.input("mousedown", 1)
        time.sleep(0.5)
        found = [self.one(lambda i=i: self.window.input("mousemove", int(self.x + self.w * self.place(i)), y)) for i in range(count)]
        self.window.input("mouseup", 1)
        return found

    def send(self, count):
        return [self.one(lambda i=i: self.socket.sendto(message(f"/axis/{self.axis}", 2 * self.place(i) - 1),
                                                        ("127.0.0.1", self.port))) for i in range(count)]


def told(name, found):
    there = [x for x in found if x is not None]
    print(f"{name:6} {len(there):5} faces   median {np.median(there):5.1f} ms, 95 % below {np.percentile(there, 95):5.1f} ms", flush=True)
    return there


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/bin/progan-explorer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=200, help="of each kind per round")
    options = parser.parse_args()
    port = free_port()
    mouse, osc = [], []
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder)
        (data / "session.json").write_text('{"version": 2}')  # no card for newcomers
        window = Window(str(pathlib.Path(options.program).resolve()), data, ["--osc", str(port)])
        try:
            window.wait_for(lambda p: not p["state"]["loading"] and p["counters"]["shown"] > 0 and not p["state"]["finding"])
            seen = window.wait_for(lambda p: any(w.startswith("Axis/") and w.endswith("/Slider") for w in p["widgets"]))
            name = next(w for w in seen["widgets"] if w.startswith("Axis/") and w.endswith("/Slider"))
            hands = Hands(window, port, name.split("/")[1], seen["widgets"][name])
            for _ in range(options.rounds):
                mouse += told("mouse", hands.drag(options.count))
                osc += told("OSC", hands.send(options.count))
            print("all rounds:")
            told("mouse", mouse)
            told("OSC", osc)
        finally:
            window.close()


if __name__ == "__main__":
    main()
