using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class IgnoreNonFiniteTests
{
    private static readonly DataShape Shape = new(new Extent(2), new Extent(1, 4));

    [Fact]
    public async Task BadValues_AreNoDataAndCounted()
    {
        using var source = new ReadPath { IgnoresNonFinite = true }.From(new ArraySource<float>(new[] { 1, float.NaN, 3, float.PositiveInfinity, 5, 6, float.NegativeInfinity, float.NaN }, Shape));
        Assert.True(source.Validity.MaximumIsNoData);
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([6, 6, 3, double.NaN], results[Sum.Result].ToDoubles());
        Assert.Equal([true, true, true, false], results[Sum.Result].Valid!);
        Assert.Equal(4UL, results[Sum.NoDataResult].Span<ulong>()[0]);
    }

    [Fact]
    public async Task BinThatHoldsABadValue_IsLeftOutWhole()
    {
        using var source = new ReadPath { IgnoresNonFinite = true, DetectorBin = 2 }.From(new ArraySource<double>(new[] { 1, 2, 3, double.NaN, 5, 6, 7, 8 }, new DataShape(new Extent(1), new Extent(2, 4))));
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([14, double.NaN], results[Sum.Result].ToDoubles());
    }

    [Fact]
    public void IntegersAreFinite_AndComplexNumbersAreRefused()
    {
        var counts = new ArraySource<ushort>(new ushort[8], Shape);
        Assert.Same(counts, new ReadPath { IgnoresNonFinite = true }.From(counts));
        Assert.Throws<ArgumentException>(() => new ReadPath { IgnoresNonFinite = true }.From(new ArraySource<Complex>(new Complex[8], Shape)));
    }
}
