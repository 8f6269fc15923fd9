"""run_onnx.py MODEL.onnx LATENTS.npy IMAGES.npy: checks an ONNX file with the onnx package, shapes and types
included, and computes the images of the latents node by node in NumPy."""
import sys

import layers
import numpy as np
import onnx
import onnx.numpy_helper


def attributes(node):
    return {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}


def resize(x, _, scales, mode, coordinate_transformation_mode, nearest_mode):
    assert list(scales) == [1, 1, 2, 2] and mode == b"nearest"
    assert coordinate_transformation_mode == b"asymmetric" and nearest_mode == b"floor"
    return layers.twice(x)


def convolution(x, weight, bias, pads):
    assert len(set(pads)) == 1
    return layers.convolution(x, weight, bias, pads[0])


OPERATIONS = {
    "Add": lambda a, b: a + b, "Mul": lambda a, b: a * b, "Div": lambda a, b: a / b, "Sqrt": np.sqrt,
    "Identity": lambda x: x, "Tanh": np.tanh, "Clip": np.clip, "Conv": convolution, "Resize": resize,
    "ReduceMean": lambda x, axes, keepdims: x.mean(axis=tuple(axes), keepdims=bool(keepdims)),
    "Gemm": lambda a, b, c, transB: a @ (b.T if transB else b) + c,
    "Reshape": lambda x, shape: x.reshape([int(size) for size in shape]),
    "LeakyRelu": lambda x, alpha: layers.leaky_relu(x, alpha)}


def main():
    model = onnx.load(sys.argv[1])
    onnx.checker.check_model(model, full_check=True)
    graph = model.graph
    values = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    values = {name: array.astype("f8") if array.dtype == np.float32 else array for name, array in values.items()}
    values["z"] = np.load(sys.argv[2]).astype("f8")
    for node in graph.node:
        inputs = [values[name] if name else None for name in node.input]
        values[node.output[0]] = OPERATIONS[node.op_type](*inputs, **attributes(node))
    image = values["image"]
    told = [each.dim_param or each.dim_value for each in graph.output[0].type.tensor_type.shape.dim]
    assert told == ["N", *image.shape[1:]], told
    np.save(sys.argv[3], image.astype("<f4"))


main()
