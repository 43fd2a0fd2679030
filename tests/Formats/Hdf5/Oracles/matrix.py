"""Writes HDF5 files over a matrix of shapes, types, layouts, filters and format versions, then describes them: python3 matrix.py FOLDER"""
import itertools
import json
import os
import sys

import h5py
import numpy as np

from describe import describe_file
from stored_numbers import narrow, scaled, unwritten

TYPES = ["u1", "i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">u4", "<i4", ">i4", "<u8", ">u8", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "?"]
SHAPES = [(), (0,), (1,), (7,), (3, 0, 2), (5, 9), (4, 3, 5), (2, 3, 1, 7), (3, 2, 2, 3, 4)]
CHUNKS = {(7,): (3,), (5, 9): (2, 4), (4, 3, 5): (1, 3, 5), (2, 3, 1, 7): (2, 2, 1, 3), (3, 2, 2, 3, 4): (1, 2, 1, 2, 3)}
FILTERS = [
    {}, {"compression": "gzip"}, {"compression": "gzip", "shuffle": True}, {"compression": "lzf"}, {"compression": "lzf", "shuffle": True, "fletcher32": True},
    {"fletcher32": True}, {"shuffle": True},
]
random = np.random.default_rng(20240607)


def numbers(shape, dtype):
    dtype = np.dtype(dtype)
    count = int(np.prod(shape))
    if dtype.kind == "f":
        flat = random.normal(0, 100, count).astype(dtype)
    elif dtype.kind == "b":
        flat = random.integers(0, 2, count).astype(dtype)
    else:
        # Half the values are small, as counts are, so that filters find something to do.
        raw = np.frombuffer(random.bytes(count * dtype.itemsize), dtype).copy()
        raw[::2] = raw[::2] % 5
        flat = raw
    return flat.reshape(shape)


def types(path, libver):
    with h5py.File(path, "w", libver=libver) as f:
        for i, t in enumerate(TYPES):
            f[f"plain{i}"] = numbers((3, 5), t)
            f.create_dataset(f"chunked{i}", data=numbers((5, 9), t), chunks=(2, 4), compression="gzip", shuffle=True)
            f["plain0"].attrs[f"attribute{i}"] = numbers((2, 3), t)
            f["plain0"].attrs[f"scalar{i}"] = numbers((), t)
        f["fixed"] = np.array([b"one", b"", b"three"], "S5")
        f["variable"] = np.array(["eins", "", "drei \u03bc", "x" * 5000], object)
        f["text"] = "a scalar"
        f["complex"] = np.array([1 + 2j, 3])
        f["compound"] = np.zeros(4, [("a", "u2"), ("b", "f8", (2,))])
        f["opaque"] = np.zeros(3, "V7")
        f["array"] = np.zeros(3, h5py.h5t.array_create(h5py.h5t.NATIVE_INT32, (2, 2)).dtype)
        f["reference"] = np.array([f.ref, f["text"].ref], h5py.ref_dtype)
        f.create_dataset("sequence", (3,), dtype=h5py.vlen_dtype("i4"))[0] = [1, 2, 3]
        f.create_dataset("enum", data=[0, 2, 1], dtype=h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 2}, basetype="i2"))
        odd = h5py.h5t.STD_I32LE.copy()
        odd.set_precision(20)
        h5py.h5d.create(f.id, b"oddint", odd, h5py.h5s.create_simple((3,)))
        h5py.h5d.create(f.id, b"bitfield", h5py.h5t.STD_B16LE, h5py.h5s.create_simple((3,)))
        f.attrs["text"] = "a text \u00b5"
        f.attrs["fixed"] = np.bytes_("fixed")
        f.attrs["texts"] = ["a", "", "ccc"]
        f.attrs["compound"] = np.zeros((), [("a", "u2")])
        f.attrs["empty"] = h5py.Empty("f4")
        f["null"] = h5py.Empty("u2")
        f["named"] = np.dtype("<i4")
        f.create_dataset("with_named", data=[1, 2, 3], dtype=f["named"])
        padded = h5py.h5t.C_S1.copy()
        padded.set_size(6)
        padded.set_strpad(h5py.h5t.STR_SPACEPAD)
        h5py.h5d.create(f.id, b"padded", padded, h5py.h5s.create_simple((2,))).write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab    ", b"c     "], "S6"), padded)


def layouts(path, libver, userblock=0):
    with h5py.File(path, "w", libver=libver, **({"userblock_size": userblock} if userblock else {})) as f:
        for i, shape in enumerate(SHAPES):
            data = numbers(shape, "<u2")
            f[f"contiguous{i}"] = data
            f.create_dataset(f"unwritten{i}", shape, "f4")
            if shape and 0 not in shape:
                f.create_dataset(f"filled{i}", shape, "i4", fillvalue=-7)
            compact(f, f"compact{i}", data)
            for j, filters in enumerate(FILTERS[:2] if userblock else FILTERS):
                if shape not in CHUNKS:
                    continue
                chunks = CHUNKS[shape]
                f.create_dataset(f"chunked{i}_{j}", data=data, chunks=chunks, **filters)
                f.create_dataset(f"single{i}_{j}", data=data, chunks=shape, **filters)
                for growing in itertools.islice(itertools.product([0, 1], repeat=len(shape)), 1, None):
                    if sum(growing) <= 2:
                        name = f"grow{i}_{j}_{''.join(map(str, growing))}"
                        most = tuple(None if g else n for g, n in zip(growing, shape))
                        f.create_dataset(name, data=data, chunks=chunks, maxshape=most, **filters)
                most = tuple(n + 5 for n in shape)
                f.create_dataset(f"bounded{i}_{j}", data=data, chunks=chunks, maxshape=most, **filters)
                holes = f.create_dataset(f"holes{i}_{j}", shape, "<u2", chunks=chunks, fillvalue=513, **filters)
                holes[tuple(slice(n // 2, None) for n in shape)] = 9
                shrunk = f.create_dataset(f"shrunk{i}_{j}", data=data, chunks=chunks, maxshape=tuple(None for _ in shape[:2]) + shape[2:], **filters)
                shrunk.resize(max(1, shape[0] - 2), axis=0)
        early(f)
        masked(f)


def compact(f, name, data):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(data.shape) if data.shape else h5py.h5s.create(h5py.h5s.SCALAR)
    h5py.h5d.create(f.id, name.encode(), h5py.h5t.STD_U16LE, space, plist).write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(data))


def early(f):
    """Early allocation without filters: the implicit index of the latest format."""
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((2, 4))
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    h5py.h5d.create(f.id, b"implicit", h5py.h5t.STD_U16LE, h5py.h5s.create_simple((5, 9)), plist)
    f["implicit"][...] = numbers((5, 9), "<u2")
    h5py.h5d.create(f.id, b"implicit_bounded", h5py.h5t.STD_U16LE, h5py.h5s.create_simple((5, 9), (7, 17)), plist)
    f["implicit_bounded"][...] = numbers((5, 9), "<u2")


def masked(f):
    """Chunks written directly, with filters that were not applied to them."""
    d = f.create_dataset("masked", (4, 6), "<u2", chunks=(2, 6), compression="gzip", shuffle=True)
    d[...] = numbers((4, 6), "<u2")
    d.id.write_direct_chunk((2, 0), numbers((2, 6), "<u2").tobytes(), filter_mask=3)


def groups(path, libver):
    with h5py.File(path, "w", libver=libver) as f:
        for i in range(300):
            f.require_group("many").create_group(f"group{i:03}")
        dense = f.create_group("dense_attributes")
        for i in range(120):
            dense.attrs[f"attribute{i:03}"] = i * 1.5
        for i in range(4):
            dense.attrs[f"text{i}"] = f"text {i}" * 50
        if libver == "latest":
            dense.attrs["huge"] = numbers((30000,), "<u4")
        deep = f
        for i in range(40):
            deep = deep.create_group(f"level{i}")
        deep["bottom"] = 42
        f.create_group("n" * 500)["x" * 300] = 1
        f["\u00fcber/\u03bc"] = 5
        f["soft"] = h5py.SoftLink("/many/group007")
        f["soft_relative"] = h5py.SoftLink("many/group008")
        f["external"] = h5py.ExternalLink("target.h5", "/inner/data")
        f["hard"] = f["many/group009"]
        tracked = f.create_group("tracked", track_order=True)
        for i in (3, 1, 2):
            tracked[f"item{i}"] = i
            tracked.attrs[f"attribute{i}"] = i
        if libver == "latest":
            big = f.create_group("big")
            for i in range(3000):
                big[f"a rather long name of link number {i:05}"] = h5py.SoftLink(f"/target/{i}")


def many_chunks(path, libver):
    with h5py.File(path, "w", libver=libver) as f:
        for name, most in (("fixed", None), ("grow", (None, 8)), ("grow_both", (None, None)), ("grow_second", (5000, None))):
            d = f.create_dataset(name, (5000, 8), "u1", chunks=(1, 8) if name != "grow_second" else (5000, 1), maxshape=most, compression="gzip" if name == "fixed" else None)
            d[...] = numbers((5000, 8), "u1")
        holes = f.create_dataset("holes", (400000,), "u1", chunks=(2,), maxshape=(None,))
        for i in (0, 5, 77, 5000, 131071, 262143, 399999):
            holes[i] = i % 251
        paged = f.create_dataset("paged_holes", (400000,), "u1", chunks=(2,))
        for i in (0, 5, 77, 5000, 131071, 262143, 399999):
            paged[i] = i % 251


def write(folder):
    os.makedirs(folder, exist_ok=True)
    with h5py.File(os.path.join(folder, "target.h5"), "w") as f:
        f["inner/data"] = np.arange(6, dtype="<u2")
    paths = []
    for libver in ("earliest", "latest"):
        for make in (types, layouts, groups, many_chunks, narrow, scaled, unwritten):
            paths.append(os.path.join(folder, f"{make.__name__}_{libver}.h5"))
            make(paths[-1], libver)
        paths.append(os.path.join(folder, f"userblock_{libver}.h5"))
        layouts(paths[-1], libver, userblock=1024)
    return paths


if __name__ == "__main__":
    for name in write(sys.argv[1]):
        print(json.dumps(describe_file(name)))
