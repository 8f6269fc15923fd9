"""What generators compute, in NumPy and double precision: reading it takes no framework."""
import numpy as np


def convolution(x, weight, bias, padding):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    height, width = (x.shape[axis] - weight.shape[axis] + 1 for axis in (2, 3))
    sum_ = np.zeros((x.shape[0], weight.shape[0], height, width))
    for row in range(weight.shape[2]):
        for column in range(weight.shape[3]):
            sum_ += np.einsum("nihw,oi->nohw", x[:, :, row:row + height, column:column + width],
                              weight[:, :, row, column])
    return sum_ + bias.reshape(1, -1, 1, 1)


def leaky_relu(x, slope):
    return np.where(x < 0, slope * x, x)


def pixel_norm(x, epsilon=1e-8):
    return x / np.sqrt(np.mean(x * x, axis=1, keepdims=True) + epsilon)


def twice(x):
    return x.repeat(2, axis=2).repeat(2, axis=3)
