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
    with new("numbers") as f:
        f.create_dataset("scaled", data=DATA, chunks=(2, 5, 6), scaleoffset=0)
        f.create_dataset("rounded", data=DATA / 7, chunks=(2, 3, 6), scaleoffset=2)
        f.create_dataset("scaledfill", DATA.shape, "i4", chunks=(2, 3, 6), scaleoffset=0, fillvalue=-9)[1] = DATA[1]
        f.create_dataset("half", data=DATA.astype(">f2"), fillvalue=3)
        f.create_dataset("named", data=DATA % 3, dtype=h5py.enum_dtype({"A": 0, "B": 2}, "u2"), chunks=(4, 5, 2))
        f.create_dataset("unwritten", DATA.shape, ">f8", chunks=(3, 2, 6), fillvalue=np.nan)
        narrow = h5py.h5t.STD_I16BE.copy()
        narrow.set_precision(11)
        narrow.set_offset(3)
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk((4, 5, 6))
        plist.set_filter(h5py.h5z.FILTER_NBIT)
        h5py.h5d.create(f.id, b"narrow", narrow, h5py.h5s.create_simple(DATA.shape), plist).write(h5py.h5s.ALL, h5py.h5s.ALL, DATA.astype("i2"))
    with new("many", track_order=libver == "latest") as f:
        for i in range(20):
            f.create_group(f"group{i:02}")
            f.attrs[f"attribute{i:02}"] = i
    with new("userblock", userblock_size=512) as f:
        f["data"] = DATA
