using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources.Storage;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

/// <summary>Frames in several files, with headers between them, of which one file has none.</summary>
public sealed class SeveralFlatFilesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (files, values) = FlatFilesOnDisk.Write(_folder, [4, 0, 1, 6], isBigEndian: false);
        return (new FlatFrameSource(new("test", files[0].Path), new(new Extent(11), new Extent(3, 5)), ElementType.U16, files), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A scan of fewer positions than there are frames in big-endian files.</summary>
public sealed class SurplusFlatFilesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (files, values) = FlatFilesOnDisk.Write(_folder, [4, 5], isBigEndian: true);
        return (
            new FlatFrameSource(new("test", files[0].Path), new(new Extent(2, 3), new Extent(3, 5)), ElementType.U16, files),
            values[..(6 * 3 * 5 * 2)]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Frames that are decoded: here each value is stored as one byte.</summary>
public sealed class DecodedFlatFileTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var stored = new byte[7 * 6];
        new Random(5).NextBytes(stored);
        File.WriteAllBytes(_folder.File("a"), stored);
        return (
            new FlatFrameSource(
                new("test", _folder.File("a")),
                new(new Extent(7), new Extent(2, 3)),
                ElementType.U16,
                [new(_folder.File("a"), new(0, 6, 6, 1, IsBigEndian: false), 7)],
                decoder: new(12, Widen)),
            MemoryMarshal.AsBytes<ushort>([.. stored.Select(static value => (ushort)(3 * value))]).ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private static void Widen(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        var wide = MemoryMarshal.Cast<byte, ushort>(pixels);
        for (var i = 0; i < stored.Length; i++)
            wide[i] = (ushort)(3 * stored[i]);
    }
}

/// <summary>What a source of flat files says of a scan that is not what its files hold.</summary>
public sealed class FlatFrameSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ScanOfMorePositions_SaysWhichWereRecorded()
    {
        var (files, _) = FlatFilesOnDisk.Write(_folder, [4, 3], isBigEndian: false);
        using var source = new FlatFrameSource(
            new("test", files[0].Path), new(new Extent(2, 5), new Extent(3, 5)), ElementType.U16, files);
        Assert.Equal(7, source.Validity.RecordedFrames);
    }

    [Fact]
    public void FramesOfOtherSizes_AreRefused()
    {
        var (files, _) = FlatFilesOnDisk.Write(_folder, [4], isBigEndian: false);
        Assert.Throws<ArgumentException>(() => new FlatFrameSource(
            new("test", files[0].Path), new(new Extent(4), new Extent(4, 5)), ElementType.U16, files));
    }

    [Fact]
    public void FileThatIsCutMeanwhile_IsToldWithItsName()
    {
        var (files, _) = FlatFilesOnDisk.Write(_folder, [4, 3], isBigEndian: false);
        using var source = new FlatFrameSource(
            new("test", files[0].Path), new(new Extent(7), new Extent(3, 5)), ElementType.U16, files);
        File.WriteAllBytes(files[1].Path, []);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 7));
        reader.Seek(new(0, 7));
        Assert.True(reader.TryRead(out _));
        Assert.Equal(files[1].Path, Assert.Throws<SourceException>(() => reader.TryRead(out _)).Path);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Files of random frames of 3×5 16-bit values, each frame behind a header of three bytes.</summary>
internal static class FlatFilesOnDisk
{
    private const int Header = 3;
    private const int Pixels = 15;
    private const int Offset = 11;

    public static (IReadOnlyList<FlatFile> Files, byte[] Values) Write(TemporaryFolder folder, int[] frames, bool isBigEndian)
    {
        var random = new Random(41);
        var values = new List<byte>();
        var files = new List<FlatFile>();
        foreach (var count in frames)
        {
            var bytes = new byte[Offset + (count * (Header + (2 * Pixels)))];
            random.NextBytes(bytes);
            for (var frame = 0; frame < count; frame++)
            {
                for (var pixel = 0; pixel < Pixels; pixel++)
                {
                    var at = Offset + (frame * (Header + (2 * Pixels))) + Header + (2 * pixel);
                    values.Add(bytes[isBigEndian ? at + 1 : at]);
                    values.Add(bytes[isBigEndian ? at : at + 1]);
                }
            }

            var path = folder.File($"part_{files.Count}");
            File.WriteAllBytes(path, bytes);
            files.Add(new(path, new(Offset + Header, 2 * Pixels, Header + (2 * Pixels), 2, isBigEndian), count));
        }

        return (files, [.. values]);
    }
}
