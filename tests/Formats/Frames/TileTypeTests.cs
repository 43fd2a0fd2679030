using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

/// <summary>Values of one type are not taken for those of another.</summary>
public sealed class TileTypeTests
{
    [Theory]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.I16)]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    public void PixelsOfAnotherType_AreRefused(ElementType actual)
    {
        var bytes = new byte[64];
        foreach (var form in (TileForm[])[TileForm.Pixels, TileForm.Sparse, TileForm.Blocked])
        {
            Assert.Equal(actual == ElementType.U16, Takes<ushort>());
            Assert.Equal(actual == ElementType.I16, Takes<short>());
            Assert.Equal(actual == ElementType.F32, Takes<float>());
            Assert.Equal(actual == ElementType.F64, Takes<double>());
            Assert.False(Takes<byte>());
            Assert.False(Takes<char>());

            bool Takes<T>()
                where T : unmanaged
            {
                var tile = form switch
                {
                    TileForm.Pixels => new Tile(new(0, 1), bytes, 64),
                    TileForm.Sparse => new Tile(new(0, 1), new SparseFrames(64, [0, 0], [], []), 64),
                    _ => new Tile(new(0, 1), new BlockedFrames(actual, 0, bytes, []), 64),
                } with
                { ElementType = actual };
                try
                {
                    _ = form switch
                    {
                        TileForm.Pixels => tile.Pixels<T>().Length + tile.Frame<T>(0).Length,
                        TileForm.Sparse => tile.Sparse.Values<T>().Length,
                        _ => tile.Blocked.Values<T>().Length,
                    };
                    return true;
                }
                catch (InvalidCastException e)
                {
                    Assert.Contains(actual.Name(), e.Message, StringComparison.Ordinal);
                    Assert.Contains(typeof(T) == typeof(char) ? "Char" : ElementTypes.Of<T>().Name(), e.Message, StringComparison.Ordinal);
                    return false;
                }
            }
        }
    }
}
