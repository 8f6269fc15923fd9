"""A Keras model without Keras: layers by name, what connects them, their weights, and what they compute, in NumPy, channels
last; and the files in which Keras 2 and Keras 3 save it."""
import io
import json
import zipfile

import h5py
import numpy as np


class Network:
    """Layers are added in the order of the calls; a layer that is called again is named alone."""

    def __init__(self, rng, number=0):
        self.rng, self.number = rng, number
        self.layers, self.calls, self.counts = {}, [], {}

    def name(self, kind, base):
        """Keras numbers the layers of a class over all models of a session: `number` were made before."""
        count = self.counts.get(kind, self.number)
        self.counts[kind] = count + 1
        return base if count == 0 else f"{base}_{count}"

    def call(self, layer, *inputs):
        uses = sum(1 for call in self.calls if call[0] == layer)
        self.calls.append((layer, uses, inputs))
        return len(self.calls) - 1

    def add(self, kind, base, config, weights, *inputs):
        name = self.name(kind, base)
        self.layers[name] = {"kind": kind, "config": {"name": name, "trainable": True, **config}, "weights": weights}
        return self.call(name, *inputs)

    def normal(self, *shape, scale=1.0):
        return (scale * self.rng.standard_normal(shape)).astype(np.float32)

    # ---- the layers ----

    def input(self, *shape):
        return self.add("InputLayer", "input", {"shape": [None, *shape]}, [])

    def dense(self, x, latent, units, **more):
        weights = [("kernel", self.normal(latent, units, scale=latent ** -0.5)), ("bias", self.normal(units, scale=0.3))]
        return self.with_weights("Dense", "dense", {"units": units}, weights, x, more)

    def conv(self, x, channels, filters, side=3, **more):
        kernel = self.normal(side, side, channels, filters, scale=(2 / (side * side * channels)) ** 0.5)
        config = {"filters": filters, "kernel_size": [side, side], "strides": [1, 1], "padding": "same",
                  "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1}
        return self.with_weights("Conv2D", "conv2d", config, [("kernel", kernel), ("bias", self.normal(filters, scale=0.3))],
                                 x, more)

    def transposed(self, x, channels, filters, side=4, strides=1, padding="valid", **more):
        kernel = self.normal(side, side, filters, channels, scale=channels ** -0.5)
        config = {"filters": filters, "kernel_size": [side, side], "strides": [strides, strides], "padding": padding,
                  "data_format": "channels_last", "output_padding": None}
        return self.with_weights("Conv2DTranspose", "conv2d_transpose", config,
                                 [("kernel", kernel), ("bias", self.normal(filters, scale=0.3))], x, more)

    def with_weights(self, kind, base, config, weights, x, more):
        config = {**config, "activation": "linear", "use_bias": True,
                  "kernel_initializer": {"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.02, "seed": None}},
                  "kernel_constraint": {"class_name": "MaxNorm", "config": {"max_value": 1.0, "axis": 0}}, **more}
        return self.add(kind, base, config, weights if config["use_bias"] else weights[:1], x)

    def reshape(self, x, *shape):
        return self.add("Reshape", "reshape", {"target_shape": list(shape)}, [], x)

    def leaky(self, x, slope=0.2):
        return self.add("LeakyReLU", "leaky_re_lu", {"slope": float(np.float32(slope))}, [], x)

    def norm(self, x, kind="PixelNormalization", **config):
        return self.add(kind, "pixel_normalization", config, [], x)

    def up(self, x, interpolation="nearest"):
        config = {"size": [2, 2], "data_format": "channels_last", "interpolation": interpolation}
        return self.add("UpSampling2D", "up_sampling2d", config, [], x)

    def activation(self, x, name):
        return self.add("Activation", "activation", {"activation": name}, [], x)

    def sum(self, old, new, alpha, variable=True, config=None):
        self.alpha = alpha
        weights = [("ws_alpha", np.float32(alpha))] if variable else []
        return self.add("WeightedSum", "weighted_sum", config or {}, weights, old, new)

    # ---- what it computes ----

    def forward(self, z, output=None):
        values = []
        for layer, _, inputs in self.calls:
            values.append(self.compute(self.layers[layer], [values[i] for i in inputs] if inputs else [z.astype(np.float64)]))
        return values[len(values) - 1 if output is None else output]

    def compute(self, layer, inputs):
        kind, config, x = layer["kind"], layer["config"], inputs[0]
        weights = [value.astype(np.float64) for _, value in layer["weights"]]
        if kind in ("Dense", "Conv2D", "Conv2DTranspose"):
            y = {"Dense": self.compute_dense, "Conv2D": self.compute_conv,
                 "Conv2DTranspose": self.compute_transposed}[kind](x, weights[0])
            return self.activate(y + (weights[1] if len(weights) > 1 else 0), config["activation"])
        if kind == "Reshape":
            return x.reshape(len(x), *config["target_shape"])
        if kind == "LeakyReLU":
            return np.where(x > 0, x, x * config["slope"])
        if kind.startswith("Pixel"):
            return x / np.sqrt(np.mean(x ** 2, axis=-1, keepdims=True) + config.get("epsilon", 1e-8))
        if kind == "UpSampling2D":
            return x.repeat(2, axis=1).repeat(2, axis=2)
        if kind == "Activation":
            return self.activate(x, config["activation"])
        if kind == "WeightedSum":
            return (1 - self.alpha) * inputs[0] + self.alpha * inputs[1]
        return x  # InputLayer, Dropout

    @staticmethod
    def activate(x, activation):
        if isinstance(activation, dict):
            activation = activation["class_name"] if activation["class_name"] != "function" else activation["config"]
        return {"linear": lambda: x, "tanh": lambda: np.tanh(x), "leaky_relu": lambda: np.where(x > 0, x, 0.2 * x),
                "LeakyReLU": lambda: np.where(x > 0, x, 0.2 * x)}[activation]()

    @staticmethod
    def compute_dense(x, kernel):
        return x @ kernel

    @staticmethod
    def compute_conv(x, kernel):
        side, reach = kernel.shape[0], kernel.shape[0] // 2
        padded = np.pad(x, ((0, 0), (reach, reach), (reach, reach), (0, 0)))
        height, width = x.shape[1:3]
        return sum(padded[:, dy:dy + height, dx:dx + width] @ kernel[dy, dx] for dy in range(side) for dx in range(side))

    @staticmethod
    def compute_transposed(x, kernel):
        return np.einsum("nc,yxfc->nyxf", x.reshape(len(x), -1), kernel)

    # ---- what Keras writes ----

    def layer_config(self, layer, keras3):
        config = dict(layer["config"])
        if "shape" in config:
            config["batch_shape" if keras3 else "batch_input_shape"] = config.pop("shape")
        if "slope" in config:
            config["negative_slope" if keras3 else "alpha"] = config.pop("slope")
        config["dtype"] = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
                           "registered_name": None} if keras3 else "float32"
        return config

    def layer_json(self, name, keras3, package=""):
        layer = self.layers[name]
        own = layer["kind"].startswith("Pixel") or layer["kind"] == "WeightedSum"
        kind = (package if own else "") + layer["kind"]
        result = {"class_name": kind, "config": self.layer_config(layer, keras3)}
        if keras3:
            result.update({"module": None if own else "keras.layers", "registered_name": kind if own else None,
                           "build_config": {"input_shape": [None]}})
        return result

    def config(self, keras3, output=None, kind="Functional", package=""):
        """The functional model from the first call to `output`, of which only the calls that lead there count."""
        output = len(self.calls) - 1 if output is None else output
        used, front = set(), [output]
        while front:
            at = front.pop()
            if at not in used:
                used.add(at)
                front.extend(self.calls[at][2])
        uses, layers = {}, {}
        for at in sorted(used):
            name, _, inputs = self.calls[at]
            uses[at] = (name, sum(1 for other in uses.values() if other[0] == name))
            node = layers.setdefault(name, [])
            references = [[*uses[i], 0] for i in inputs]
            if not references:
                continue
            if keras3:
                tensors = [{"class_name": "__keras_tensor__", "config": {"shape": [None], "dtype": "float32",
                                                                         "keras_history": r}} for r in references]
                node.append({"args": [tensors if len(tensors) > 1 else tensors[0]], "kwargs": {}})
            else:
                node.append([[*r, {}] for r in references])
        inputs = [[*uses[at], 0] for at in sorted(used) if not self.calls[at][2]]
        outputs = [[*uses[output], 0]]
        return {"class_name": kind, "config": {
            "name": "model_1", "trainable": True,
            "layers": [{**self.layer_json(name, keras3, package), "name": name, "inbound_nodes": nodes}
                       for name, nodes in layers.items()],
            "input_layers": inputs[0] if keras3 else inputs, "output_layers": outputs[0] if keras3 else outputs}}

    def sequential(self, keras3):
        return {"class_name": "Sequential", "config": {
            "name": "sequential", "layers": [self.layer_json(name, keras3) for name in self.layers]}}

    def names_in(self, config):
        return [layer["config"]["name"] for layer in config["config"]["layers"]]

    def write_h5(self, path, config, weight_name="{layer}/{weight}:0", pieces=1, write=None, extra=None, libver="earliest"):
        with h5py.File(path, "w", libver=libver) as file:
            file.attrs["keras_version"] = "2.11.0"
            file.attrs["backend"] = "tensorflow"
            file.attrs["model_config"] = json.dumps(config).encode()
            self.write_weights(file.create_group("model_weights"), config, weight_name, pieces, write)
            adam = file.create_group("optimizer_weights")
            adam.attrs["weight_names"] = [b"Adam/iter:0"]
            adam.create_dataset("Adam/iter:0", data=np.int64(7))
            if extra:
                extra(file)

    def write_weights(self, group, config, weight_name="{layer}/{weight}:0", pieces=1, write=None):
        names = self.names_in(config)
        group.attrs["layer_names"] = [name.encode() for name in names]
        for name in names:
            inner = group.create_group(name)
            weights = self.layers[name]["weights"]
            texts = [weight_name.format(layer=name, weight=weight).encode() for weight, _ in weights]
            if pieces == 1:
                inner.attrs["weight_names"] = texts
            else:
                for piece, part in enumerate(np.array_split(texts, pieces)):
                    inner.attrs[f"weight_names{piece}"] = part
            for text, (_, value) in zip(texts, weights):
                (write or (lambda g, n, v: g.create_dataset(n, data=v)))(inner, text.decode(), value)

    def write_archive(self, path, config, layers="layers", doubled=False, compression=zipfile.ZIP_STORED, weights=True):
        """`doubled`: as TensorFlow 2.12 numbers layers, of which each that has weights counts twice."""
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            counts = {}
            for name in self.names_in(config):
                layer = self.layers[name]
                base = SNAKES[layer["kind"]]
                count = counts.get(base, 0)
                counts[base] = count + (2 if doubled and layer["weights"] else 1)
                group = file.create_group(f"{layers}/{base}" + (f"_{count}" if count else "")).create_group("vars")
                for i, (_, value) in enumerate(layer["weights"]):
                    group.create_dataset(str(i), data=value)
            file.create_group("optimizer/vars").create_dataset("0", data=np.int64(7))
        with zipfile.ZipFile(path, "w", compression) as archive:
            for entry, data in (("metadata.json", json.dumps({"keras_version": "3.4.1", "date_saved": "2024-07-01@10:00:00"})),
                                ("config.json", json.dumps(config)), ("model.weights.h5", buffer.getvalue())):
                if weights or entry != "model.weights.h5":
                    archive.writestr(zipfile.ZipInfo(entry, (2024, 7, 1, 10, 0, 0)), data, compression)


SNAKES = {"InputLayer": "input_layer", "Dense": "dense", "Conv2D": "conv2d", "Conv2DTranspose": "conv2d_transpose",
          "Reshape": "reshape", "LeakyReLU": "leaky_re_lu", "PixelNormalization": "pixel_normalization",
          "PixelNorm": "pixel_norm", "UpSampling2D": "up_sampling2d", "Activation": "activation",
          "WeightedSum": "weighted_sum", "Lambda": "lambda", "Dropout": "dropout"}
