"""Makes small files of instrument formats for the corpus, from their descriptions: each is well-formed and holds few frames.

Run with Debian's own interpreter (python3-numpy, python3-h5py, python3-tifffile, python3-pil): /usr/bin/python3 make-formats.py
"""
import io
import pathlib
import struct
import zipfile

import h5py
import numpy as np
import tifffile
from PIL import Image

HERE = pathlib.Path(__file__).parent
FRAMES = (np.arange(6 * 8 * 8, dtype="u2").reshape(6, 8, 8) * 37) % 251


def keep(folder, name, content):
    path = HERE / folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def blo():
    head = bytearray(0x1000)
    head[:6] = b"IMGBLO"
    struct.pack_into("<HIIIHHHHH", head, 6, 0x0102, 0x1000, 0x1000 + 6, 0, 8, 0, 3, 2, 0)
    struct.pack_into("<ddIHI", head, 34, 2.5, 2.5, 200000, 6500, 1000)
    frames = b"".join(b"\xaa\x55" + struct.pack("<I", i) + f.astype("u1").tobytes() for i, f in enumerate(FRAMES))
    keep("blo", "scan.blo", bytes(head) + bytes(6) + frames)


def mib():
    def header(number, kind, width, height, bits, size=384, layout="   1x1", chips=1):
        text = f"MQ1,{number:06d},{size:05d},{chips:02d},{width:04d},{height:04d},{kind},{layout},01,2021-01-01 00:00:00.000000,0.001000,0,0,0"
        text += f",MQ1A,2021-01-01T00:00:00.000000000Z,000000ns,{bits}"
        return text.encode().ljust(size, b"\0")

    for kind, dtype, bits in (("U08", "u1", 6), ("U16", ">u2", 12), ("U32", ">u4", 24)):
        frames = (header(i + 1, kind, 8, 8, bits) + f.astype(dtype).tobytes() for i, f in enumerate(FRAMES))
        keep("mib", f"{kind}.mib", b"".join(frames))
    raw = np.arange(256 * 256 // 8, dtype="u1").tobytes()
    keep("mib", "R64-1.mib", header(1, "R64", 256, 256, 1) + raw)


def empad():
    frame = np.zeros((130, 128), "<f4")
    frame[60:68, 60:68] = 100
    keep("empad", "scan_x1_y1.raw", frame.tobytes())


def mrc():
    for mode, dtype in ((0, "i1"), (1, "i2"), (2, "f4"), (6, "u2"), (12, "f2")):
        for order, stamp in (("<", b"DD\0\0"), (">", b"\x11\x11\0\0")):
            head = bytearray(1024)
            struct.pack_into(order + "10i", head, 0, 8, 8, 6, mode, 0, 0, 0, 8, 8, 6)
            struct.pack_into(order + "6f", head, 40, 16, 16, 12, 90, 90, 90)
            struct.pack_into(order + "3i", head, 64, 1, 2, 3)
            head[208:212] = b"MAP "
            head[212:216] = stamp
            keep("mrc", f"mode{mode}{'le' if order == '<' else 'be'}.mrc", bytes(head) + FRAMES.astype(order + dtype).tobytes())


def dm():
    # A group of named entries: sorted, open, count, and for each its kind, name and content.
    for version in (3, 4):
        wide = ">I" if version == 3 else ">Q"

        def group(entries):
            return b"\1\0" + struct.pack(wide, len(entries)) + b"".join(entries)

        def entry(kind, name, content):
            size = b"" if version == 3 else struct.pack(">Q", len(content))
            return bytes([kind]) + struct.pack(">H", len(name)) + name.encode() + size + content

        def value(name, code, kind, number):
            return entry(21, name, b"%%%%" + struct.pack(wide, 1) + struct.pack(wide, code) + struct.pack("<" + kind, number))

        def array(name, code, content, count):
            info = struct.pack(wide, 3) + struct.pack(wide, 20) + struct.pack(wide, code) + struct.pack(wide, count)
            return entry(21, name, b"%%%%" + info + content)

        def text(name, words):
            return array(name, 4, words.encode("utf-16-le"), len(words))

        def axis(step, unit):
            return entry(20, "", group([value("Origin", 6, "f", 0), value("Scale", 6, "f", step), text("Units", unit)]))

        def image(frames, code, kind):
            lengths = [value("", 5, "I", length) for length in reversed(frames.shape)]
            axes = [axis(0.5, "1/nm"), axis(0.5, "1/nm"), axis(2, "nm"), axis(2, "nm")][: frames.ndim]
            data = entry(20, "ImageData", group([
                entry(20, "Calibrations", group([entry(20, "Dimension", group(axes))])),
                array("Data", code, frames.tobytes(), frames.size),
                value("DataType", 5, "I", kind),
                entry(20, "Dimensions", group(lengths)),
                value("PixelDepth", 5, "I", frames.itemsize),
            ]))
            return entry(20, "", group([data, entry(20, "ImageTags", group([])), text("Name", "scan")]))

        thumbnail = image(np.zeros((4, 4), "<u4"), 5, 23)
        scan = image(FRAMES.reshape(2, 3, 8, 8), 4, 10)
        root = group([entry(20, "ImageList", group([thumbnail, scan]))])
        head = struct.pack(">I", version) + struct.pack(wide, len(root)) + struct.pack(">I", 1)
        keep("dm", f"scan.dm{version}", head + root + bytes(8))


def ser():
    for version in (0x0210, 0x0220):
        place = "<I" if version == 0x0210 else "<Q"
        frames = [struct.pack("<ddiddiHii", 0, 1e-9, 0, 0, 1e-9, 0, 2, 8, 8) + f.tobytes() for f in FRAMES.astype("<u2")]
        label = b"Number"
        dimension = struct.pack("<IddiI", 6, 0, 1, 0, len(label)) + label + struct.pack("<I", 0)
        start = 26 + struct.calcsize(place) + len(dimension)
        data = start + 2 * 6 * struct.calcsize(place)
        head = struct.pack("<HHHIIII", 0x4949, 0x0197, version, 0x4122, 0x4152, 6, 6) + struct.pack(place, start) + struct.pack("<I", 1)
        offsets = b"".join(struct.pack(place, data + i * len(frames[0])) for i in range(6))
        tags = b"".join(struct.pack(place, data + 6 * len(frames[0]) + 8 * i) for i in range(6))
        keep("ser", f"v{version:x}_1.ser", head + dimension + offsets + tags + b"".join(frames) + struct.pack("<HHI", 0x4152, 0, 0) * 6)


def seq():
    head = bytearray(8192)
    struct.pack_into("<I", head, 0, 0xFEED)
    head[4:24] = "Norpix seq".encode("utf-16-le")
    struct.pack_into("<ii", head, 28, 5, 1024)
    struct.pack_into("<6I", head, 548, 8, 8, 16, 12, 128, 100)
    struct.pack_into("<III", head, 572, 6, 0, 512)
    struct.pack_into("<d", head, 584, 100.0)
    frames = b"".join(f.astype("<u2").tobytes() + struct.pack("<IHH", 1600000000, i, 0) + bytes(512 - 136) for i, f in enumerate(FRAMES))
    keep("seq", "movie.seq", bytes(head) + frames)


def tvips():
    for bits, dtype in ((8, "u1"), (16, "<u2")):
        head = struct.pack("<13i", 256, 2, 8, 8, bits, 0, 0, 1, 1, 15000, 200, 1000, 112).ljust(256, b"\0")
        frames = b"".join(
            struct.pack("<IIII", i, 1600000000, i, 0).ljust(112, b"\0") + f.astype(dtype).tobytes() for i, f in enumerate(FRAMES))
        keep("tvips", f"{bits}_000.tvips", head + frames)


def images():
    for name, options in (("plain", {}), ("deflate", {"compression": "zlib"}), ("tiled", {"tile": (16, 16)})):
        for order in "<>":
            content = io.BytesIO()
            tifffile.imwrite(content, FRAMES, byteorder=order, **options)
            keep("tiff", f"{name}-{'le' if order == '<' else 'be'}.tif", content.getvalue())
    for name, kind in (("big", {"bigtiff": True}), ("imagej", {"imagej": True, "metadata": {"axes": "TYX"}})):
        content = io.BytesIO()
        tifffile.imwrite(content, FRAMES, **kind)
        keep("tiff", f"{name}.tif", content.getvalue())
    for mode in ("L", "RGB", "RGBA", "I;16", "P", "1"):
        image = Image.fromarray(FRAMES[1]) if mode == "I;16" else Image.fromarray(FRAMES[1].astype("u1")).convert(mode)
        content = io.BytesIO()
        image.save(content, "png")
        keep("image-sequence", f"{mode.replace(';', '')}.png", content.getvalue())


def archives():
    def npy(array):
        content = io.BytesIO()
        np.save(content, array)
        return content.getvalue()

    for dtype in ("<u2", ">f4", "i1"):
        keep("npy", f"{dtype[1:]}{'be' if dtype[0] == '>' else ''}.npy", npy(FRAMES.astype(dtype)))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("data.npy", npy(FRAMES))
    keep("prz", "stack.prz", content.getvalue())
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(".zgroup", '{"zarr_format": 2}')
        archive.writestr("data/.zarray", '{"zarr_format": 2, "shape": [6, 8, 8], "chunks": [2, 8, 8], "dtype": "<u2", "compressor": null, '
                                         '"fill_value": 0, "filters": null, "order": "C"}')
        for i in range(3):
            archive.writestr(f"data/{i}.0.0", FRAMES[2 * i : 2 * i + 2].astype("<u2").tobytes())
    keep("zspy", "scan.zspy", content.getvalue())


def hdf5():
    def new(folder, name):
        path = HERE / folder / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        return h5py.File(path, "w")

    cube = FRAMES.reshape(2, 3, 8, 8)
    with new("hspy", "scan.hspy") as f:
        f.attrs["file_format"], f.attrs["file_format_version"] = "HyperSpy", "3.1"
        scan = f.create_group("Experiments/scan")
        scan.create_dataset("data", data=cube, chunks=(1, 1, 8, 8), compression="gzip")
        for i, (name, unit) in enumerate((("y", "nm"), ("x", "nm"), ("ky", "1/nm"), ("kx", "1/nm"))):
            axis = scan.create_group(f"axis-{i}").attrs
            axis["_type"], axis["name"], axis["units"], axis["scale"], axis["offset"] = "UniformDataAxis", name, unit, 0.5, 0.0
            axis["size"], axis["navigate"], axis["is_binned"] = cube.shape[i], i < 2, False
        scan.create_group("metadata/General").attrs["title"] = "scan"
    with new("emd-berkeley", "scan.emd") as f:
        f.attrs["emd_group_type"], f.attrs["version_major"], f.attrs["version_minor"] = "file", 1, 0
        root = f.create_group("scan_root")
        root.attrs["emd_group_type"], root.attrs["python_class"] = "root", "Root"
        data = root.create_group("datacube")
        data.attrs["emd_group_type"], data.attrs["python_class"] = "array", "DataCube"
        data.create_dataset("data", data=cube).attrs["units"] = "counts"
        for i, (name, unit) in enumerate((("Rx", "nm"), ("Ry", "nm"), ("Qx", "A^-1"), ("Qy", "A^-1"))):
            axis = data.create_dataset(f"dim{i}", data=[0.0, 0.5])
            axis.attrs["name"], axis.attrs["units"] = name, unit
    with new("nexus", "scan.nxs") as f:
        f.attrs["default"] = "entry"
        entry = f.create_group("entry")
        entry.attrs["NX_class"], entry.attrs["default"] = "NXentry", "data"
        data = entry.create_group("data")
        data.attrs["NX_class"], data.attrs["signal"], data.attrs["axes"] = "NXdata", "frames", ["y", "x", "ky", "kx"]
        data.create_dataset("frames", data=cube)
        for i, name in enumerate(("y", "x", "ky", "kx")):
            data.create_dataset(name, data=np.arange(cube.shape[i]) * 0.5).attrs["units"] = "nm"
    with new("arina", "scan_master.h5") as f:
        f.create_group("entry/data").create_dataset("data_000001", data=FRAMES, chunks=(1, 8, 8))
        detector = f.create_group("entry/instrument/detector/detectorSpecific")
        detector["ntrigger"], detector["nimages"] = 6, 1
    with new("emd-velox", "image.emd") as f:
        f.create_dataset("Version", data=['{"format": "Velox", "version": "1.4"}'], dtype=h5py.string_dtype())
        image = f.create_group("Data/Image/0123456789abcdef")
        image.create_dataset("Data", data=np.moveaxis(FRAMES, 0, 2), chunks=(8, 8, 1))
        image.create_dataset("Metadata", data=np.frombuffer(b"{}".ljust(64, b"\0") * 6, "u1").reshape(6, 64).T)


for make in (blo, mib, empad, mrc, dm, ser, seq, tvips, images, archives, hdf5):
    make()
