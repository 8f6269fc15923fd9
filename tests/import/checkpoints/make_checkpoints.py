"""make_checkpoints.py OUT: writes small checkpoints in the layouts of many code bases, with random weights, and beside
each what that code base's own arithmetic makes of two latents. The importer's tests compare with it.

OUT/good/<case>/: the checkpoint, latents.bin and images.bin (float32, C order), expect.json.
OUT/refused/<case>/: the file, and in expect.json words that the refusal must hold.
Needs Python with PyTorch and NumPy; Debian's python3-torch will do."""
import collections
import json
import os
import pickle
import sys
import warnings

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pytorch_dialects as pt  # noqa: E402
import tensorflow_dialects as tf  # noqa: E402
from arithmetic import randn  # noqa: E402
from containers import fake_class, write_bundle  # noqa: E402

OUT = sys.argv[1]


def folder(kind, name):
    path = os.path.join(OUT, kind, name)
    os.makedirs(path, exist_ok=True)
    return path


def good(name, write, z, images, dialect, container, channels, **more):
    """`write` gets the folder and returns the checkpoint's name in it."""
    path = folder("good", name)
    file = write(path)
    z.detach().numpy().astype("<f4").tofile(os.path.join(path, "latents.bin"))
    images.detach().numpy().astype("<f4").tofile(os.path.join(path, "images.bin"))
    expect = {"file": file, "dialect": dialect, "container": container, "latent_size": z.shape[1],
              "channels": list(channels), "side": images.shape[2], "alpha": 1.0, "ema": False,
              "normalize_latent": True, "output_min": -1.0, "tolerance": 1e-4, "options": {}, "words": []}
    expect.update(more)
    assert np.isfinite(images.detach().numpy()).all() and 0.02 < images.std() < 20, (name, images.std())
    json.dump(expect, open(os.path.join(path, "expect.json"), "w"), indent=1)


def torch_file(name, value, legacy=False):
    def write(path):
        torch.save(value, os.path.join(path, name), _use_new_zipfile_serialization=not legacy)
        return name
    return write


def rng_of(seed):
    return np.random.RandomState(seed)


def adam_moments(net):
    """An optimizer's state whose tensors have the weights' shapes."""
    return {"state": {i: {"step": 7, "exp_avg": torch.ones_like(w), "exp_avg_sq": torch.ones_like(w)}
                      for i, w in enumerate(net.values())},
            "param_groups": [{"lr": 0.001, "params": list(range(len(net)))}]}


# ---- good ones ----


def gan_zoo():
    rng = rng_of(1)
    Config = fake_class("models.utils.config", "BaseConfig")
    net, other = pt.gan_zoo(rng), pt.gan_zoo(rng)
    config = Config()
    config.__dict__.update(depthScale0=10, depthOtherScales=[8, 6], latentVectorDim=14, dimOutput=3, alpha=0.0,
                           leakyReluLeak=0.2, perChannelNormalization=True, equalizedlR=True, lossCriterion="WGANGP")
    net_d = pt.od([("fromRGBLayers.0.module.weight", randn(rng, 12, 3, 1, 1)),
                   ("decisionLayer.module.weight", randn(rng, 1, 12))])
    z = pt.latents(rng, 14)
    value = {"config": config, "netG": other, "netD": net_d, "avgG": net}
    good("gan_zoo", torch_file("celeba_s2_i80000.pth", value, legacy=True), z, pt.gan_zoo_forward(net, z), "gan_zoo",
         "torch-legacy", pt.CHANNELS, ema=True, words=["pytorch_gan_zoo", "avgg"])

    old = pt.gan_zoo(rng, latent=9, channels=[7, 11, 5], module="")
    config = Config()
    config.__dict__.update(alpha=0.3, lossCriterion="WGANGP", categoryVectorDim=2)
    z = pt.latents(rng, 9)
    good("gan_zoo_fading", torch_file("old.pth", {"config": config, "netG": old}), z,
         pt.gan_zoo_forward(old, z, 0.3, ""), "gan_zoo", "torch-zip", [7, 11, 5], alpha=0.7, words=["labels"])


def nvidia():
    rng = rng_of(2)
    Network = fake_class("tfutil", "Network")
    channels = (10, 8, 6)

    def network(variables, name):
        net = Network()
        net.__dict__.update(version=2, name=name, static_kwargs={"num_channels": 3, "resolution": 16, "label_size": 0},
                            build_module_src="import os\nos.system('false')\n", build_func_name="G_paper",
                            variables=variables)
        return net

    def plain(name, value, protocol):
        def write(path):
            with open(os.path.join(path, name), "wb") as file:
                pickle.dump(value, file, protocol=protocol)
            return name
        return write

    discriminator = network([("FromRGB_lod0/weight", rng.standard_normal((1, 1, 3, 6)).astype(np.float32)),
                             ("4x4/Dense0/weight", rng.standard_normal((192, 12)).astype(np.float32))], "D")
    z = pt.latents(rng, 14)
    for name, fused, lod, protocol in (("nvidia", False, 0.0, 4), ("nvidia_fused", True, 0.4, 4),
                                       ("nvidia_protocol_0", True, 0.0, 0), ("nvidia_protocol_2", False, 1.0, 2)):
        raw, average = (tf.nvidia(rng, 14, channels, fused, lod) for _ in range(2))
        value = (network(raw, "G"), discriminator, network(average, "Gs"))
        good(name, plain("network-snapshot.pkl", value, protocol), z, tf.nvidia_forward(average, z), "nvidia", "pickle",
             channels, ema=True, alpha=1 - (lod % 1), words=["nvidia"])
    raw, half = ([(name, np.asfortranarray(value.astype(np.float16))) for name, value in tf.nvidia(rng, 14, channels)]
                 for _ in range(2))
    good("nvidia_half_fortran", plain("half.pkl", (network(raw, "G"), discriminator, network(half, "Gs")), 5), z,
         tf.nvidia_forward(half, z), "nvidia", "pickle", channels, ema=True)

    Old = fake_class("network", "Network")
    nets = []
    for _ in range(3):
        values, layers = tf.theano(rng, 12, (10, 8, 6))
        net = Old()
        net.__dict__.update(build_func_spec={"func": "G_paper", "resolution": 16}, param_values=values,
                            toplevel_params={"cur_lod": 0.0})
        nets.append(net)
    z = pt.latents(rng, 12)
    good("theano", plain("theano.pkl", tuple(nets), 2), z, tf.theano_forward(layers, z, 3), "theano", "pickle",
         (10, 8, 6), ema=True)

    # A good network beside a call of os.system: nothing of it may happen.
    class Evil:
        def __reduce__(self):
            return os.system, ("touch PWNED",)
    raw, average = (tf.nvidia(rng, 14, channels) for _ in range(2))
    z = pt.latents(rng, 14)
    good("nvidia_beside_os_system", plain("evil.pkl", (network(raw, "G"), Evil(), network(average, "Gs")), 3), z,
         tf.nvidia_forward(average, z), "nvidia", "pickle", channels, ema=True)


def tfgan():
    rng = rng_of(3)
    channels = (10, 8, 6)
    z = pt.latents(rng, 12)
    raw, average = (tf.tfgan(rng, 12, channels) for _ in range(2))
    variables = dict(raw)
    for name, value in average.items():
        variables[name + "/ExponentialMovingAverage"] = value
        variables[name + "/Adam"] = np.ones_like(value)
        variables[name + "/Adam_1"] = np.ones_like(value)
    variables["progressive_gan_discriminator/progressive_gan_block_1/conv0/conv2d/kernel"] = \
        np.ones((3, 3, 13, 12), np.float32)
    variables["global_step"] = np.array(123, np.int64)

    def checkpoint(path):
        write_bundle(os.path.join(path, "model.ckpt-123"), variables)
        with open(os.path.join(path, "checkpoint"), "w") as file:
            file.write('model_checkpoint_path: "model.ckpt-123"\n')
        return "model.ckpt-123.index"
    good("tfgan", checkpoint, z, tf.tfgan_forward(average, z), "tfgan", "tensorbundle", channels, ema=True)

    def module(names):
        def write(path):
            top = os.path.join(path, "progan-128_1")
            write_bundle(os.path.join(top, "variables", "variables"), names)
            open(os.path.join(top, "saved_model.pb"), "wb").write(b"\x08\x01")
            open(os.path.join(top, "tfhub_module.pb"), "wb").write(b"\x08\x03")
            return "progan-128_1"
        return write
    scope = "module/progressive_gan_generator/"
    named = tf.tfgan(rng, 12, channels, scope)
    good("hub", module(named), z, tf.tfgan_forward(named, z, scope), "tfgan", "tensorbundle", channels, output_min=0.0,
         words=["0..1"])
    unnamed = {}
    for name, value in named.items():
        block = int(name.split("progressive_gan_block_")[1].split("/")[0])
        layer = {"conv0": "a", "conv1": "b", "to_rgb": "out"}[name.split("/")[3]]
        unnamed[f"gen/stage_{block}/{layer}/" + ("kernel" if "kernel" in name else "bias")] = value
    good("hub_unknown_names", module(unnamed), z, tf.tfgan_forward(named, z, scope), "tf_unnamed", "tensorbundle",
         channels, output_min=0.0, words=["unknown names", "shapes"])


def akanimax():
    rng = rng_of(4)
    channels = [9, 12, 7]
    for equalized in (True, False):
        nets = [pt.akanimax(rng, 13, channels, 3) for _ in range(2)]
        if not equalized:
            nets = [pt.od((k, 0.15 * v) for k, v in net.items()) for net in nets]
        conf = {"depth": 4, "num_channels": 3, "latent_size": 13, "use_eql": equalized}
        z = pt.latents(rng, 13)
        value = {"generator": {"conf": conf, "state_dict": nets[0]}, "shadow_generator": {"conf": conf, "state_dict": nets[1]},
                 "discriminator": {"conf": conf, "state_dict": pt.od([("final_block.conv_1.weight", randn(rng, 4, 4, 3, 3))])}}
        good("akanimax_v3" if equalized else "akanimax_v3_plain", torch_file("depth_4_epoch_2.bin", value), z,
             pt.akanimax_forward(nets[1], z, 3, equalized=equalized), "akanimax_v3", "torch-zip", channels, ema=True)
    net = pt.akanimax(rng, 8, channels, 2, "module.")
    z = pt.latents(rng, 8)
    z = z / z.norm(dim=1, keepdim=True) * 8 ** 0.5
    good("akanimax_v2", torch_file("GAN_GEN_SHADOW_2.pth", net, legacy=True), z,
         pt.akanimax_forward(net, z, 2, "module."), "akanimax_v2", "torch-legacy", channels, normalize_latent=False,
         words=["not normalised"])


def aladdin():
    rng = rng_of(5)
    net = pt.aladdin(rng, untrained_from=3)
    z = pt.latents(rng, 16)
    value = {"state_dict": net, "optimizer": adam_moments(net)}
    good("aladdin_untrained_tail", torch_file("generator.pth", value), z, pt.aladdin_forward(net, z, 2), "aladdin",
         "torch-zip", [10, 8, 6, 5], words=["untrained"])
    good("aladdin_level_chosen", torch_file("generator.pth", value), z, pt.aladdin_forward(net, z, 1), "aladdin",
         "torch-zip", [10, 8, 6, 5], options={"level": 1})
    good("aladdin_4_pixels", torch_file("generator.pth", value), z, pt.aladdin_forward(net, z, 0), "aladdin",
         "torch-zip", [10, 8, 6, 5], options={"level": 0})


def rosinality():
    rng = rng_of(6)
    net = pt.rosinality_parameters(rng, labels=5)
    Module = torch.nn.Module
    Generator = fake_class("model", "Generator", (Module,))
    Inner = fake_class("model", "EqualConv2d", (Module,))
    EqualLR = fake_class("model", "EqualLR")
    root = Generator()
    Module.__init__(root)
    for name, value in net.items():
        at = root
        *path, leaf = name.split(".")
        for part in path:
            if part not in at._modules:
                child = Inner()
                Module.__init__(child)
                child.hook = EqualLR()
                at._modules[part] = child
            at = at._modules[part]
        at._parameters[leaf] = torch.nn.Parameter(value)
    z = pt.latents(rng, 12)
    for name, options, label in (("rosinality", {}, 0), ("rosinality_label", {"label": 3}, 3)):
        good(name, torch_file("120000.model", root, legacy=True), z, pt.rosinality_forward(net, z, label),
             "rosinality", "torch-legacy", pt.CHANNELS, options=options, words=["5 labels"])


def others():
    rng = rng_of(7)
    z = pt.latents(rng, 12)
    net = pt.nashory(rng)
    good("nashory", torch_file("gen_R5_T9.pth.tar", {"resl": 5, "state_dict": net, "optimizer": adam_moments(net)}, True),
         z, pt.nashory_forward(net, z), "nashory", "torch-legacy", pt.CHANNELS, normalize_latent=False, words=["scale"])
    net = pt.nashory(rng, growing=True)
    good("nashory_growing", torch_file("gen_R5_T4.pth.tar", {"resl": 5, "state_dict": net}), z,
         pt.nashory_forward(net, z), "nashory", "torch-zip", pt.CHANNELS, normalize_latent=False, words=["growing"])
    net = pt.ptrblck(rng)
    good("ptrblck", torch_file("100_celeb_hq_network-snapshot-010403.pth", net, True), z, pt.ptrblck_forward(net, z),
         "ptrblck", "torch-legacy", pt.CHANNELS)
    net = pt.netdissect(rng)
    good("netdissect", torch_file("proggan_bedroom.pth", {"state_dict": net}), z, pt.netdissect_forward(net, z),
         "netdissect", "torch-zip", pt.CHANNELS)
    for style in ("genforce", "interfacegan"):
        for fused in (False, True):
            nets = [pt.genforce(rng, fused=fused, style=style) for _ in range(2)]
            value = nets[0]
            if style == "genforce":
                value = {"generator": nets[1], "discriminator": {"input0.weight": randn(rng, 6, 3, 1, 1)},
                         "generator_smooth": nets[0]}
            good(style + ("_fused" if fused else ""), torch_file("pggan_celebahq.pth", value), z,
                 pt.genforce_forward(nets[0], z, fused, style), style, "torch-zip", pt.CHANNELS,
                 ema=style == "genforce", words=["fused"] if fused else [])
    average, raw = pt.mmgeneration(rng, prefix="generator_ema."), pt.mmgeneration(rng)
    value = {"meta": {"mmgen": "0.1"}, "state_dict": collections.OrderedDict([*raw.items(), *average.items()])}
    good("mmgeneration", torch_file("pggan_celeba.pth", value), z, pt.mmgeneration_forward(average, z, "generator_ema."),
         "mmgeneration", "torch-zip", pt.CHANNELS, ema=True)


def traps():
    rng = rng_of(8)
    z = pt.latents(rng, 13)
    net = pt.akanimax(rng, 13, [9, 12, 7], 3)

    def case(name, changed, legacy=False, write=None, **more):
        good(name, write or torch_file("g.pth", changed, legacy), z, pt.akanimax_forward(changed, z, 3), "akanimax_v3",
             "torch-legacy" if legacy else "torch-zip", [9, 12, 7], **more)

    case("half", pt.od((k, v.half()) for k, v in net.items()))
    case("double", pt.od((k, v.double()) for k, v in net.items()))
    case("not_contiguous", pt.od((k, v.transpose(0, 1).contiguous().transpose(0, 1) if v.dim() == 4 else v)
                                 for k, v in net.items()))
    pool = torch.cat([v.flatten() for v in net.values()])
    at, shared = 0, pt.od([])
    for key, value in net.items():
        shared[key] = pool[at:at + value.numel()].view(value.shape)
        at += value.numel()
    case("one_storage", shared)
    case("one_storage_legacy", shared, legacy=True)  # storages named by their addresses
    case("parameters", pt.od((k, torch.nn.Parameter(v)) for k, v in net.items()))

    def on_gpu(path):
        """As torch.save writes it on a GPU: each storage says that it was on cuda:0."""
        import zipfile
        plain = os.path.join(path, "cpu.pth")
        torch.save(net, plain)
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(os.path.join(path, "gpu.pth"), "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name.endswith("data.pkl"):
                    assert data.count(b"X\x03\x00\x00\x00cpu") == 1
                    data = data.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
                target.writestr(name, data)
        os.remove(plain)
        return "gpu.pth"
    case("from_gpu", net, write=on_gpu)


# ---- refused ones ----


def refused(name, file, words, value=None, data=None):
    path = folder("refused", name)
    if value is not None:
        torch.save(value, os.path.join(path, file))
    elif data is not None:
        open(os.path.join(path, file), "wb").write(data)
    json.dump({"file": file, "words": words}, open(os.path.join(path, "expect.json"), "w"))
    return os.path.join(path, file)


def refusals():
    rng = rng_of(9)
    w = randn(rng, 4, 4, 3, 3)
    refused("discriminator", "d.pth", ["discriminator"], {"fromRGBLayers.0.module.weight": w, "decisionLayer.module.weight": w})
    refused("batch_norm", "dcgan.pth", ["batch norm"], {"main.0.weight": w, "main.1.running_mean": w[0, 0, 0],
                                                        "main.1.num_batches_tracked": torch.tensor(3)})
    refused("spectral_norm", "sn.pth", ["spectral norm"], {"b.weight_orig": w, "b.weight_u": w[0, 0], "b.weight_v": w[0, 0]})
    refused("stylegan", "stylegan.pth", ["stylegan"], {"g_mapping.mapping.fc0.weight": w[0, 0], "synthesis.b4.conv1.affine.weight": w})
    refused("optimizer", "optim.pth", ["optimizer"], adam_moments({"a": w}))
    refused("unknown", "unknown.pth", ["unknown layout", "body.0.weight", "[4, 4, 3, 3]"], {"body.0.weight": w, "tail.bias": w[0, 0, 0]})
    refused("no_tensors", "notes.pth", ["without tensors"], {"epoch": 3, "note": "hello"})
    refused("lfs_pointer", "model.pth", ["git-lfs"], data=b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 92\n")
    refused("web_page", "model.pth", ["web page"], data=b"\n<!DOCTYPE html><html><title>Sign in</title></html>")
    refused("empty", "model.pth", ["empty"], data=b"")
    refused("picture", "face.pth", ["picture"], data=b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
    refused("noise", "noise.pth", ["not a supported model or checkpoint"], data=bytes(rng.randint(0, 256, 500, dtype=np.uint8) | 1))
    net = pt.akanimax(rng, 13, [9, 12, 7], 3)
    for name, legacy in (("truncated_zip", False), ("truncated_legacy", True)):
        path = refused(name, "cut.pth", ["truncated"])
        torch.save(net, path, _use_new_zipfile_serialization=not legacy)
        data = open(path, "rb").read()
        open(path, "wb").write(data[:len(data) * 2 // 3])
    incomplete = pt.od((k, v) for k, v in net.items() if k != "layers.1.conv_2.bias" and k != "layers.0.conv_2.weight")
    refused("incomplete", "incomplete.pth", ["lacks", "layers.0.conv_2.weight"], incomplete)
    misshapen = pt.od(net)
    misshapen["layers.1.conv_1.weight"] = randn(rng, 12, 5, 3, 3)
    refused("misshapen", "misshapen.pth", ["[12, 5, 3, 3]"], misshapen)
    broken = pt.od(net)
    broken["layers.1.conv_1.weight"] = broken["layers.1.conv_1.weight"] * float("nan")
    refused("not_finite", "nan.pth", ["not finite"], broken)
    path = folder("refused", "missing_shard")
    write_bundle(os.path.join(path, "m", "variables", "variables"), tf.tfgan(rng))
    os.remove(os.path.join(path, "m", "variables", "variables.data-00000-of-00001"))
    json.dump({"file": "m", "words": ["variables.data-00000-of-00001", "missing"]}, open(os.path.join(path, "expect.json"), "w"))
    path = folder("refused", "empty_folder")
    os.makedirs(os.path.join(path, "m"), exist_ok=True)
    json.dump({"file": "m", "words": ["folder"]}, open(os.path.join(path, "expect.json"), "w"))


torch.set_num_threads(1)
warnings.filterwarnings("ignore", "Couldn't retrieve source code")
with torch.no_grad():
    gan_zoo()
    nvidia()
    tfgan()
    akanimax()
    aladdin()
    rosinality()
    others()
    traps()
    refusals()
