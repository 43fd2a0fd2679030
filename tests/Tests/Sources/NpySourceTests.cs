using System.Buffers.Binary;
using System.Text;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
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
    [InlineData("<u2", "2, 3, 4", 47, "cut off")]
    [InlineData("<c8", "1, 2, 2", 32, "complex64")]
    [InlineData("<u2", "4,", 8, "axes")]
    [InlineData("<u2", "3, 0, 4", 0, "frames of")]
    [InlineData("<U8", "2, 2, 2", 256, "type")]
    public void ArrayThatHoldsNoFrames_SaysWhy(string descr, string shape, int bytes, string part)
    {
        Write(descr, shape, new byte[bytes]);
        var e = Assert.Throws<SourceException>(() => SourceOpener.Open(_path));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(_path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownFile_NamesEveryFormatAndWhyNot()
    {
        File.WriteAllText(_path, "no frames at all");
        var e = Assert.Throws<SourceException>(() => SourceOpener.Open(_path));
        foreach (var format in KnownFormats.All)
            Assert.Contains($"not {format.Name} because", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingEmptyAndFolder_SayWhich()
    {
        Assert.Contains("no such file", Assert.Throws<SourceException>(() => SourceOpener.Open(_path + "x")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<SourceException>(() => SourceOpener.Open(Path.GetTempPath())).Message, StringComparison.Ordinal);
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
