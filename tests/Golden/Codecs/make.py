"""Makes the golden containers of this folder with other people's encoders: Debian's bitshuffle and liblz4 (python3-lz4).

Run with Debian's own interpreter: /usr/bin/python3 make.py. The pixels come from a linear congruential generator,
so that no library decides what they are.
"""
import hashlib
import json
import pathlib
import struct

import bitshuffle
import lz4.block
import numpy as np

HERE = pathlib.Path(__file__).parent


def pixels(count, dtype, kind):
    state, values = 12345, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        bits = state >> 8
        values.append({"counts": bits % 5 if bits % 11 == 0 else 0, "noise": bits, "saturated": 2**64 - 1 if bits % 97 == 0 else bits % 3}[kind])
    return np.array(values, dtype=np.uint64).astype(dtype)


def bslz4(values, block):
    encoded = bitshuffle.compress_lz4(values, block).tobytes()
    elements = block or max(8192 // values.itemsize & ~7, 128)
    return struct.pack(">QI", values.nbytes, elements * values.itemsize) + encoded


def lz4_container(values, block):
    data, out = values.tobytes(), b""
    for at in range(0, len(data), block):
        piece = data[at:at + block]
        encoded = lz4.block.compress(piece, store_size=False)
        if len(encoded) >= len(piece):
            encoded = piece
        out += struct.pack(">I", len(encoded)) + encoded
    return struct.pack(">QI", len(data), block) + out


cases = []
for dtype, count, block, kind in [
    ("<u1", 4096, 0, "counts"), ("<u1", 1001, 128, "saturated"), ("<u2", 9216, 0, "counts"), ("<u2", 4100, 512, "saturated"),
    ("<u2", 333, 0, "noise"), ("<u4", 2051, 0, "counts"), ("<u4", 700, 256, "saturated"), ("<u8", 300, 128, "noise"), ("<u2", 5, 0, "noise"),
]:
    values = pixels(count, dtype, kind)
    for filter_name, encoded in (("bslz4", bslz4(values, block)), ("lz4", lz4_container(values, 1000))):
        name = f"{filter_name}-{dtype[1:]}-{count}-{kind}.bin"
        (HERE / name).write_bytes(encoded)
        cases.append({
            "file": name, "filter": filter_name, "elementBytes": values.itemsize, "elements": count,
            "sum": str(int(sum(int(v) for v in values))), "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
            "fileSha256": hashlib.sha256(encoded).hexdigest(),
        })
(HERE / "golden.json").write_text(json.dumps(cases, indent=1) + "\n")
