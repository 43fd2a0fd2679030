using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Gatan;

/// <summary>What all kinds of images share: random pixels, written in one order and expected in another.</summary>
public abstract class DmContract : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    private protected byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private protected IFrameSource Open(byte[] file)
    {
        File.WriteAllBytes(_folder.File("a.dm4"), file);
        return SourceOpener.Open(_folder.File("a.dm4"));
    }

    private protected static byte[] Swapped(byte[] bytes, int size) =>
        [.. bytes.Chunk(size).SelectMany(static value => value.Reverse())];

    /// <summary>From pixels × positions to positions × pixels.</summary>
    private protected static byte[] Turned(byte[] stored, int positions, int size)
    {
        var pixels = stored.Length / size / positions;
        var turned = new byte[stored.Length];
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var position = 0; position < positions; position++)
                stored.AsSpan(((pixel * positions) + position) * size, size).CopyTo(turned.AsSpan(((position * pixels) + pixel) * size));
        }

        return turned;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A scan of version 4 with frames in one piece each.</summary>
public sealed class DmFramesTests : DmContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = Random(4 * 3 * 5 * 6 * 2);
        return (
            Open(DmFile.Of(4, false, [new([6, 5, 3, 4], 10, 4, 2, values) { Tags = [("Meta Data/Data Order Swapped", true)] }])), values);
    }
}

/// <summary>A scan whose axes vary fastest, big-endian.</summary>
public sealed class DmPixelMajorTests : DmContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = Random(4 * 3 * 5 * 6 * 4);
        return (
            Open(DmFile.Of(4, true, [new([3, 4, 6, 5], 2, 6, 4, stored) { Tags = [("Meta Data/Data Order Swapped", false)] }])),
            Swapped(Turned(stored, 12, 4), 4));
    }
}

/// <summary>A spectrum image of version 3: energy is its slowest axis.</summary>
public sealed class DmSpectrumImageTests : DmContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = Random(7 * 3 * 4 * 4);
        return (
            Open(DmFile.Of(3, false, [new([4, 3, 7], 7, 3, 4, stored) { Tags = [("Meta Data/Format", "Spectrum image")] }])),
            Turned(stored, 12, 4));
    }
}

/// <summary>A stack of pictures in colour.</summary>
public sealed class DmColorTests : DmContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = Random(3 * 5 * 7 * 4);
        return (
            Open(DmFile.Of(3, false, [new([7, 5, 3], 23, 5, 4, stored)])),
            [.. stored.Chunk(4).SelectMany(static pixel => (byte[])[pixel[2], pixel[1], pixel[0], pixel[3]])]);
    }
}

/// <summary>A stack of 64-bit floats, big-endian, that is cut in its last frame.</summary>
public sealed class DmCutStackTests : DmContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = Random(4 * 5 * 3 * 8);
        var file = DmFile.Of(4, true, [new([3, 5, 4], 12, 7, 8, stored)], hasDataLast: true);
        var end = file.AsSpan().IndexOf(stored) + stored.Length;
        return (Open(file[..(end - 1)]), Swapped(stored[..(3 * 5 * 3 * 8)], 8));
    }
}
