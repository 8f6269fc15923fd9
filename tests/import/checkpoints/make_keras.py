"""make_keras.py OUT: writes small Keras models, with random weights, as Keras 2 and Keras 3 save them, and beside each what
it makes of two latents, computed with NumPy. The same folders and files as make_checkpoints.py writes, beside its own.
tests/data/fuzz/keras holds what progan-read-hdf5 makes of some of them.
Needs Python with NumPy and h5py; Debian's python3-h5py will do."""
import json
import os
import sys
import zipfile

import h5py
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from keras_network import Network  # noqa: E402

OUT = sys.argv[1]
LATENT = 10


def folder(kind, name):
    path = os.path.join(OUT, kind, name)
    os.makedirs(path, exist_ok=True)
    return path


def good(name, file, write, net, output, channels, container, **more):
    path = folder("good", "keras_" + name)
    write(os.path.join(path, file))
    z = net.rng.standard_normal((2, LATENT)).astype(np.float32)
    images = net.forward(z, output).transpose(0, 3, 1, 2)
    z.astype("<f4").tofile(os.path.join(path, "latents.bin"))
    np.ascontiguousarray(images).astype("<f4").tofile(os.path.join(path, "images.bin"))
    expect = {"file": file, "dialect": "keras", "container": container, "latent_size": LATENT, "channels": list(channels),
              "side": images.shape[2], "alpha": 1.0, "ema": False, "normalize_latent": False, "output_min": -1.0,
              "tolerance": 1e-4, "options": {}, "words": []}
    expect.update(more)
    assert np.isfinite(images).all() and 0.02 < images.std() < 20, (name, images.std())
    json.dump(expect, open(os.path.join(path, "expect.json"), "w"), indent=1)


def refused(name, file, words, write):
    path = folder("refused", "keras_" + name)
    write(os.path.join(path, file))
    json.dump({"file": file, "words": words}, open(os.path.join(path, "expect.json"), "w"))


def tutorial(net, channels=(8, 8, 8), norm=True):
    """As Machine Learning Mastery builds it: a dense layer, and two convolutions at every size, also of 4 x 4. Gives the
    calls of the last picture, of the one below, and of the last enlarged features."""
    def unit(x, below, features):
        x = net.conv(x, below, features)
        return net.leaky(net.norm(x) if norm else x)

    x = net.reshape(net.dense(net.input(LATENT), LATENT, 16 * channels[0]), 4, 4, channels[0])
    x = unit(unit(x, channels[0], channels[0]), channels[0], channels[0])
    picture, below, enlarged = net.conv(x, channels[0], 3, 1), None, None
    for low, features in zip(channels, channels[1:]):
        enlarged = net.up(x)
        x = unit(unit(enlarged, low, features), features, features)
        below, picture = picture, net.conv(x, features, 3, 1)
    return picture, below, enlarged


def faded(net, picture, below, enlarged, alpha):
    """The convolution to RGB of the level below once more, of the enlarged features."""
    return net.sum(net.call(net.calls[below][0], enlarged), picture, alpha)


def good_ones():
    net = Network(np.random.RandomState(21))
    picture, below, enlarged = tutorial(net)
    good("tuned", "model_016x016-tuned.h5", lambda p: net.write_h5(p, net.config(False, picture)), net, picture, (8, 8, 8),
         "keras-hdf5", words=["not normalised", "no activation between them"])
    merged = faded(net, picture, below, enlarged, 0.3)
    good("faded", "model_016x016-faded.h5", lambda p: net.write_h5(p, net.config(False, merged, package="Custom>")), net,
         merged, (8, 8, 8), "keras-hdf5", alpha=0.3)
    good("faded_archive", "faded.keras", lambda p: net.write_archive(p, net.config(True, merged)), net, merged, (8, 8, 8),
         "keras", alpha=0.3)

    net = Network(np.random.RandomState(22), number=9)  # conv2d_9, ...: not the names in the archive
    picture, _, _ = tutorial(net, (12, 10, 6), norm=False)
    good("plain_archive", "tuned.keras", lambda p: net.write_archive(p, net.config(True, picture)), net, picture, (12, 10, 6),
         "keras")
    good("tensorflow_2_12", "tuned.keras",
         lambda p: net.write_archive(p, net.config(False, picture), "_layer_checkpoint_dependencies", doubled=True), net,
         picture, (12, 10, 6), "keras")
    good("plain", "model.h5", lambda p: net.write_h5(p, net.config(False, picture, kind="Model")), net, picture, (12, 10, 6),
         "keras-hdf5")
    good("of_keras_3", "model.h5", lambda p: net.write_h5(p, net.config(True, picture), "model/{layer}/{weight}", pieces=2),
         net, picture, (12, 10, 6), "keras-hdf5")

    def half(group, name, value):
        group.create_dataset(name, data=value.astype(np.float16), chunks=value.shape, compression="gzip", shuffle=True,
                             fletcher32=True)
    def weights_alone(path):
        with h5py.File(path, "w") as file:
            net.write_weights(file, net.config(False, picture))
    good("weights_alone", "model.h5", weights_alone, net, picture, (12, 10, 6), "keras-hdf5",
         words=["only weights", "slope 0.2"])

    halved = Network(np.random.RandomState(23))
    picture, _, _ = tutorial(halved, (8, 6))
    for layer in halved.layers.values():
        layer["weights"] = [(name, value.astype(np.float16).astype(np.float32)) for name, value in layer["weights"]]
    good("half_compressed", "model.h5", lambda p: halved.write_h5(p, halved.config(False, picture), write=half), halved,
         picture, (8, 6), "keras-hdf5")

    net = Network(np.random.RandomState(24))  # pixel norm last, also of the latent; tanh; the picture below is enlarged
    x = net.dense(net.norm(net.input(LATENT), "PixelNorm", epsilon=1e-6), LATENT, 16 * 7)
    x = net.norm(net.leaky(net.reshape(x, 4, 4, 7)), "PixelNorm", epsilon=1e-6)
    low = net.norm(net.leaky(net.conv(x, 7, 7)), "PixelNorm", epsilon=1e-6)
    x = net.up(low)
    for channels in (7, 5):
        x = net.norm(net.leaky(net.conv(x, channels, 5)), "PixelNorm", epsilon=1e-6)
    old, new = net.up(net.conv(low, 7, 3, 1)), net.conv(x, 5, 3, 1)
    for name, config in (("alpha_in_settings", {"alpha": 0.75}), ("alpha_unknown", {})):
        net.calls = net.calls[:max(old, new) + 1]
        last = net.activation(net.sum(old, new, config.get("alpha", 1.0), False, config), "tanh")
        good(name, "model.h5", lambda p: net.write_h5(p, net.config(False, last)), net, last, (7, 5), "keras-hdf5",
             normalize_latent=True, alpha=config.get("alpha", 1.0), words=[] if config else ["how far"])

    net = Network(np.random.RandomState(25))
    x = net.activation(net.reshape(net.dense(net.input(LATENT), LATENT, 16 * 6, use_bias=False), 4, 4, 6), "leaky_relu")
    leaky = {"module": "keras.layers", "class_name": "LeakyReLU", "config": {"name": "l", "negative_slope": 0.2}}
    x = net.conv(x, 6, 6, activation=leaky, use_bias=False)
    x = net.up(x)
    x = net.conv(x, 6, 4, activation="leaky_relu", use_bias=False)
    x = net.add("Dropout", "dropout", {"rate": 0.1}, [], x)
    x = net.conv(x, 4, 4, activation={"class_name": "function", "config": "leaky_relu"}, use_bias=False)
    x = net.conv(x, 4, 3, 1, activation="tanh", use_bias=False)
    good("sequential", "model.h5", lambda p: net.write_h5(p, net.sequential(False)), net, x, (6, 4), "keras-hdf5")
    good("sequential_archive", "model.keras", lambda p: net.write_archive(p, net.sequential(True)), net, x, (6, 4), "keras")

    net = Network(np.random.RandomState(26))
    x = net.transposed(net.reshape(net.input(LATENT), 1, 1, LATENT), LATENT, 6)
    x = net.norm(net.leaky(x, 0.1))
    x = net.conv(net.norm(net.leaky(net.conv(x, 6, 6), 0.1)), 6, 3, 1)
    good("transposed_first", "model.keras", lambda p: net.write_archive(p, net.config(True, x)), net, x, (6,), "keras")


def refusals():
    net = Network(np.random.RandomState(31))
    picture, below, enlarged = tutorial(net, (6, 5))
    config = net.config(False, picture)

    def h5(change=None, extra=None):
        def write(path):
            changed = json.loads(json.dumps(config))
            if change:
                change({layer["name"]: layer for layer in changed["config"]["layers"]}, changed)
            net.write_h5(path, changed, extra=extra, libver="latest")
        return write

    def setting(layer, **values):
        return h5(lambda layers, _: layers[layer]["config"].update(values))

    refused("bilinear", "g.h5", ["bilinear", "nearest"], setting("up_sampling2d", interpolation="bilinear"))
    refused("larger_kernel", "g.h5", ["conv2d_1", "[5, 5]", "3 x 3"], setting("conv2d_1", kernel_size=[5, 5]))
    refused("channels_first", "g.h5", ["channels first"], setting("conv2d_1", data_format="channels_first"))
    refused("two_slopes", "g.h5", ["slopes"], setting("leaky_re_lu_1", alpha=0.3))
    refused("starts_at_8", "g.h5", ["[8, 8, 6]", "4 x 4"], setting("reshape", target_shape=[8, 8, 6]))
    refused("sigmoid", "g.h5", ["unknown activation", "tanh"], setting("conv2d_5", activation="sigmoid"))
    refused("lambda", "g.h5", ["python code", "never executed"],
            h5(lambda layers, _: layers["pixel_normalization"].update(class_name="Lambda")))
    refused("unknown_layer", "g.h5", ["adainlayer", "unknown class", "pixelnormalization"],
            h5(lambda layers, _: layers["pixel_normalization"].update(class_name="AdaINLayer")))
    refused("joined", "gan.h5", ["itself a network", "generator alone"],
            h5(lambda layers, _: layers["leaky_re_lu"].update(class_name="Functional")))
    refused("circle", "g.h5", ["circle"],
            h5(lambda layers, _: layers["dense"].update(inbound_nodes=[[["conv2d_4", 0, 0, {}]]])))
    refused("missing_layer", "g.h5", ["does not exist", "nowhere"],
            h5(lambda layers, _: layers["dense"].update(inbound_nodes=[[["nowhere", 0, 0, {}]]])))
    refused("two_inputs", "g.h5", ["2 inputs"],
            h5(lambda _, model: model["config"].update(input_layers=[["input", 0, 0], ["dense", 0, 0]])))
    refused("not_json", "g.h5", ["not valid json"],
            h5(extra=lambda file: file.attrs.modify("model_config", b"{\"class_name\": ")))
    refused("subclassed", "g.keras", ["progan", "of its own", "keras.model"],
            lambda path: net.write_archive(path, {"class_name": "ProGAN", "config": {"layers": []}} | {"module": "models"}))
    refused("archive_without_weights", "g.keras", ["model.weights.h5", "missing"],
            lambda path: net.write_archive(path, net.config(True, picture), weights=False))

    def cut(path):
        h5()(path)
        data = open(path, "rb").read()
        open(path, "wb").write(data[:len(data) * 2 // 3])
    refused("truncated", "g.h5", ["truncated"], cut)

    def truncated_archive(path):
        net.write_archive(path, net.config(True, picture))
        data = open(path, "rb").read()
        open(path, "wb").write(data[:len(data) * 2 // 3])
    refused("truncated_archive", "g.keras", ["truncated"], truncated_archive)

    def in_weights(change):
        return h5(extra=lambda file: change(file["model_weights/conv2d/conv2d"]))

    def replaced(group, make):
        del group["kernel:0"]
        make(group)
    refused("lacks_weights", "g.h5", ["lacks", "conv2d/0"], in_weights(lambda group: replaced(group, lambda g: None)))
    refused("soft_link", "g.h5", ["link", "not followed"], in_weights(
        lambda group: replaced(group, lambda g: g.__setitem__("kernel:0", h5py.SoftLink("/model_weights/conv2d_1/conv2d_1/kernel:0")))))
    refused("external_link", "g.h5", ["link", "another file", "not followed"], in_weights(
        lambda group: replaced(group, lambda g: g.__setitem__("kernel:0", h5py.ExternalLink("/etc/passwd", "/kernel")))))
    refused("external_numbers", "g.h5", ["other files", "not opened"], in_weights(lambda group: replaced(
        group, lambda g: g.create_dataset("kernel:0", (3, 3, 6, 6), "<f4", external=[("/etc/passwd", 0, 1296)]))))

    def virtual(group):
        layout = h5py.VirtualLayout((3, 3, 6, 6), "<f4")
        layout[...] = h5py.VirtualSource("/etc/passwd", "kernel", (3, 3, 6, 6))
        group.create_virtual_dataset("kernel:0", layout)
    refused("virtual_numbers", "g.h5", ["other files", "not opened"], in_weights(lambda group: replaced(group, virtual)))
    refused("huge_shape", "g.h5", ["[1000000, 1000000]", "more numbers"], in_weights(lambda group: replaced(
        group, lambda g: g.create_dataset("kernel:0", (1000000, 1000000), "<f4", chunks=(1000, 1000)))))

    def nested(file):
        group = file
        for _ in range(40):
            group = group.create_group("a")
    refused("nested_deeply", "g.h5", ["nested more than 32 deep"], h5(extra=nested))
    refused("group_in_itself", "g.h5", ["nested more than 32 deep"],
            h5(extra=lambda file: file.__setitem__("model_weights/again", file["/"])))

    def weights_alone(path):
        with h5py.File(path, "w") as file:
            net.write_weights(file, net.config(False, faded(net, picture, below, enlarged, 0.5)))
    refused("weights_alone", "g.h5", ["without its layers", "model.save"], weights_alone)

    def weights_alone_3(path):
        net.write_archive(path + ".keras", net.config(True, picture))
        with zipfile.ZipFile(path + ".keras") as archive:
            open(path, "wb").write(archive.read("model.weights.h5"))
        os.remove(path + ".keras")
    refused("weights_alone_3", "g.weights.h5", ["without its layers", "model.save"], weights_alone_3)

    def other(path):
        with h5py.File(path, "w") as file:
            file.create_dataset("spectra", data=np.arange(12.0))
    refused("not_keras", "data.h5", ["hdf5", "not from keras", "model_config"], other)

    net = Network(np.random.RandomState(32))
    x = net.leaky(net.conv(net.input(16, 16, 3), 3, 6, 1))
    x = net.dense(x, 96, 1)
    refused("discriminator", "d.h5", ["takes pictures", "[16, 16, 3]", "discriminator"],
            lambda path: net.write_h5(path, net.config(False), libver="latest"))

    net = Network(np.random.RandomState(33))
    x = net.leaky(net.reshape(net.dense(net.input(LATENT), LATENT, 16 * 6), 4, 4, 6))
    x = net.leaky(net.transposed(x, 6, 6, 4, 2, "same"))
    x = net.conv(x, 6, 3, 1, activation="tanh")
    refused("dcgan", "dcgan.h5", ["transposed convolution", "dcgan", "upsampling2d"],
            lambda path: net.write_h5(path, net.config(False), libver="latest"))
    with_norm = net.config(False)
    with_norm["config"]["layers"][3]["class_name"] = "BatchNormalization"
    refused("batch_norm", "dcgan.h5", ["batch norm", "dcgan"], lambda path: net.write_h5(path, with_norm, libver="latest"))

    net = Network(np.random.RandomState(34))
    x = net.leaky(net.reshape(net.dense(net.input(LATENT), LATENT, 16 * 6), 4, 4, 6))
    x = net.conv(net.leaky(net.conv(net.up(net.leaky(net.conv(x, 6, 6))), 6, 6)), 6, 3, 1)
    refused("one_convolution", "g.h5", ["8 x 8", "1 convolution", "two"], lambda path: net.write_h5(path, net.config(False), libver="latest"))


good_ones()
refusals()
