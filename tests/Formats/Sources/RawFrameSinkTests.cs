using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Xunit;

namespace Ronchi.Tests.Sources;

public sealed class RawFrameSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-raw-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Frames_LieOneBehindTheOther()
    {
        var path = Path.Combine(_folder, "a.raw");
        var data = new SinkDescription(new(new Extent(2, 1), new Extent(1, 3)), ElementType.U16, new SourceInfo("test", "test"));
        using (var sink = KnownSinks.Create(path, data))
        {
            sink.Write(1, MemoryMarshal.AsBytes<ushort>([4, 5, 6]));
            sink.Write(0, MemoryMarshal.AsBytes<ushort>([1, 2, 3]));
            Assert.Throws<ArgumentException>(() => sink.Write(0, [1]));
            sink.Complete();
        }

        Assert.Equal<ushort>([1, 2, 3, 4, 5, 6], MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(path)).ToArray());
        Assert.Throws<IOException>(() => KnownSinks.Create(path, data));
    }

    [Fact]
    public void FileThatTheOneBesideDescribes_IsReadInAnotherWay_OnlyWhenThatIsSaidInFull()
    {
        var path = Path.Combine(_folder, "a.raw");
        var data = new SinkDescription(new(new Extent(2, 2), new Extent(1, 3)), ElementType.U16, new SourceInfo("test", "test"));
        using (var sink = KnownSinks.Create(path, data))
        {
            for (var frame = 0; frame < 4; frame++)
                sink.Write(frame, new byte[6]);
            sink.Complete();
        }

        var half = Assert.Throws<ArgumentException>(() => SourceOpener.Open(path, Said(new() { Offset = 6, Gap = 2 })));
        Assert.Equal(
            $"{path}: a.raw.ronchi.json beside it says how its frames lie: leave --offset and --gap out, or give --frame-shape and --dtype "
            + "as well to read it in another way.",
            half.Message);
        using var same = SourceOpener.Open(path, Said(new(new Extent(1, 3), ElementType.U16)));
        Assert.Equal(new Extent(2, 2), same.Shape.Scan);
        Assert.Empty(same.Info.Notes);
        using var other = SourceOpener.Open(path, Said(new(new Extent(1, 4), ElementType.U8) { Offset = 4 }));
        Assert.Equal(5, other.Shape.FrameCount);
        Assert.Equal(["a.raw.ronchi.json describes other data (2×2×1×3 uint16) and is not used."], other.Info.Notes);

        static OpenOptions Said(RawOptions layout) => new() { OfFormats = [layout] };
    }

    // Written in one go what was begun to be written in pieces.
    [Theory]
    [InlineData("a.raw")]
    [InlineData("a.h5")]
    [InlineData("a_master.h5")]
    public void WhatWasBegunBefore_OfAFileThatIsComplete_Goes(string name)
    {
        var info = new SourceInfo("test", "test");
        var data = new SinkDescription(new(new Extent(2, 1), new Extent(4, 4)), ElementType.U16, info);
        using (var begun = KnownSinks.KindOf(name).Begin(Path.Combine(_folder, name), data with { Provenance = "{}" }, false, true))
            begun.Write(0, new byte[32]);
        Assert.NotEmpty(Directory.EnumerateFiles(_folder, ".*.unfinished.journal"));

        using (var sink = KnownSinks.Create(Path.Combine(_folder, name), data))
        {
            sink.Write(0, new byte[32]);
            sink.Write(1, new byte[32]);
            sink.Complete();
        }

        Assert.Empty(Directory.EnumerateFiles(_folder, ".*"));
    }

    [Fact]
    public void DisposedBeforeItIsComplete_LeavesNothing()
    {
        var data = new SinkDescription(new(new Extent(2, 1), new Extent(1, 3)), ElementType.U16, new SourceInfo("test", "test"));
        KnownSinks.Create(Path.Combine(_folder, "b.raw"), data).Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
