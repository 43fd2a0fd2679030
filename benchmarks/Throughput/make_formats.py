"""Makes one large file of a format for the suite `formats`: frames of noise, 64 of them over and over.

/usr/bin/python3 make_formats.py KIND FILE MEGABYTES   prints nothing; needs python3-numpy, for some kinds python3-tifffile, python3-h5py, python3-zarr
"""
import struct
import sys

import numpy as np

kind, path, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
random = np.random.default_rng(7)


def frames(side, dtype):
    counts = random.poisson(3, (64, side, side))
    return [frame.astype(dtype).tobytes() for frame in counts]


def write(head, before, pixels, stride=None):
    """A header, then as many frames as fit, each behind `before(number)` and filled up to `stride`."""
    one = len(before(0)) + len(pixels[0])
    stride = stride or one
    count = max(4, megabytes * 1_000_000 // stride)
    side = int(count**0.5)
    count = side * side
    with open(path, "wb") as file:
        file.write(head(side, count))
        for i in range(count):
            file.write(before(i))
            file.write(pixels[i % 64])
            file.write(bytes(stride - one))


def nothing(i):
    return b""


def raw():
    write(lambda side, count: b"", nothing, frames(256, "<u2"))


def mrc():
    def head(side, count):
        head = bytearray(1024)
        struct.pack_into("<10i", head, 0, 256, 256, count, 6, 0, 0, 0, 256, 256, count)
        head[208:216] = b"MAP DD\0\0"
        return bytes(head)

    write(head, nothing, frames(256, "<u2"))


def blo():
    def head(side, count):
        head = bytearray(0x1000)
        head[:6] = b"IMGBLO"
        struct.pack_into("<HIIIHHHHH", head, 6, 0x0102, 0x1000, 0x1000 + count, 0, 256, 0, side, side, 0)
        struct.pack_into("<ddIHI", head, 34, 2.5, 2.5, 200000, 6500, 1000)
        return bytes(head) + bytes(count)

    write(head, lambda i: b"\xaa\x55" + struct.pack("<I", i), frames(256, "u1"))


def seq():
    def head(side, count):
        head = bytearray(8192)
        struct.pack_into("<I", head, 0, 0xFEED)
        head[4:24] = "Norpix seq".encode("utf-16-le")
        struct.pack_into("<ii", head, 28, 5, 1024)
        struct.pack_into("<6I", head, 548, 256, 256, 16, 12, 2 * 65536, 100)
        struct.pack_into("<III", head, 572, count, 0, 2 * 65536 + 8192)
        struct.pack_into("<d", head, 584, 100.0)
        return bytes(head)

    write(head, nothing, frames(256, "<u2"), 2 * 65536 + 8192)


def tvips():
    def head(side, count):
        return struct.pack("<13i", 256, 2, 256, 256, 16, 0, 0, 1, 1, 15000, 200, 1000, 112).ljust(256, b"\0")

    write(head, lambda i: struct.pack("<IIII", i, 1600000000 + i, 0, 0).ljust(112, b"\0"), frames(256, "<u2"))


def empad():
    pixels = [frame + bytes(1024) for frame in frames(128, "<f4")]
    write(lambda side, count: b"", nothing, pixels)


def merlin(code, bits, pixels, width=256, height=256):
    def before(i):
        text = f"MQ1,{i + 1:06d},00384,01,{width:04d},{height:04d},{code},   1x1,01,2021-01-01 00:00:{i % 60:02d}.000000,0.001000,0,0,0"
        return (text + f",MQ1A,2021-01-01T00:00:00.000000000Z,000000ns,{bits}").encode().ljust(384, b"\0")

    write(lambda side, count: b"", before, pixels)


def mib12():
    merlin("U16", 12, frames(256, ">u2"))


def mib1r():
    merlin("R64", 1, [random.bytes(8192) for _ in range(64)])


def mib6r():
    merlin("R64", 6, frames(256, "u1"))


def dm4():
    pixels = frames(256, "<u2")
    side = max(2, int((megabytes * 1_000_000 / (2 * 65536)) ** 0.5))

    def group(entries):
        return b"\1\0" + struct.pack(">Q", len(entries)) + b"".join(entries)

    def entry(tag, name, content, more=0):
        return bytes([tag]) + struct.pack(">H", len(name)) + name.encode() + struct.pack(">Q", len(content) + more) + content

    def value(name, code, form, number):
        return entry(21, name, b"%%%%" + struct.pack(">QQ", 1, code) + struct.pack("<" + form, number))

    def text(name, words):
        return entry(21, name, b"%%%%" + struct.pack(">QQQQ", 3, 20, 4, len(words)) + words.encode("utf-16-le"))

    # Units say that each frame is stored in one piece.
    axes = [entry(20, "", group([value("Scale", 6, "f", 0.5), text("Units", unit)])) for unit in ("1/nm", "1/nm", "nm", "nm")]
    calibrations = entry(20, "Calibrations", group([entry(20, "Dimension", group(axes))]))
    shape = (side, side, 256, 256)
    count = side * side * 65536
    # The pixels are written behind everything else: the group of the image comes last, and in it they do.
    lengths = entry(20, "Dimensions", group([value("", 5, "I", length) for length in reversed(shape)]))
    start = entry(21, "Data", b"%%%%" + struct.pack(">QQQQ", 3, 20, 4, count), 2 * count)
    inner = b"\1\0" + struct.pack(">Q", 5) + calibrations + value("DataType", 5, "I", 10) + lengths + value("PixelDepth", 5, "I", 2) + start
    data = entry(20, "ImageData", inner, 2 * count)
    image = entry(20, "", b"\1\0" + struct.pack(">Q", 1) + data, 2 * count)
    root = b"\1\0" + struct.pack(">Q", 1) + entry(20, "ImageList", b"\1\0" + struct.pack(">Q", 1) + image, 2 * count)
    with open(path, "wb") as file:
        file.write(struct.pack(">IQI", 4, len(root) + 2 * count, 1) + root)
        for i in range(side * side):
            file.write(pixels[i % 64])
        file.write(bytes(8))


def tiff(compression=None):
    import tifffile

    pixels = [np.frombuffer(frame, "<u2").reshape(256, 256) for frame in frames(256, "<u2")]
    count = max(4, megabytes * 1_000_000 // (2 * 65536))
    with tifffile.TiffWriter(path, bigtiff=True) as file:
        for i in range(count):
            file.write(pixels[i % 64], compression=compression, contiguous=False, metadata=None)


def tiffdeflate():
    tiff("zlib")


def zarr():
    import numcodecs
    import zarr as library

    side = max(2, int((megabytes * 1_000_000 / (2 * 65536)) ** 0.5))
    pixels = np.stack([np.frombuffer(frame, "<u2").reshape(256, 256) for frame in frames(256, "<u2")])
    array = library.open_array(
        path, "w", shape=(side, side, 256, 256), chunks=(1, min(16, side), 256, 256), dtype="<u2",
        compressor=numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE))
    for row in range(side):
        array[row] = pixels[(np.arange(side) + row * side) % 64]


def pictures():
    import os

    from PIL import Image

    os.makedirs(path)
    pixels = frames(256, "u1")
    for i in range(max(8, 2 * megabytes)):
        Image.fromarray(np.frombuffer(pixels[i % 64], "u1").reshape(256, 256)).save(f"{path}/frame_{i:05d}.png")


globals()[kind]()
