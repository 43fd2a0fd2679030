using System.Buffers.Binary;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

/// <summary>Values of headers at any position.</summary>
public sealed class HeaderReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_AreThoseOfTheBytes(bool isBigEndian)
    {
        var bytes = Write(70_000);
        using var header = HeaderReader.Open(_folder.File("a"), isBigEndian);
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var at = random.Next(bytes.Length - 8);
            var there = bytes.AsSpan(at);
            Assert.Equal(there[0], header.U8(at));
            Assert.Equal(
                isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(there) : BinaryPrimitives.ReadInt16LittleEndian(there), header.I16(at));
            Assert.Equal(
                isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(there) : BinaryPrimitives.ReadInt32LittleEndian(there), header.I32(at));
            Assert.Equal(
                isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(there) : BinaryPrimitives.ReadInt64LittleEndian(there), header.I64(at));
            Assert.Equal(
                isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(there) : BinaryPrimitives.ReadSingleLittleEndian(there), header.F32(at));
            Assert.Equal(
                isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(there) : BinaryPrimitives.ReadDoubleLittleEndian(there), header.F64(at));
            var count = random.Next(Math.Min(bytes.Length - at, 20_000));
            Assert.True(header.Bytes(at, count).SequenceEqual(bytes.AsSpan(at, count)));
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(long.MaxValue, 8)]
    public void BytesOutsideTheFile_AreRefusedWithTheirPlace(long offset, int count)
    {
        Write(10);
        using var header = HeaderReader.Open(_folder.File("a"));
        var fault = Assert.Throws<SourceException>(() => header.Bytes(offset, count));
        Assert.Equal(offset, fault.Offset);
        Assert.Contains($"{count} bytes of its header are expected here, but the file has 10", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_EndsAtItsNulWithoutBlanks()
    {
        File.WriteAllBytes(_folder.File("a"), [.. "  µm \0rest"u8]);
        using var header = HeaderReader.Open(_folder.File("a"));
        Assert.Equal(Encoding.Latin1.GetString("µm"u8), header.Text(0, 11));
    }

    [Fact]
    public void MissingFile_IsToldSo() =>
        Assert.Contains(
            "there is no such file",
            Assert.Throws<SourceException>(() => HeaderReader.Open(_folder.File("none"))).Message,
            StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private byte[] Write(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(_folder.File("a"), bytes);
        return bytes;
    }
}
