using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.NeXus;

/// <summary>Frames that h5py wrote, and what it reads from them, as raw values beside them.</summary>
public sealed class H5pyFrames : IDisposable
{
    private const string Script = """
        import sys, os, h5py, hdf5plugin, numpy as np
        os.chdir(sys.argv[1])
        random = np.random.default_rng(8)
        counts = random.integers(0, 3000, (7, 6, 11, 13)).astype("u2")
        T = h5py.h5t

        def keep(name, make, dataset="d", master=False):
            with h5py.File(name + ".h5", "w") as f:
                make(f)
            with h5py.File(name + ".h5") as f:
                values = f[dataset][()]
            wide = values.dtype.newbyteorder("<") if values.dtype.kind != "f" or values.dtype.itemsize > 2 else np.dtype("<f4")
            values.astype("u1" if values.dtype.kind == "b" else wide).tofile(name + ".raw")

        def low(f, h5type, values, chunk=None, filter=None):
            plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            if chunk:
                plist.set_chunk(chunk)
            if filter:
                plist.set_filter(filter)
            h5py.h5d.create(f.id, b"d", h5type, h5py.h5s.create_simple(values.shape), plist).write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(values))

        def bits(base, precision, offset):
            h5type = base.copy()
            h5type.set_precision(precision)
            h5type.set_offset(offset)
            return h5type

        chunks = {"frame": (1, 1, 11, 13), "row": (1, 3, 11, 13), "block": (3, 4, 11, 13), "cut": (2, 3, 4, 5), "part": (1, 1, 5, 4), "pixels": (7, 6, 2, 1), "whole": (7, 6, 11, 13)}
        filters = {"plain": {}, "gzip": dict(compression="gzip", shuffle=True), "lzf": dict(compression="lzf"), "bslz4": dict(hdf5plugin.Bitshuffle(nelems=0, cname="lz4"))}
        fills = {"u2": 65535, ">u2": 513, "i4": -3, "f4": np.nan, ">f8": -1.5, "f2": 0.5, "u1": 255}
        for c, chunk in chunks.items():
            for k, more in filters.items():
                for i, (dtype, fill) in enumerate(fills.items()):
                    for part in ("none", "some"):
                        if (i + len(c) + len(k)) % 2 and c != "frame":
                            continue
                        def make(f):
                            d = f.create_dataset("d", counts.shape, dtype, chunks=chunk, fillvalue=fill, **more)
                            if part == "some":
                                d[2:4] = counts[2:4].astype(dtype)
                                d[6, 5, 3:] = 1
                        keep(f"fill-{c}-{k}-{i}-{part}", make)
        for i, (dtype, fill) in enumerate(fills.items()):
            keep(f"fill-contiguous-{i}", lambda f: f.create_dataset("d", counts.shape, dtype, fillvalue=fill))
        signed = counts.astype("i2") % 1024 - 512
        named = h5py.enum_dtype({"DARK": -2, "BRIGHT": 300}, "i2")
        for c in ("frame", "block", "part"):
            keep(f"type-half-{c}", lambda f: f.create_dataset("d", data=(counts / 997).astype("f2"), chunks=chunks[c], **filters["bslz4"]))
            keep(f"type-half-big-{c}", lambda f: f.create_dataset("d", data=(counts / 997).astype(">f2"), chunks=chunks[c]))
            keep(f"type-bool-{c}", lambda f: f.create_dataset("d", data=counts > 1500, chunks=chunks[c]))
            keep(f"type-enum-{c}", lambda f: f.create_dataset("d", data=signed, dtype=named, chunks=chunks[c]))
            keep(f"type-12-{c}", lambda f: low(f, bits(T.STD_U16LE, 12, 0), counts, chunks[c]))
            keep(f"type-11-big-{c}", lambda f: low(f, bits(T.STD_I16BE, 11, 3), signed, chunks[c], h5py.h5z.FILTER_NBIT))
            keep(f"type-scaled-{c}", lambda f: f.create_dataset("d", data=counts, chunks=chunks[c], scaleoffset=0))
            keep(f"type-rounded-{c}", lambda f: f.create_dataset("d", data=(counts / 997).astype("f4"), chunks=chunks[c], scaleoffset=2))
        keep("type-half-contiguous", lambda f: f.create_dataset("d", data=(counts / 997).astype(">f2")))
        keep("type-12-contiguous", lambda f: low(f, bits(T.STD_U16BE, 12, 4), counts))
        keep("type-enum-contiguous", lambda f: f.create_dataset("d", data=signed, dtype=named))

        def eiger(f):
            d = f.create_dataset("entry/data/data", (9, 11, 13), "u2", chunks=(1, 11, 13), fillvalue=65535, **filters["bslz4"])
            d.attrs["image_nr_low"], d.attrs["image_nr_high"] = 1, 9
            d[3:5] = counts[0, :2]
        keep("dectris", eiger, "entry/data/data")

        for c in ("frame", "block", "part"):
            for name, more in {"bzip2": hdf5plugin.BZip2(), "lz4-500": hdf5plugin.LZ4(nbytes=500)}.items():
                keep(f"filter-{name}-{c}", lambda f: f.create_dataset("d", data=counts, chunks=chunks[c], **more))
            for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
                for shuffle in (0, 1, 2):
                    keep(f"filter-{cname}-{shuffle}-{c}", lambda f: f.create_dataset("d", data=counts // 9, chunks=chunks[c], **hdf5plugin.Blosc(cname=cname, shuffle=shuffle)))

        def virtual(name, shape, dtype="u2", fill=7, **parts):
            def make(f):
                layout = h5py.VirtualLayout(shape, dtype)
                for place, source in parts["parts"]:
                    layout[place] = source
                f.create_virtual_dataset("d", layout, fillvalue=fill)
            keep("virtual-" + name, make)
        S = np.s_
        for i in range(7):
            with h5py.File(f"part{i}.h5", "w") as f: f.create_dataset("data", data=counts[i], chunks=(1, 11, 13), **filters["bslz4"])
        with h5py.File("big-endian.h5", "w") as f: f["all"] = counts.astype(">u2")
        part = [h5py.VirtualSource(f"part{i}.h5", "data", (6, 11, 13)) for i in range(7)]
        all = h5py.VirtualSource("big-endian.h5", "all", counts.shape)
        virtual("stack", counts.shape, parts=[(S[i], part[i]) for i in range(7)])
        virtual("turned", (6, 7, 11, 13), parts=[(S[:, i], part[i]) for i in range(7)])
        virtual("gaps", (9, 6, 11, 13), parts=[(S[i + 1], part[i]) for i in (0, 2, 5)])
        virtual("interleaved", (12, 11, 13), parts=[(S[i::2], part[i]) for i in range(2)])
        virtual("every-other", (4, 3, 11, 13), parts=[(S[:], all[::2, ::2])])
        virtual("halves", (7, 6, 11, 13), parts=[(S[:, :, :5], all[:, :, :5]), (S[:, :, 5:], all[:, :, 5:])])
        virtual("pixels", (7, 6, 6, 5), parts=[(S[:], all[:, :, ::2, 3:8])])
        virtual("over", (7, 6, 11, 13), parts=[(S[:], all), (S[3, 1:4], part[0][:3])])
        virtual("columns", (7, 6, 11, 26), parts=[(S[..., 0::2], all), (S[..., 1::2], all)])

        def same(f):
            f["s"] = counts
            layout = h5py.VirtualLayout(counts.shape, "u2")
            layout[:] = h5py.VirtualSource(f["s"])
            f.create_virtual_dataset("d", layout)
        keep("virtual-same", same)

        def missing(f):
            layout = h5py.VirtualLayout(counts.shape, "u2")
            layout[:] = h5py.VirtualSource("gone.h5", "data", counts.shape)
            f.create_virtual_dataset("d", layout)

        def counted(f):
            layout = h5py.VirtualLayout((7, 6, 11, 13), "u2", maxshape=(None, 6, 11, 13))
            U = h5py.h5s.UNLIMITED
            layout[0:U:1, :, :, :] = h5py.VirtualSource("big-endian.h5", "all", (7, 6, 11, 13), maxshape=(None, 6, 11, 13))[0:U:1, :, :, :]
            f.create_virtual_dataset("d", layout)

        def nested(f):
            layout = h5py.VirtualLayout(counts.shape, "u2")
            layout[:] = h5py.VirtualSource("virtual-stack.h5", "d", counts.shape)
            f.create_virtual_dataset("d", layout)

        def other(f):
            layout = h5py.VirtualLayout(counts.shape, "f4")
            layout[:] = h5py.VirtualSource("big-endian.h5", "all", counts.shape, "f4")
            f.create_virtual_dataset("d", layout)

        records = np.zeros((7, 6, 11, 13), [("a", ">u2"), ("in", [("r", "f4"), ("i", "f8")]), ("text", "S3")])
        records["a"], records["in"]["r"], records["in"]["i"] = counts, counts / 7, -1.0 * counts
        for c in ("frame", "block", "flat"):
            with h5py.File(f"records-{c}.h5", "w") as f:
                f.create_dataset("d", data=records, chunks=chunks.get(c), compression="gzip" if c == "block" else None)
        records["a"].astype("<u2").tofile("records-a.bin")
        records["in"]["r"].tofile("records-in.r.bin")
        records["in"]["i"].tofile("records-in.i.bin")

        def filtered(id):
            def make(f):
                plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
                plist.set_chunk((1, 1, 11, 13))
                plist.set_filter(id, h5py.h5z.FLAG_OPTIONAL)
                d = h5py.h5d.create(f.id, b"d", T.STD_U16LE, h5py.h5s.create_simple(counts.shape), plist)
                d.write_direct_chunk((0, 0, 0, 0), b"1234", 0)
            return make

        def bfloat(f):
            h5type = T.IEEE_F32LE.copy()
            h5type.set_fields(15, 7, 8, 0, 7)
            h5type.set_size(2)
            h5type.set_ebias(127)
            h5py.h5d.create(f.id, b"d", h5type, h5py.h5s.create_simple(counts.shape))
        refused = {
            "virtual-missing": missing,
            "virtual-counted": counted,
            "virtual-nested": nested,
            "virtual-other": other,
            "blosc2": filtered(32026),
            "sz": filtered(32017),
            "zfp": lambda f: f.create_dataset("d", data=counts.astype("f4"), chunks=(1, 1, 11, 13), **hdf5plugin.Zfp()),
            "complex": lambda f: f.create_dataset("d", data=counts.astype("c8")),
            "compound": lambda f: f.create_dataset("d", data=np.zeros((3, 4, 5), [("a", "u2"), ("b", "f4")])),
            "text": lambda f: f.create_dataset("d", data=np.zeros((3, 4, 5), "S5")),
            "empty": lambda f: f.create_dataset("d", (0, 4, 5, 6), "u2", maxshape=(None, 4, 5, 6)),
            "szip": lambda f: f.create_dataset("d", data=counts, chunks=(1, 1, 11, 13), compression="szip"),
            "raw": lambda f: f.create_dataset("d", data=counts, external=[("outside.bin", 0, counts.nbytes)]),
            "bfloat": bfloat,
        }
        for name, make in refused.items():
            with h5py.File(f"refused-{name}.h5", "w") as f:
                make(f)
        with h5py.File("sizes.h5", "w") as f:
            for c in chunks:
                for k, more in filters.items():
                    f.create_dataset(f"{c}-{k}", data=counts, chunks=chunks[c], **more)
        with h5py.File("sizes.h5") as f, open("sizes.txt", "w") as text:
            for name in f:
                print(name, f[name].id.get_storage_size(), file=text)
        """;

    private readonly TemporaryFolder _folder = new();

    public H5pyFrames()
    {
        DebianPython.Require("h5py", "hdf5plugin", "numpy");
        DebianPython.Run(Script, _folder.Path);
    }

    /// <summary>Names of files of a kind, without their ending.</summary>
    public IEnumerable<string> Names(string kind) =>
        Directory.GetFiles(_folder.Path, kind + "*.raw")
            .Select(static path => System.IO.Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal);

    /// <summary>A file.</summary>
    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
