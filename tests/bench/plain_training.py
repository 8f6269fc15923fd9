"""Training a ProGAN in plain PyTorch, as published code does it: upsample, then convolve; convolve, then pool; the
equalized scale at every call; one tensor a parameter; torch.optim.Adam. What progan train is compared with, in numbers
(tests/data/make_training_references.py) and in speed (compare_training.py)."""
import math

import torch
import torch.nn.functional as F
from plain_augmentation import augment

GROUP = 4


def seed_for(seed, step, purpose):
    """The seed of one of a step's random numbers, as core/torch/training/training.cpp makes it."""
    mask = (1 << 64) - 1
    z = (seed * 0x9E3779B97F4A7C15 + step * 8 + purpose + 1) & mask
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        z = ((z ^ (z >> 30)) * factor) & mask
    return z ^ (z >> 31)


FAKES, MIX, GENERATOR_FAKES, AUGMENTED_REALS, AUGMENTED_FAKES, AUGMENTED_GENERATOR_FAKES = 2, 3, 4, 5, 6, 7


def normals(seed, step, purpose, *shape):
    generator = torch.Generator().manual_seed(seed_for(seed, step, purpose))
    return torch.randn(*shape, generator=generator)


class Equalized(torch.nn.Module):
    """A layer whose unit-variance weight is scaled at every call."""

    def __init__(self, inputs, outputs, kernel=0, gain=math.sqrt(2)):
        super().__init__()
        shape = (outputs, inputs, kernel, kernel) if kernel else (outputs, inputs)
        self.weight = torch.nn.Parameter(torch.randn(*shape))
        self.bias = torch.nn.Parameter(torch.zeros(outputs))
        self.scale = gain / math.sqrt(inputs * (kernel * kernel if kernel else 1))
        self.kernel = kernel

    def forward(self, x):
        if not self.kernel:
            return F.linear(x, self.weight * self.scale, self.bias)
        return F.conv2d(x, self.weight * self.scale, self.bias, padding=self.kernel // 2)


def lrelu(x):
    return F.leaky_relu(x, 0.2)


def pixel_norm(x):
    return x / torch.sqrt(torch.mean(x * x, dim=1, keepdim=True) + 1e-8)


def upsample(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


class Generator(torch.nn.Module):
    def __init__(self, latent, channels):
        super().__init__()
        self.first = Equalized(latent, channels[0] * 16, gain=math.sqrt(2) / 4)
        self.conv = Equalized(channels[0], channels[0], 3)
        self.conv1 = torch.nn.ModuleList(Equalized(a, b, 3) for a, b in zip(channels, channels[1:]))
        self.conv2 = torch.nn.ModuleList(Equalized(b, b, 3) for b in channels[1:])
        self.to_rgb = torch.nn.ModuleList(Equalized(c, 3, 1, gain=1) for c in channels)

    def forward(self, z, level, alpha):
        x = pixel_norm(lrelu(self.first(pixel_norm(z)).reshape(len(z), -1, 4, 4)))
        x = below = pixel_norm(lrelu(self.conv(x)))
        for i in range(level):
            below = x
            x = pixel_norm(lrelu(self.conv1[i](upsample(x))))
            x = pixel_norm(lrelu(self.conv2[i](x)))
        image = self.to_rgb[level](x)
        if alpha < 1:
            image = (1 - alpha) * upsample(self.to_rgb[level - 1](below)) + alpha * image
        return image

    def layer(self, name):
        """A layer by its name in our files."""
        _, level, kind = name.split(".")
        level = int(level)
        return {"first": lambda: self.first, "conv": lambda: self.conv, "conv1": lambda: self.conv1[level - 1],
                "conv2": lambda: self.conv2[level - 1], "to_rgb": lambda: self.to_rgb[level]}[kind]()


class Discriminator(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.from_rgb = torch.nn.ModuleList(Equalized(3, c, 1) for c in channels)
        self.conv1 = torch.nn.ModuleList(Equalized(c, c, 3) for c in channels[1:])
        self.conv2 = torch.nn.ModuleList(Equalized(b, a, 3) for a, b in zip(channels, channels[1:]))
        self.conv = Equalized(channels[0] + 1, channels[0], 3)
        self.dense = Equalized(channels[0] * 16, channels[0])
        self.score = Equalized(channels[0], 1, gain=1)

    def forward(self, image, level, alpha):
        x = lrelu(self.from_rgb[level](image))
        for i in range(level, 0, -1):
            x = lrelu(self.conv1[i - 1](x))
            x = lrelu(F.avg_pool2d(self.conv2[i - 1](x), 2))
            if i == level and alpha < 1:
                x = (1 - alpha) * lrelu(self.from_rgb[i - 1](F.avg_pool2d(image, 2))) + alpha * x
        n, c, h, w = x.shape
        size = min(GROUP, n)
        y = x.reshape(size, n // size, c, h, w)
        y = torch.sqrt(((y - y.mean(0, keepdim=True)) ** 2).mean(0) + 1e-8).mean((1, 2, 3), keepdim=True)
        x = torch.cat([x, y.repeat(size, 1, h, w)], 1)
        x = lrelu(self.conv(x))
        return self.score(lrelu(self.dense(x.reshape(n, -1)))).reshape(-1)

    def layer(self, name):
        _, level, kind = name.split(".")
        level = int(level)
        return {"from_rgb": lambda: self.from_rgb[level], "conv": lambda: self.conv, "dense": lambda: self.dense,
                "score": lambda: self.score, "conv1": lambda: self.conv1[level - 1],
                "conv2": lambda: self.conv2[level - 1]}[kind]()


class Training:
    def __init__(self, latent, channels, seed, loss, r1_interval=16, dtype=torch.float32):
        self.latent, self.seed, self.loss, self.r1_interval, self.dtype = latent, seed, loss, r1_interval, dtype
        self.generator = Generator(latent, channels).to(dtype)
        self.average = Generator(latent, channels).to(dtype)
        self.average.load_state_dict(self.generator.state_dict())
        self.discriminator = Discriminator(channels).to(dtype)
        self.optimizers = [torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0, 0.99), eps=1e-8)
                           for network in (self.generator, self.discriminator)]

    def step(self, step, level, alpha, reals, learning_rate, r1_gamma, average_decay, augmentation=0.0):
        """reals: uint8 [n, r, r, 3]. Returns the losses by name."""
        n = len(reals)
        reals = (reals.permute(0, 3, 1, 2).to(self.dtype) / 127.5) - 1
        if alpha < 1:
            reals = (1 - alpha) * upsample(F.avg_pool2d(reals, 2)) + alpha * reals
        for optimizer in self.optimizers:
            optimizer.param_groups[0]["lr"] = learning_rate

        def latents(purpose):
            return normals(self.seed, step, purpose, n, self.latent).to(self.dtype)

        def augmented(images, purpose):
            return augment(images, torch.Generator().manual_seed(seed_for(self.seed, step, purpose)), augmentation)

        with torch.no_grad():
            fakes = augmented(self.generator(latents(FAKES), level, alpha), AUGMENTED_FAKES)
        self.discriminator.requires_grad_(True)
        penalty = torch.zeros((), dtype=self.dtype)
        total = 0
        if self.loss == "wgan-gp":
            reals = augmented(reals, AUGMENTED_REALS)
            real_scores, fake_scores = self.discriminator(reals, level, alpha), self.discriminator(fakes, level, alpha)
            generator = torch.Generator().manual_seed(seed_for(self.seed, step, MIX))
            mix = torch.rand(n, 1, 1, 1, generator=generator).to(self.dtype)
            between = (reals + (fakes - reals) * mix).requires_grad_(True)
            gradient, = torch.autograd.grad(self.discriminator(between, level, alpha).sum(), between, create_graph=True)
            penalty = 10 * ((torch.sqrt((gradient ** 2).sum((1, 2, 3)) + 1e-12) - 1) ** 2).mean()
            loss = fake_scores.mean() - real_scores.mean()
            total = 0.001 * (real_scores ** 2).mean()
        else:
            penalised = step % self.r1_interval == 0 and r1_gamma > 0
            reals.requires_grad_(penalised)
            real_scores = self.discriminator(augmented(reals, AUGMENTED_REALS), level, alpha)
            fake_scores = self.discriminator(fakes, level, alpha)
            loss = F.softplus(fake_scores).mean() + F.softplus(-real_scores).mean()
            if penalised:
                gradient, = torch.autograd.grad(real_scores.sum(), reals, create_graph=True)
                penalty = r1_gamma * self.r1_interval / 2 * (gradient ** 2).sum((1, 2, 3)).mean()
        self.optimizers[1].zero_grad()
        (loss + total + penalty).backward()
        self.optimizers[1].step()

        self.discriminator.requires_grad_(False)
        seen = augmented(self.generator(latents(GENERATOR_FAKES), level, alpha), AUGMENTED_GENERATOR_FAKES)
        scores = self.discriminator(seen, level, alpha)
        generator_loss = -scores.mean() if self.loss == "wgan-gp" else F.softplus(-scores).mean()
        self.optimizers[0].zero_grad()
        generator_loss.backward()
        self.optimizers[0].step()
        with torch.no_grad():
            for average, now in zip(self.average.parameters(), self.generator.parameters()):
                average.lerp_(now, 1 - average_decay)
        return {"generator": float(generator_loss), "discriminator": float(loss), "penalty": float(penalty),
                "real_score": float(real_scores.mean()), "fake_score": float(fake_scores.mean()),
                "real_sign": float(real_scores.sign().mean())}
