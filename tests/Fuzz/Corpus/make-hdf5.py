"""Makes the HDF5 files of corpus/hdf5 with h5py: small files that hold every structure the reader knows.

Run with Debian's own interpreter: /usr/bin/python3 make-hdf5.py
"""
import pathlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent / "hdf5"
DATA = (np.arange(4 * 5 * 6, dtype="u2").reshape(4, 5, 6) * 37) % 251

for libver in ("earliest", "latest"):
    def new(name, **options):
        path = HERE / f"{name}-{libver}.h5"
        path.unlink(missing_ok=True)
        return h5py.File(path, "w", libver=libver, **options)

    with new("plain") as f:
        f["contiguous"] = DATA
        f["big"] = DATA.astype(">f4")
        f["bool"] = DATA % 2 == 0
        f["scalar"] = 3.5
        f["empty"] = np.zeros((0, 3))
        f["text"] = "fixed"
        f["texts"] = np.array(["a", "bc", "def"], dtype=h5py.string_dtype())
        f["record"] = np.zeros(2, dtype=[("r", "f8"), ("i", "i4")])
        f["group/inner/deep"] = np.arange(3, dtype="i8")
        f["soft"] = h5py.SoftLink("/group/inner")
        f["loop"] = h5py.SoftLink("/loop")
        f["external"] = h5py.ExternalLink("other.h5", "/x")
        f.attrs["number"] = 7
        f.attrs["array"] = [1.5, 2.5]
        f.attrs["text"] = "words"
    with new("chunked") as f:
        f.create_dataset("one", data=DATA, chunks=DATA.shape)
        f.create_dataset("deflate", data=DATA, chunks=(1, 5, 6), compression="gzip", shuffle=True, fletcher32=True)
        f.create_dataset("lzf", data=DATA, chunks=(2, 3, 4), compression="lzf")
        f.create_dataset("grows", data=DATA, chunks=(1, 5, 3), maxshape=(None, 5, 6))
        f.create_dataset("grows2", data=DATA, chunks=(2, 5, 3), maxshape=(None, None, 6))
        f.create_dataset("holes", shape=(40, 6), chunks=(4, 6), dtype="i4", fillvalue=-1)
        f["holes"][12] = 5
    with new("many", track_order=libver == "latest") as f:
        for i in range(20):
            f.create_group(f"group{i:02}")
            f.attrs[f"attribute{i:02}"] = i
    with new("userblock", userblock_size=512) as f:
        f["data"] = DATA
