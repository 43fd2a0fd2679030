using System.Collections.Concurrent;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Tiff;

/// <summary>TIFF files of several programs and kinds keep the contract of sources.</summary>
public abstract class TiffContractTests(string write) : SourceContract
{
    // Of each program what it wrote, once.
    private static readonly ConcurrentDictionary<string, (byte[] File, byte[] Values)> Written = new(StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        DebianPython.Require("numpy", "tifffile", "PIL");
        var (file, values) = Written.GetOrAdd(write, Write);
        File.WriteAllBytes(_folder.File("a.tif"), file);
        return (SourceOpener.Open(_folder.File("a.tif")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private static (byte[] File, byte[] Values) Write(string write)
    {
        using var folder = new TemporaryFolder();
        DebianPython.Run(
            $"""
            import sys, os, numpy as np, tifffile
            from PIL import Image
            os.chdir(sys.argv[1])
            def save(frames): frames.astype(frames.dtype.newbyteorder('<')).tofile('values')
            {write}
            """,
            folder.Path);
        return (File.ReadAllBytes(folder.File("a.tif")), File.ReadAllBytes(folder.File("values")));
    }
}

/// <summary>Uncompressed pages with gaps between them.</summary>
public sealed class TiffUncompressedTests() : TiffContractTests(
    """
    a = (np.arange(30 * 7 * 5) * 37 % 60013).astype('<u2').reshape(30, 7, 5); save(a)
    with tifffile.TiffWriter('a.tif') as t:
        for f in a: t.write(f, contiguous=False)
    """);

/// <summary>Big-endian floats of 64 bits in a BigTIFF.</summary>
public sealed class TiffBigEndianTests() : TiffContractTests(
    """
    a = np.sin(np.arange(6 * 7 * 5)).reshape(6, 7, 5); save(a)
    tifffile.imwrite('a.tif', a, bigtiff=True, byteorder='>')
    """);

/// <summary>ImageJ's hyperstacks: one piece of pixels behind the first page.</summary>
public sealed class TiffImageJTests() : TiffContractTests(
    """
    a = np.arange(2 * 3 * 2 * 7 * 5, dtype='f4').reshape(2, 3, 2, 7, 5); save(a)
    tifffile.imwrite('a.tif', a, imagej=True, metadata={'axes': 'TZCYX'})
    """);

/// <summary>Deflate with differences, in tiles that stand over the edges.</summary>
public sealed class TiffDeflateTests() : TiffContractTests(
    """
    a = (np.arange(5 * 40 * 37) * 7 % 999).astype('>i4').reshape(5, 40, 37); save(a)
    tifffile.imwrite('a.tif', a, compression='zlib', predictor=2, tile=(16, 32), byteorder='>')
    """);

/// <summary>Colours stored one after the other, in strips.</summary>
public sealed class TiffPlanarTests() : TiffContractTests(
    """
    a = (np.arange(4 * 9 * 5 * 3) * 37 % 251).astype('u1').reshape(4, 9, 5, 3); save(a)
    with tifffile.TiffWriter('a.tif') as t:
        for f in a: t.write(np.moveaxis(f, 2, 0), photometric='rgb', planarconfig='separate', rowsperstrip=2, contiguous=False)
    """);

/// <summary>LZW with differences, by libtiff.</summary>
public sealed class TiffLzwTests() : TiffContractTests(
    """
    rng = np.random.default_rng(1)
    a = (rng.poisson(3, (4, 90, 70)) + np.arange(70)).astype('u1'); save(a)
    i = [Image.fromarray(f) for f in a]
    i[0].save('a.tif', save_all=True, append_images=i[1:], compression='tiff_lzw', tiffinfo={317: 2})
    """);

/// <summary>Runs of bytes, by libtiff.</summary>
public sealed class TiffPackBitsTests() : TiffContractTests(
    """
    a = (np.arange(3 * 30 * 50) // 7 % 5).astype('u1').reshape(3, 30, 50); save(a)
    i = [Image.fromarray(f) for f in a]
    i[0].save('a.tif', save_all=True, append_images=i[1:], compression='packbits')
    """);

/// <summary>Faxes: a bit a pixel.</summary>
public sealed class TiffFaxTests() : TiffContractTests(
    """
    a = (np.arange(2 * 30 * 50) // 7 % 5 == 0).reshape(2, 30, 50); save(a.astype('u1'))
    i = [Image.fromarray(f) for f in a]
    i[0].save('a.tif', save_all=True, append_images=i[1:], compression='group4', tiffinfo={262: 1})
    """);

/// <summary>Floats as differences of their bytes, deflated.</summary>
public sealed class TiffFloatDifferenceTests() : TiffContractTests(
    """
    import struct, zlib
    a = (np.sin(np.arange(3 * 6 * 5)) * 1000).astype('<f4').reshape(3, 6, 5); save(a)
    out = bytearray(b'II*\0\0\0\0\0'); link = 4
    for f in a:
        rows = f.view('u1').reshape(6, 5, 4)[:, :, ::-1].transpose(0, 2, 1).reshape(6, 20)
        coded = zlib.compress(np.diff(rows.astype('i2'), axis=1, prepend=0).astype('u1').tobytes())
        at = len(out); out += coded + b'\0' * (len(coded) % 2)
        out[link:link + 4] = struct.pack('<I', len(out))
        tags = [(256, 4, 5), (257, 4, 6), (258, 3, 32), (259, 3, 8), (273, 4, at), (278, 4, 6), (279, 4, len(coded)), (317, 3, 3), (339, 3, 3)]
        out += struct.pack('<H', len(tags)) + b''.join(struct.pack('<HHII', t, k, 1, v) for t, k, v in tags)
        link = len(out); out += b'\0' * 4
    open('a.tif', 'wb').write(out)
    """);

/// <summary>Twelve bits a pixel, as cameras pack them.</summary>
public sealed class TiffTwelveBitTests() : TiffContractTests(
    """
    import struct
    a = (np.arange(4 * 6 * 5) * 37 % 4096).astype('<u2').reshape(4, 6, 5); save(a)
    out = bytearray(b'II*\0\0\0\0\0'); link = 4
    for f in a:
        coded = np.packbits(np.unpackbits(f.astype('>u2').view('u1').reshape(6, 5, 2), axis=2)[:, :, 4:].reshape(6, -1), axis=1).tobytes()
        at = len(out); out += coded + b'\0' * (len(coded) % 2)
        out[link:link + 4] = struct.pack('<I', len(out))
        tags = [(256, 4, 5), (257, 4, 6), (258, 3, 12), (273, 4, at), (278, 4, 6), (279, 4, len(coded))]
        out += struct.pack('<H', len(tags)) + b''.join(struct.pack('<HHII', t, k, 1, v) for t, k, v in tags)
        link = len(out); out += b'\0' * 4
    open('a.tif', 'wb').write(out)
    """);

/// <summary>Floats of 16 bits, widened.</summary>
public sealed class TiffHalfTests() : TiffContractTests(
    """
    a = np.sin(np.arange(4 * 6 * 5)).astype('f2').reshape(4, 6, 5); save(a.astype('f4'))
    tifffile.imwrite('a.tif', a, photometric='minisblack')
    """);
