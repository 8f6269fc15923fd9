"""run_pytorch.py MODEL LATENTS.npy THREADS BATCH SECONDS [--folded] [--values OUT.npy]: median ms an image, as JSON."""
import json
import sys
import time

import numpy as np
import torch

from network import Generator, read_model

model, latents, threads, batch, seconds = sys.argv[1:6]
torch.set_num_threads(int(threads))
generator = Generator(*read_model(model), folded="--folded" in sys.argv).eval()
z = torch.from_numpy(np.load(latents))
with torch.no_grad():
    if "--values" in sys.argv:
        values = torch.cat([generator(row[None]) for row in z])
        np.save(sys.argv[sys.argv.index("--values") + 1], values.numpy().reshape(len(z), -1))
    rows = z.repeat(int(batch), 1)[:int(batch)]
    generator(rows)
    times = []
    end = time.perf_counter() + float(seconds)
    while time.perf_counter() < end or len(times) < 3:
        began = time.perf_counter()
        image = generator(rows)
        ((image.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)  # what a request of ours does too
        times.append((time.perf_counter() - began) * 1000 / len(rows))
print(json.dumps({"p50_ms": sorted(times)[len(times) // 2], "rounds": len(times)}))
