using Ronchi.Contracts;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.K2InSitu;

/// <summary>Two whole frames, behind the end of one.</summary>
public sealed class K2ContractTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var frames = K2OnDisk.Write(_folder.Path, 3);
        return (SourceOpener.Open(_folder.File("a_.gtg")), K2OnDisk.Bytes(frames[1..]));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Which frames of a recording are read, and what is wrong with some.</summary>
public sealed class K2Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void SectorsThatBeginLater_AndAClosedShutter_AreSkipped()
    {
        var frames = K2OnDisk.Write(
            _folder.Path, 7, isShutterOpen: static frame => frame is 4 or 5, isLateBy: static sector => sector % 3);
        using var source = SourceOpener.Open(_folder.File("a_3.bin"));
        Assert.Equal(2, source.Shape.FrameCount);
        Assert.Contains(source.Info.Notes, static note => note.Contains("1 frame before the shutter opened", StringComparison.Ordinal));
        Assert.Equal(9, source.Info.Files.Length + (source.Info.Files.Contains(_folder.File("a_3.bin")) ? 1 : 0));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(1, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(frames[5], tile.Pixels<ushort>().ToArray());
    }

    [Fact]
    public void TilesOf16Frames_AreTheBlocksOfTheCamera()
    {
        K2OnDisk.Write(_folder.Path, 2);
        using var source = SourceOpener.Open(_folder.File("a_.gtg"));
        Assert.Equal(new Extent(930, 16), source.BaseBlock);
        var (depth, block) = TileNegotiation.Negotiate(
            16, source.Shape.Detector, source.ElementType.Size(), 16 * 930 * 16 * 2, depth: 16, source.BaseBlock);
        Assert.Equal((16, new Extent(930, 16)), (depth, block));
        Assert.Equal(256, source.Shape.FrameElements / block.Count);
    }

    [Fact]
    public void PixelsAskedFor_AreUnpackedAndNoOthersNeeded()
    {
        var frames = K2OnDisk.Write(_folder.Path, 2);
        using var source = SourceOpener.Open(_folder.File("a_.gtg"));
        int[] pixels = [0, 2047, (1000 * 2048) + 777, (1859 * 2048) + 2047];
        var support = PixelSet.From((int)source.Shape.FrameElements, pixel => pixels.Contains(pixel));
        using var reader = source.OpenReader(new(TileForm.Pixels, support, MaxFrames: 4));
        reader.Seek(new(0, 1));
        Assert.True(reader.TryRead(out var tile));
        var read = tile.Pixels<ushort>();
        foreach (var pixel in pixels)
            Assert.Equal(frames[1][pixel], read[pixel]);
    }

    [Fact]
    public void BlockAlone_IsAnImage()
    {
        var random = new Random(4);
        var frame = new ushort[K2OnDisk.Rows * K2OnDisk.Columns];
        frame.AsSpan().Fill(1);
        frame[240] = (ushort)random.Next(4096);
        var block = K2OnDisk.Block(frame, 0, 0, 1, isShutterOpen: true);
        File.WriteAllBytes(_folder.File("a.bin"), block);
        File.WriteAllBytes(_folder.File("a.raw"), block[40..]);
        foreach (var name in (string[])["a.bin", "a.raw"])
        {
            using var source = SourceOpener.Open(_folder.File(name));
            Assert.Equal(new Extent(930, 16), source.Shape.Detector);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
            reader.Seek(new(0, 1));
            Assert.True(reader.TryRead(out var tile));
            Assert.Equal((frame[240], (ushort)1), (tile.Pixels<ushort>()[0], tile.Pixels<ushort>()[1]));
        }
    }

    [Fact]
    public void SectorThatIsMissing_IsNamed()
    {
        K2OnDisk.Write(_folder.Path, 2);
        File.Delete(_folder.File("a_4.bin"));
        foreach (var name in (string[])["a_.gtg", "a_1.bin"])
            Assert.Contains("a_4.bin is missing", Refusal(name), StringComparison.Ordinal);
    }

    [Fact]
    public void SectorsThatDoNotBelongTogether_AreRefused()
    {
        K2OnDisk.Write(_folder.Path, 3, isLateBy: static sector => sector == 6 ? 1 : 0);
        var cut = File.ReadAllBytes(_folder.File("a_1.bin"))[..(K2OnDisk.BlockBytes * 63)];
        File.WriteAllBytes(_folder.File("a_1.bin"), cut);
        Assert.Contains("is not in this sector", Refusal("a_.gtg"), StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedBlock_IsToldWithItsPlace()
    {
        K2OnDisk.Write(_folder.Path, 2);
        var path = _folder.File("a_8.bin");
        var offset = new FileInfo(path).Length - K2OnDisk.BlockBytes;
        using (var file = File.OpenWrite(path))
        {
            file.Position = offset;
            file.WriteByte(0);
        }

        using var source = SourceOpener.Open(_folder.File("a_.gtg"));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, 1));
        var fault = Assert.Throws<SourceException>(() => reader.TryRead(out _));
        Assert.Equal((path, (long?)offset), (fault.Path, fault.Offset));
    }

    [Theory]
    [InlineData(5, "has no whole block")]
    [InlineData(K2OnDisk.BlockBytes * 3, "has no whole frame")]
    public void TruncatedSector_IsToldInWords(int length, string expected)
    {
        K2OnDisk.Write(_folder.Path, 2);
        using (var file = File.OpenWrite(_folder.File("a_2.bin")))
            file.SetLength(length);
        Assert.Contains(expected, Refusal("a_.gtg"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal(string name) => Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File(name))).Message;
}
