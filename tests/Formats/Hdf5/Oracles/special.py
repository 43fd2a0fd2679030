"""Writes files that a reader must refuse, or treat with care: python3 special.py FOLDER"""
import os
import sys

import h5py
import numpy as np


def refused(path):
    with h5py.File(path, "w") as f:
        f.create_dataset("szip", data=np.arange(64), chunks=(8,), compression="szip")
        wide = h5py.h5t.STD_I32LE.copy()
        wide.set_precision(24)
        wide.set_size(3)
        h5py.h5d.create(f.id, b"threebytes", wide, h5py.h5s.create_simple((8,)))
        f["source"] = np.arange(10)
        layout = h5py.VirtualLayout((10,), "i8")
        layout[:] = h5py.VirtualSource(f["source"])
        f.create_virtual_dataset("virtual", layout)
        f.create_dataset("raw", data=np.arange(4), external=[(os.path.join(os.path.dirname(path), "raw.bin"), 0, 32)])
        f["compound"] = np.zeros(4, [("row", "u2"), ("column", "f8")])
        f.create_dataset("lists", (3,), dtype=h5py.vlen_dtype("i4"))[0] = [1, 2, 3]


def sparse(path):
    with h5py.File(path, "w") as f:
        d = f.create_dataset("vast", (1 << 50,), "u1", chunks=(1 << 10,), fillvalue=3)
        d[1 << 49] = 7
        d[5] = 9


def links(folder):
    with h5py.File(os.path.join(folder, "links.h5"), "w") as f:
        f["self"] = h5py.SoftLink("/self")
        f["ping"] = h5py.SoftLink("/pong")
        f["pong"] = h5py.SoftLink("/ping")
        f["dangling"] = h5py.SoftLink("/nowhere/to/be")
        f["missing_file"] = h5py.ExternalLink("gone.h5", "/x")
        f["missing_path"] = h5py.ExternalLink("loop.h5", "/gone")
        f["not_hdf5"] = h5py.ExternalLink("text.h5", "/x")
        f["moved"] = h5py.ExternalLink("/measured/elsewhere/target.h5", "/inner/data")
        f["loop"] = h5py.ExternalLink("loop.h5", "/back")
        f["through"] = h5py.ExternalLink("sub/through.h5", "/again")
        f["inner/cycle"] = f["/"]
        f["data"] = 5
    with h5py.File(os.path.join(folder, "loop.h5"), "w") as f:
        f["back"] = h5py.ExternalLink("links.h5", "/loop")
    with h5py.File(os.path.join(folder, "target.h5"), "w") as f:
        f["inner/data"] = np.arange(6, dtype="<u2")
    os.makedirs(os.path.join(folder, "sub"), exist_ok=True)
    with h5py.File(os.path.join(folder, "sub", "through.h5"), "w") as f:
        f["again"] = h5py.ExternalLink("../target.h5", "/inner/data")
    with open(os.path.join(folder, "text.h5"), "w") as f:
        f.write("This is a text, and it is long enough for a signature.")


if __name__ == "__main__":
    refused(os.path.join(sys.argv[1], "refused.h5"))
    sparse(os.path.join(sys.argv[1], "sparse.h5"))
    links(sys.argv[1])
