using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>Little-endian and big-endian arrays, and files that are none.</summary>
public sealed class NpySourceTests : SourceContract
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ronchi-{Guid.NewGuid():N}.npy");

    [Fact]
    public void BigEndianValues_AreTurned()
    {
        var values = Enumerable.Range(0, 2 * 3 * 4).Select(static i => (ushort)(i * 977)).ToArray();
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), values[i]);
        Write(">u2", "2, 3, 4", bytes);
        using var source = SourceOpener.Open(_path);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 9));
        reader.Seek(new(0, 2));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(values, tile.Pixels<ushort>().ToArray());
    }

    [Theory]
    [InlineData("2", false)]
    [InlineData("3, 4", false)]
    [InlineData("3, 4", true)]
    [InlineData("2, 3, 5", true)]
    [InlineData("1", false)]
    public void FortranOrder_GivesTheSameFrames(string scan, bool isBigEndian)
    {
        DebianPython.Require("numpy");
        var ordered = _path + ".c.npy";
        DebianPython.Run("""
            import numpy, sys
            shape = tuple(int(n) for n in sys.argv[3].split(',')) + (5, 7)
            values = (numpy.arange(numpy.prod(shape)) * 977 % 65521).astype(sys.argv[4]).reshape(shape)
            numpy.save(sys.argv[1], numpy.asfortranarray(values))
            numpy.save(sys.argv[2], values)
            """, _path, ordered, scan, isBigEndian ? ">u2" : "<u2");
        using var fortran = SourceOpener.Open(_path);
        using var c = SourceOpener.Open(ordered);
        Assert.Equal(c.Shape, fortran.Shape);
        foreach (var frames in (int[])[1, 3, 1000])
            Assert.Equal(Pixels(c, frames), Pixels(fortran, frames));
        File.Delete(ordered);
    }

    [Fact]
    public void Mapped_GivesTheSameFrames()
    {
        var values = Enumerable.Range(0, 6 * 3 * 4).Select(static i => (ushort)(i * 977)).ToArray();
        foreach (var descr in (string[])["<u2", ">u2"])
        {
            Write(descr, "2, 3, 3, 4", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            using var read = SourceOpener.Open(_path);
            using var mapped = SourceOpener.Open(_path, new OpenOptions { OfFormats = [new MapOptions { Map = true }] });
            Assert.Equal(Pixels(read, 1000), Pixels(mapped, 4));
            var raw = new RawOptions(new Extent(3, 4), new(ElementType.U16, descr[0] == '>')) { Offset = 3, Gap = 5 };
            using var withGaps = SourceOpener.Open(_path, new OpenOptions { OfFormats = [raw] });
            using var mappedGaps = SourceOpener.Open(_path, new OpenOptions { OfFormats = [raw, new MapOptions { Map = true }] });
            Assert.Equal(Pixels(withGaps, 1000), Pixels(mappedGaps, 4));
        }
    }

    private static ushort[] Pixels(IFrameSource source, int maxFrames)
    {
        var pixels = new List<ushort>();
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, maxFrames));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        while (reader.TryRead(out var tile))
            pixels.AddRange(tile.Pixels<ushort>());
        return [.. pixels];
    }

    [Theory]
    [InlineData("<u2", "2, 3, 4", 47, "truncated")]
    [InlineData("<c8", "1, 2, 2", 32, "complex64")]
    [InlineData("<u2", "4,", 8, "axes")]
    [InlineData("<u2", "3, 0, 4", 0, "frames of")]
    [InlineData("<U8", "2, 2, 2", 256, "type")]
    [InlineData("<u2", "0, 4, 3, 4", 0, "an array of 0×4×3×4 values has no frames")]
    [InlineData("<u2", "0, 3, 4", 0, "has no frames")]
    [InlineData("<f2", "2, 3, 4", 48, "array.astype('float32')")]
    public void ArrayThatHoldsNoFrames_SaysWhy(string descr, string shape, int bytes, string part)
    {
        Write(descr, shape, new byte[bytes]);
        var e = Assert.Throws<SourceException>(() => SourceOpener.Open(_path));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(_path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i2")]
    [InlineData("=i2")]
    [InlineData("int16")]
    [InlineData("<i2")]
    public void TypeWithoutByteOrder_IsNative(string descr)
    {
        Write(
            descr,
            "2, 3, 4",
            MemoryMarshal.AsBytes(Enumerable.Range(0, 24).Select(static i => (short)(i * 977)).ToArray().AsSpan()).ToArray());
        using var source = SourceOpener.Open(_path);
        Assert.Equal(ElementType.I16, source.ElementType);
        Assert.Equal(Enumerable.Range(0, 24).Select(static i => unchecked((ushort)(i * 977))), Pixels(source, 2));
    }

    [Theory]
    [InlineData("6, 7, 10", null, "--detector-axes 1 takes them as a scan of 6×7 with spectra of 10 channels.")]
    [InlineData("6, 7, 10", 1, null)]
    [InlineData("6, 7, 10", 2, null)]
    [InlineData("6, 7, 7", null, null)]      // frames, without doubt
    [InlineData("2, 3, 7, 10", null, null)]
    public void ArrayOfThreeAxes_IsSaidHowItWasTaken(string shape, int? detectorAxes, string? said)
    {
        Write("<u2", shape, new byte[2 * shape.Split(',').Aggregate(1, static (product, length) => product * int.Parse(length, null))]);
        using var source = SourceOpener.Open(_path, new OpenOptions { DetectorAxes = detectorAxes });
        if (said is null)
            Assert.Empty(source.Info.Notes);
        else
            Assert.Contains(said, Assert.Single(source.Info.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void CutOffFile_GivesTheFramesThatAreThere()
    {
        var values = Enumerable.Range(0, 6 * 12).Select(static i => (ushort)i).ToArray();
        Write("<u2", "2, 3, 3, 4", MemoryMarshal.AsBytes(values.AsSpan()).ToArray()[..(4 * 24 + 23)]);
        Assert.Contains("--leave-out", Assert.Throws<SourceException>(() => SourceOpener.Open(_path)).Message, StringComparison.Ordinal);
        using var source = SourceOpener.Open(_path, new OpenOptions { LeavesOutMisfits = true });
        Assert.Equal(new Extent(2, 3), source.Shape.Scan);
        Assert.Equal(4, source.Validity.RecordedFrames);
        Assert.Contains("4 of 6 frames are present", Assert.Single(source.Info.Notes), StringComparison.Ordinal);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 9));
        reader.Seek(new(0, 4));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(values[..48], tile.Pixels<ushort>().ToArray());
    }

    [Fact]
    public void MissingEmptyAndFolder_SayWhich()
    {
        Assert.Contains(
            "no such file", Assert.Throws<SourceException>(() => SourceOpener.Open(_path + "x")).Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "the folder holds no files",
            Assert.Throws<SourceException>(() => SourceOpener.Open(folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllBytes(_path, []);
        Assert.Contains("empty", Assert.Throws<SourceException>(() => SourceOpener.Open(_path)).Message, StringComparison.Ordinal);
    }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = new byte[3 * 7 * 5 * 6 * 4];
        new Random(5).NextBytes(values);
        Write("<i4", "3, 7, 5, 6", values);
        return (SourceOpener.Open(_path), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        File.Delete(_path);
    }

    private void Write(string descr, string shape, byte[] values)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({shape}), }}\n";
        using var file = File.Create(_path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(values);
    }
}
