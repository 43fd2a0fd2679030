using Ronchi.Frames;
using Ronchi.Signals;
using Xunit;

namespace Ronchi.Tests.Signals.Arrays;

public sealed class SignalSumTests
{
    [Fact]
    public async Task SumsOfIntegers_DoNotWrap()
    {
        var large = SignalArray<ulong>.Of([ulong.MaxValue, 1, 2, 3], new Extent(2, 2));
        Assert.Contains(
            "18446744073709551621",
            (await Assert.ThrowsAsync<OverflowException>(async () => await large.Sum())).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<OverflowException>(async () => await large.Sum(1));
        Assert.Equal([3UL, 4], await SignalArray<ulong>.Of([1, 1, 2, 3], new Extent(2, 2)).Sum(0));
        Assert.Equal((ulong.MaxValue / 4) + 2, await large.Mean());
        var small = SignalArray<byte>.Of([200, 100, 30], new Extent(3));
        Assert.Equal(110, await small.Mean());
        await Assert.ThrowsAsync<OverflowException>(async () => await small.Sum());
        Assert.Equal(sbyte.MinValue, await SignalArray<sbyte>.Of([-100, -100, 72], new Extent(3)).Sum());
    }

    [Fact]
    public async Task SumsOfSingles_AreAddedInDoubles()
    {
        var values = new float[1 << 20];
        Array.Fill(values, 0.1f);
        var array = SignalArray<float>.Of(values, new Extent(1 << 10, 1 << 10));
        Assert.Equal((float)(0.1f * (double)values.Length), await array.Sum());
        Assert.Equal(0.1f, await array.Mean());
        Assert.All(await array.Sum(0), static sum => Assert.Equal((float)(0.1f * 1024.0), sum));
    }

    [Fact]
    public async Task ArithmeticOfIntegers_DoesNotWrap()
    {
        var bright = SignalArray<ulong>.Of([5, 9], new Extent(2));
        var dark = SignalArray<ulong>.Of([6, 2], new Extent(2));
        await Assert.ThrowsAsync<OverflowException>(async () => await (bright - dark));
        await Assert.ThrowsAsync<OverflowException>(async () => await (bright * ulong.MaxValue));
        await Assert.ThrowsAsync<OverflowException>(async () => await (bright + ulong.MaxValue));
        Assert.Equal([11UL, 11], await (bright + dark));
    }
}
