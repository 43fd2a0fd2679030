using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Contracts;

/// <summary>What every UDF owes to its users: results that depend on the data alone. An analysis' tests inherit it.</summary>
public abstract class UdfContract
{
    /// <summary>Axes of the frames that are tried.</summary>
    public static TheoryData<long[]> Detectors { get; } = new() { (long[])[37], (long[])[9, 13], (long[])[3, 5, 7] };

    /// <summary>Frames of random values over which the UDF runs.</summary>
    protected abstract IFrameSource Source(DataShape shape);

    /// <summary>The UDF.</summary>
    protected abstract Udf Create(DataDescription data);

    [Theory]
    [MemberData(nameof(Detectors))]
    public async Task AnyNumberOfThreads_GivesTheSame(long[] detector)
    {
        using var source = Source(new DataShape(new Extent(6, 11), new Extent(detector)));
        var expected = await RunAsync(source, threads: 1);
        for (var threads = 2; threads <= 5; threads++)
            AssertEqual(expected, await RunAsync(source, threads));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public async Task RegionsThatCoverTheScan_MergeToTheWhole(long[] detector)
    {
        using var source = Source(new DataShape(new Extent(66), new Extent(detector)));
        var whole = await RunAsync(source, threads: 1);
        var region = ScanSelection.FromIndices(source.Shape.Scan, [.. Enumerable.Range(0, 66).Select(static i => (long)i).Reverse()]);
        AssertEqual(whole, await RunAsync(source, threads: 2, region));
    }

    [Fact]
    public async Task OneFrameAndNoFrame_Work()
    {
        using var one = Source(new DataShape(new Extent(1), new Extent(4, 4)));
        Assert.True((await RunAsync(one, threads: 2)).IsComplete);
        using var none = Source(new DataShape(new Extent(0), new Extent(4, 4)));
        Assert.True((await RunAsync(none, threads: 2)).IsComplete);
    }

    [Fact]
    public async Task Results_AreThoseDeclared()
    {
        using var source = Source(new DataShape(new Extent(2, 3), new Extent(4, 5)));
        var data = DataDescription.Of(source);
        var declared = Create(data).Declare(data).Where(static buffer => buffer.Use != BufferUse.Private).ToList();
        // What the engine reports stands behind them.
        var results = (await RunAsync(source, threads: 1)).Take(declared.Count).ToList();
        Assert.Equal(declared.Select(static buffer => (buffer.Name, buffer.Kind)), results.Select(static result => (result.Name, result.Kind)));
        Assert.Equal(declared.Select(buffer => buffer.Shape(source.Shape)), results.Select(static result => result.Shape));
        Assert.All(results, static result => Assert.Equal(result.Shape.Count, result.Values.Length));
    }

    private Task<ResultSet> RunAsync(IFrameSource source, int threads, ScanSelection? selection = null) =>
        new CpuExecutor(threads).RunAsync(RunPlan.Create(source, [Create(DataDescription.Of(source))], selection));

    // Integers exactly; floats within the last digits, for their sums may be taken in another order.
    private static void AssertEqual(ResultSet expected, ResultSet actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].ElementType.IsFloat())
            {
                for (var k = 0; k < expected[i].Values.Length; k++)
                    Assert.Equal(Convert.ToDouble(expected[i].Values.GetValue(k), null), Convert.ToDouble(actual[i].Values.GetValue(k), null), 1e-6);
            }
            else
            {
                Assert.Equal(expected[i].Values, actual[i].Values);
            }
        }
    }
}
