#!/usr/bin/python3
"""Makes what the tests of core/sound compare with, by NumPy. Run by hand; the result is committed.

    /usr/bin/python3 tests/data/make_sound_references.py

sound_references.json: for each number of frames per second the curves of one made signal, by the formulas of
core/sound/sound_curves.h in float64. The signal (signal() below; the test makes the same): three bursts of sines and two
clicks.
"""
import json
import pathlib

import numpy as np

RATE, SECONDS = 22050, 4.03
BURSTS = [(0.5, 1.2, 440.0, 0.5), (1.6, 1.9, 1500.0, 0.1), (2.5, 3.3, 97.0, 0.8)]  # from, to, Hz, amplitude
CLICKS = [(2.2, 0.9), (3.7, 0.4)]  # at, amplitude


def signal():
    t = np.arange(int(RATE * SECONDS)) / RATE
    x = np.zeros_like(t)
    for begin, end, hertz, amplitude in BURSTS:
        x += np.where((t >= begin) & (t < end), amplitude * np.sin(2 * np.pi * hertz * t), 0)
    for at, amplitude in CLICKS:
        x[round(at * RATE)] = amplitude
    return x.astype(np.float32).astype(np.float64)


def falling(curve, fps):
    kept, out = np.exp(-1 / (fps * 0.15)), []
    for value in curve:
        out.append(max(value, kept * out[-1]) if out else value)
    return out


def loudness(x, fps):
    frame = np.floor(np.arange(len(x)) * fps / RATE + 1e-9).astype(int)
    wide = max(1, int(np.ceil(0.02 * fps)))
    frames = frame[-1] + 1
    power = np.array([np.mean(x[(frame >= i) & (frame < i + wide)] ** 2) for i in range(frames)])
    with np.errstate(divide="ignore"):
        return np.clip(1 + 10 * np.log10(power / power.max()) / 40, 0, 1)


def onsets(x, fps, frames, window=512, hop=128):
    steps = -(-len(x) // hop)
    padded = np.concatenate([np.zeros(window - hop), x, np.zeros(window)])
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    windows = np.stack([padded[i * hop : i * hop + window] for i in range(steps)])
    y = np.log1p(10 * 2 * np.abs(np.fft.rfft(windows * hann)) / hann.sum())
    rises = np.maximum(np.diff(y, axis=0, prepend=np.zeros((1, y.shape[1]))), 0).mean(axis=1)
    at = np.floor(np.arange(steps) * hop * fps / RATE + 1e-9).astype(int)
    curve = np.zeros(frames)
    for frame, rise in zip(at, rises):
        if frame < frames:
            curve[frame] = max(curve[frame], rise)
    return curve / rises.max()


references = []
x = signal()
for fps in [12.5, 25, 60, 240]:
    loud = loudness(x, fps)
    on = onsets(x, fps, len(loud))
    references.append({"fps": fps, "loudness": [round(float(v), 6) for v in falling(loud, fps)],
                       "onsets": [round(float(v), 6) for v in falling(on, fps)]})
path = pathlib.Path(__file__).parent / "sound_references.json"
path.write_text(json.dumps(references, separators=(",", ":")) + "\n")
