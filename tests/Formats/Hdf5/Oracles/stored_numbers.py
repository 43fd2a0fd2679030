"""Files with numbers that are not stored as they are read: some bits of a word, packed, scaled, or never written at all."""
import itertools

import h5py
import numpy as np

T = h5py.h5t
SHAPE = (5, 9)
DEFLATE, SHUFFLE, NBIT = h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_NBIT
BASES = [T.STD_U8LE, T.STD_I8LE, T.STD_U16LE, T.STD_I16BE, T.STD_U32BE, T.STD_I32LE, T.STD_U64LE, T.STD_I64BE]


def create(f, name, h5type, values, chunks=None, filters=(), configure=None):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    if chunks:
        plist.set_chunk(chunks)
    for number in filters:
        plist.set_filter(number, 0, (4,) if number == DEFLATE else ())
    if configure:
        configure(plist)
    dataset = h5py.h5d.create(f.id, name.encode(), h5type, h5py.h5s.create_simple(SHAPE), plist)
    if values is not None:
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(values))


def narrow(path, libver):
    """Significant bits at any place of the word, with and without the n-bit filter."""
    random = np.random.default_rng(5)
    with h5py.File(path, "w", libver=libver) as f:
        for i, base in enumerate(BASES):
            bits = 8 * base.get_size()
            is_signed = base.get_sign() == T.SGN_2
            for j, (precision, offset) in enumerate({(1, 0), (bits - 1, 1), (bits - 3, 0), (bits // 2 + 1, 2), (5, bits - 5), (bits, 0)}):
                narrowed = base.copy()
                narrowed.set_precision(precision)
                narrowed.set_offset(offset)
                low, high = (-(1 << (precision - 1)), 1 << (precision - 1)) if is_signed else (0, 1 << precision)
                values = random.integers(low, high - 1, SHAPE, dtype=base.dtype.newbyteorder("="), endpoint=True)
                create(f, f"plain{i}_{j}", narrowed, values)
                create(f, f"chunked{i}_{j}", narrowed, values, (2, 4), (SHUFFLE, DEFLATE))
                create(f, f"nbit{i}_{j}", narrowed, values, (2, 4), (NBIT,))
                create(f, f"nbit_deflate{i}_{j}", narrowed, values, (2, 4), (NBIT, DEFLATE))
                attribute = h5py.h5a.create(f.id, f"attribute{i}_{j}".encode(), narrowed, h5py.h5s.create_simple(SHAPE))
                attribute.write(values)
        named = T.enum_create(T.STD_I16BE)
        for name, value in (("DARK", -2), ("BRIGHT", 300)):
            named.enum_insert(name.encode(), value)
        create(f, "named", named, np.array([[-2, 300, 5]] * 15, "i2").reshape(SHAPE), (2, 4))
        create(f, "bits", T.STD_B16BE, None, (2, 4))
        f["bits"].id.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(45, dtype="u2").reshape(SHAPE) * 1000, T.NATIVE_B16)


def scaled(path, libver):
    """The scale-offset filter: integers without loss, floats of two decimal places, all equal, and with unwritten elements."""
    random = np.random.default_rng(6)
    with h5py.File(path, "w", libver=libver) as f:
        for i, dtype in enumerate(("u1", "i1", "<u2", ">u2", "<i2", ">i4", "<u4", "<i8", ">u8")):
            kind = np.iinfo(dtype)
            few = random.integers(0, 90, SHAPE).astype(dtype)
            few = few - np.array(45, dtype) if kind.min < 0 else few
            all_bits = random.integers(kind.min, kind.max, SHAPE, dtype=np.dtype(dtype).newbyteorder("="), endpoint=True).astype(dtype)
            f.create_dataset(f"few{i}", data=few, chunks=(2, 4), scaleoffset=0)
            f.create_dataset(f"all{i}", data=all_bits, chunks=(2, 4), scaleoffset=0)
            f.create_dataset(f"equal{i}", data=np.full(SHAPE, 7, dtype), chunks=(2, 4), scaleoffset=0)
            f.create_dataset(f"deflated{i}", data=few, chunks=(2, 4), scaleoffset=0, compression="gzip")
            part = f.create_dataset(f"part{i}", SHAPE, dtype, chunks=(2, 4), scaleoffset=0, fillvalue=101)
            part[1:3, 2:7] = few[1:3, 2:7]
        for i, dtype in enumerate(("<f4", ">f4", "<f8", ">f8")):
            values = random.normal(0, 30, SHAPE).astype(dtype)
            f.create_dataset(f"float{i}", data=values, chunks=(2, 4), scaleoffset=2)
            part = f.create_dataset(f"floatpart{i}", SHAPE, dtype, chunks=(2, 4), scaleoffset=3, fillvalue=-2.5)
            part[0, 3] = 1.25


def unwritten(path, libver):
    """Fill values of every type where nothing was written, or only a part; never filled, and undefined ones."""
    times = {"always": h5py.h5d.FILL_TIME_ALLOC, "never": h5py.h5d.FILL_TIME_NEVER, "set": h5py.h5d.FILL_TIME_IFSET}
    fills = {"<u2": 65535, ">u2": 513, "<i4": -3, ">f4": np.nan, "<f8": -1.5, "<f2": 0.5, ">i8": -(1 << 40), "?": True}
    with h5py.File(path, "w", libver=libver) as f:
        for (i, (dtype, fill)), chunks, filters in itertools.product(enumerate(fills.items()), ((1, 9), (2, 4), SHAPE), ((), (DEFLATE,))):
            for (name, time), is_part in itertools.product(times.items(), (False, True)):
                def configure(plist, time=time, fill=np.array(fill, dtype)):
                    plist.set_fill_value(fill)
                    plist.set_fill_time(time)
                where = f"chunked{i}_{chunks[0]}{chunks[1]}_{len(filters)}_{name}_{is_part}"
                # What a chunk holds beside the written part is left to chance where it is never filled.
                if is_part and (name == "never" and chunks != (1, 9)):
                    continue
                create(f, where, T.py_create(np.dtype(dtype), logical=True), None, chunks, filters, configure)
                if is_part:
                    f[where][1] = np.ones(9, dtype)
        for i, (dtype, fill) in enumerate(fills.items()):
            f.create_dataset(f"contiguous{i}", SHAPE, dtype, fillvalue=np.array(fill, dtype)[()])
        create(f, "default", T.STD_U16LE, None, (2, 4))
        narrowed = T.STD_U16BE.copy()
        narrowed.set_precision(12)
        narrowed.set_offset(3)
        create(f, "narrow", narrowed, None, (2, 4), (), lambda plist: plist.set_fill_value(np.array(1234, "u2")))
