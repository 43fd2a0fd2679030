using System.Collections.Concurrent;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Images;

/// <summary>Folders of pictures of several kinds keep the contract of sources.</summary>
public abstract class PngContractTests(string write) : SourceContract
{
    // Of each kind what was written, once.
    private static readonly ConcurrentDictionary<string, (byte[][] Files, byte[] Values)> Written = new(StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        DebianPython.Require("numpy", "PIL");
        var (files, values) = Written.GetOrAdd(write, Write);
        for (var i = 0; i < files.Length; i++)
            File.WriteAllBytes(_folder.File($"a{i}.png"), files[i]);
        return (SourceOpener.Open(_folder.Path), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private static (byte[][] Files, byte[] Values) Write(string write)
    {
        using var folder = new TemporaryFolder();
        DebianPython.Run(
            $$"""
            import sys, os, struct, zlib, numpy as np
            from PIL import Image
            os.chdir(sys.argv[1])
            def chunk(name, data): return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
            def png(number, columns, rows, bits, color, data, interlace=0, extra=b''):
                open(f'a{number}.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', columns, rows, bits, color, 0, 0, interlace))
                    + extra + b''.join(chunk(b'IDAT', data[i:i + 37]) for i in range(0, len(data), 37)) + chunk(b'IEND', b''))
            def save(frames): frames.astype(frames.dtype.newbyteorder('<')).tofile('values')
            {{write}}
            """,
            folder.Path);
        string[] files = [.. Directory.GetFiles(folder.Path, "*.png").Order(StringComparer.Ordinal)];
        return ([.. files.Select(File.ReadAllBytes)], File.ReadAllBytes(folder.File("values")));
    }
}

/// <summary>Greys of 8 bits, smooth enough for every filter.</summary>
public sealed class PngGreyTests() : PngContractTests(
    """
    y, x = np.mgrid[:60, :70]
    a = np.stack([(np.sin(x / 9.0 + i) * np.cos(y / 7.0) * 100 + 120 + (x * y % 5)).astype('u1') for i in range(4)]); save(a)
    for i, f in enumerate(a): Image.fromarray(f).save(f'a{i}.png')
    """);

/// <summary>Greys of 16 bits.</summary>
public sealed class PngDeepTests() : PngContractTests(
    """
    a = (np.arange(3 * 20 * 31) * 377 % 65521).astype('u2').reshape(3, 20, 31); save(a)
    for i, f in enumerate(a): Image.fromarray(f).save(f'a{i}.png')
    """);

/// <summary>Colours with opacity.</summary>
public sealed class PngColorTests() : PngContractTests(
    """
    a = (np.arange(3 * 20 * 31 * 4) * 37 % 251).astype('u1').reshape(3, 20, 31, 4); save(a)
    for i, f in enumerate(a): Image.fromarray(f).save(f'a{i}.png')
    """);

/// <summary>Colours that are greys.</summary>
public sealed class PngGreyColorTests() : PngContractTests(
    """
    a = (np.arange(3 * 90 * 31) * 37 % 251).astype('u1').reshape(3, 90, 31); save(a)
    for i, f in enumerate(a): Image.fromarray(np.dstack([f, f, f, np.full_like(f, 255)])).save(f'a{i}.png')
    """);

/// <summary>Places in a table of colours.</summary>
public sealed class PngPaletteTests() : PngContractTests(
    """
    p = (np.arange(16 * 3) * 91 % 256).astype('u1').reshape(16, 3)
    i = (np.arange(3 * 20 * 31) * 7 % 16).astype('u1').reshape(3, 20, 31); save(p[i])
    for n, f in enumerate(i):
        m = Image.fromarray(f, 'P'); m.putpalette(p.tobytes()); m.save(f'a{n}.png', bits=4)
    """);

/// <summary>Four bits a pixel.</summary>
public sealed class PngFourBitTests() : PngContractTests(
    """
    a = (np.arange(3 * 20 * 31) * 7 % 16).astype('u1').reshape(3, 20, 31); save(a)
    for n, f in enumerate(a):
        rows = np.pad(f, ((0, 0), (0, 1))).reshape(20, 16, 2)
        png(n, 31, 20, 4, 0, zlib.compress(np.pad(rows[:, :, 0] << 4 | rows[:, :, 1], ((0, 0), (1, 0))).tobytes()))
    """);

/// <summary>Seven passes, values of 16 bits with opacity.</summary>
public sealed class PngInterlacedTests() : PngContractTests(
    """
    a = (np.arange(3 * 13 * 11 * 2) * 377 % 65521).astype('u2').reshape(3, 13, 11, 2); save(a)
    for n, f in enumerate(a):
        raw = b''
        for r, rs, c, cs in [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)]:
            for row in f[r::rs, c::cs]:
                raw += b'\0' + row.astype('>u2').tobytes()
        png(n, 11, 13, 16, 4, zlib.compress(raw), interlace=1)
    """);
