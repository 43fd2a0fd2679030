using CsCheck;
using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class NpyRoundTripTests
{
    [Fact]
    public void EveryTypeAndShape_WrittenAndRead_IsTheSame()
    {
        foreach (var type in Enum.GetValues<ElementType>().Where(static type => type != ElementType.Object))
        {
            Gen.Select(Gen.Long[0, 6].Array[0, 5], Gen.Int).Sample(
                (shape, seed) =>
                {
                    var array = RandomArrays.Make("a", type, shape, seed);
                    using var stream = new MemoryStream();
                    NpyWriter.Write(stream, array);
                    stream.Position = 0;
                    var read = NpyReader.Read(stream, "a");

                    Assert.Equal(type, read.Type);
                    Assert.Equal(shape, read.Shape);
                    Assert.True(RandomArrays.SameBits(array.Values, read.Values), $"{type} ({string.Join(',', shape)})");
                    Assert.Equal(stream.Length, stream.Position);
                },
                iter: 100);
        }
    }

    [Fact]
    public void Values_InPieces_AreTheSameFileAsAtOnce()
    {
        var values = Enumerable.Range(0, 1000).Select(static i => (ushort)i).ToArray();
        using var whole = new MemoryStream();
        NpyWriter.Write<ushort>(whole, values, 10, 100);
        using var pieces = new MemoryStream();
        var writer = new NpyWriter(pieces, ElementType.U16, 10, 100);
        for (var begin = 0; begin < values.Length; begin += 7)
            writer.Append<ushort>(values.AsSpan(begin, Math.Min(7, values.Length - begin)));
        writer.Complete();

        Assert.Equal(whole.ToArray(), pieces.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(30)]
    public void Header_OfAnyRank_EndsOnABoundaryOf64Bytes(int rank)
    {
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        using var stream = new MemoryStream();
        _ = new NpyWriter(stream, ElementType.F64, shape);

        Assert.Equal(0, stream.Length % 64);
        Assert.Equal((byte)'\n', stream.ToArray()[^1]);
    }

    [Fact]
    public void ManyAxes_NeedVersion2_AndAreWrittenSo()
    {
        using var stream = new MemoryStream();
        _ = new NpyWriter(stream, ElementType.U8, [.. Enumerable.Repeat(1L, 30_000)]);

        Assert.Equal(2, stream.ToArray()[6]);
        Assert.Equal(0, stream.Length % 64);
    }

    [Fact]
    public void Values_TooManyOrTooFew_AreRefused()
    {
        var writer = new NpyWriter(new MemoryStream(), ElementType.U8, 3);

        Assert.Throws<ArgumentException>(() => writer.Append<byte>(new byte[4]));
        writer.Append<byte>(new byte[2]);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<ArgumentException>(() => writer.Append<ushort>(new ushort[1]));
    }

    [Fact]
    public void Shape_NegativeOrOverflowing_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new NpyWriter(new MemoryStream(), ElementType.U8, -1));
        Assert.Throws<ArgumentException>(() => new NpyWriter(new MemoryStream(), ElementType.U8, long.MaxValue, 2));
        Assert.Throws<ArgumentException>(() => NpyWriter.Write<byte>(new MemoryStream(), new byte[6], 2, 4));
    }
}
