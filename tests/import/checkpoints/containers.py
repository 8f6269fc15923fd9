"""Writers for containers that neither PyTorch nor NumPy write."""
import os
import struct
import sys
import types

import numpy as np

# ---- classes that only their own code base has: pickled by name ----


def fake_class(module, name, bases=(object,)):
    parts = module.split(".")
    for i in range(1, len(parts) + 1):
        path = ".".join(parts[:i])
        sys.modules.setdefault(path, types.ModuleType(path))
    cls = type(name, bases, {})
    cls.__module__ = module
    cls.__qualname__ = name
    setattr(sys.modules[module], name, cls)
    return cls


# ---- TensorFlow's bundle ----


def varint(n):
    out = b""
    while n >= 128:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


DTYPES = {"float32": 1, "float64": 2, "int32": 3, "int64": 9, "float16": 19}


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(crc):
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def block(pairs):
    """A block of the table, with prefixes shared between neighbouring keys and a restart every 16 of them."""
    out, restarts, last = b"", [], b""
    for i, (key, value) in enumerate(pairs):
        shared = 0
        if i % 16 == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(last), len(key)) and last[shared] == key[shared]:
                shared += 1
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    for restart in restarts or [0]:
        out += struct.pack("<I", restart)
    return out + struct.pack("<I", len(restarts or [0]))


def write_bundle(stem, variables):
    data, pairs = b"", [(b"", field(1, 1) + field(3, field(1, 1)))]
    for name in sorted(variables):
        value = np.asarray(variables[name])
        raw = value.astype(value.dtype.newbyteorder("<")).tobytes()
        shape = b"".join(field(2, field(1, side)) for side in value.shape)
        entry = field(1, DTYPES[str(value.dtype)]) + field(2, shape)
        if data:
            entry += field(4, len(data))  # an absent field is 0
        entry += field(5, len(raw)) + varint(6 << 3 | 5) + struct.pack("<I", masked(crc32c(raw[:64])))
        pairs.append((name.encode(), entry))
        data += raw
    out, index = b"", []
    for at in range(0, len(pairs), 20):
        part = pairs[at:at + 20]
        contents = block(part)
        index.append((part[-1][0] + b"~", varint(len(out)) + varint(len(contents))))
        out += contents + b"\0" + struct.pack("<I", masked(crc32c(contents + b"\0")))
    meta = block([])
    meta_handle = varint(len(out)) + varint(len(meta))
    out += meta + b"\0" + struct.pack("<I", masked(crc32c(meta + b"\0")))
    contents = block(index)
    handles = meta_handle + varint(len(out)) + varint(len(contents))
    out += contents + b"\0" + struct.pack("<I", masked(crc32c(contents + b"\0")))
    out += handles + b"\0" * (40 - len(handles)) + struct.pack("<Q", 0xDB4775248B80FB57)
    os.makedirs(os.path.dirname(stem), exist_ok=True)
    with open(stem + ".index", "wb") as file:
        file.write(out)
    with open(stem + ".data-00000-of-00001", "wb") as file:
        file.write(data)
