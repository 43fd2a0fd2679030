using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Signals.Arrays;

public sealed class SignalArrayTests
{
    private static readonly DataShape Shape = new(new Extent(6, 7), new Extent(4, 5));
    private readonly ushort[] _values = new ushort[Shape.FrameCount * 20];
    private readonly CountingSource _source;
    private readonly Scan _scan;

    public SignalArrayTests()
    {
        var random = new Random(77);
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (ushort)random.Next(1, 500);
        _source = new(new ArraySource<ushort>(_values, Shape));
        _scan = new(_source);
    }

    private Udf FrameSum => FrameSumAnalysis.Of(DataDescription.Of(_source));

    private double[] Sums =>
        [.. Enumerable.Range(0, 42).Select(frame => _values.Skip(frame * 20).Take(20).Sum(static value => (double)value))];

    private double[] Pattern =>
        [.. Enumerable.Range(0, 20).Select(pixel => Enumerable.Range(0, 42).Sum(frame => (double)_values[(frame * 20) + pixel]))];

    [Fact]
    public async Task ResultsOfSeveralUdfs_ComeFromOnePass()
    {
        var sums = _scan.Run(FrameSum).Array<double>("intensity");
        var pattern = _scan.Run(new Sum()).Array<double>("intensity");
        var share = pattern / SignalArray<double>.Of(sums.Sum()) * 100;
        Assert.Equal((0, false), (_source.FramesRead, sums.HasBegun));
        Assert.Equal((new Extent(6, 7), new Extent(4, 5)), (sums.Shape, share.Shape));

        var total = Sums.Sum();
        Assert.Equal(Pattern.Select(value => value / total * 100), await share);
        Assert.Equal(42, _source.FramesRead);

        // What was computed on the way is there.
        Assert.Equal(Sums, await sums);
        Assert.Equal(Sums.Max(), await sums.Max());
        Assert.Equal(42, _source.FramesRead);
    }

    [Fact]
    public async Task ComputedTogether_EvenWhatHasNothingInCommon_IsOnePass()
    {
        var sums = _scan.Run(FrameSum).Array<double>("intensity");
        var pattern = _scan.Run(new Sum()).Array<double>("intensity");

        await SignalNode.ComputeAsync([sums, pattern], TestContext.Current.CancellationToken);

        Assert.Equal(Sums, await sums);
        Assert.Equal(Pattern, await pattern);
        Assert.Equal(42, _source.FramesRead);
    }

    [Fact]
    public async Task UdfAndAnalysis_AreOnePass_AndTheAnalysisIsKept()
    {
        var sums = _scan.Run(FrameSum).Array<double>("intensity");
        var pattern = _scan.Analyse("sum");

        Assert.Equal(Sums.Sum(), await pattern.Array<double>().Sum().With(sums.Sum(), static (whole, frames) => (whole + frames) / 2));
        Assert.Equal(42, _source.FramesRead);
        Assert.Equal(Pattern, await _scan.Analyse("sum").ToArrayAsync<double>(null, TestContext.Current.CancellationToken));
        Assert.Equal(42, _source.FramesRead);
    }

    [Fact]
    public async Task EqualAnalyses_OfOneComposition_AreComputedOnce()
    {
        var (one, other) = (_scan.Analyse("sum").Array<double>(), _scan.Analyse("sum").Array<double>());

        Assert.Equal(Pattern.Select(static value => 2 * value), await (one + other));
        Assert.Equal((42, 1), (_source.FramesRead, _scan.Session.Cache.Computed));
    }

    [Fact]
    public void UdfOfAProgram_IsEqualToNoOther_AndGoesIntoNoFile()
    {
        var sums = FrameSum;

        Assert.NotEqual(_scan.Run(sums), _scan.Run(sums));
        Assert.Contains(
            "a program made",
            Assert.Throws<ArgumentException>(() => Ronchi.Signals.Pipelines.Pipeline.Of(_scan.Run(sums))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SharedNodes_AreComputedOnce()
    {
        var calls = 0;
        var shared = _scan.Run(FrameSum).Array<double>("intensity").Map(value =>
        {
            Interlocked.Increment(ref calls);
            return value * 2;
        });

        Assert.Equal(Sums.Select(static value => value * 4), await (shared + shared));
        Assert.Equal(Sums.Sum() * 2, await shared.Sum());
        Assert.Equal(42, calls);
    }

    [Fact]
    public async Task AwaitedByManyAtOnce_IsOnePass()
    {
        var slow = new CountingSource(
            new ArraySource<ushort>(_values, Shape) { TileDelay = TimeSpan.FromMilliseconds(20), MaxTileFrames = 10 });
        var sums = new Scan(slow).Run(FrameSum).Array<double>("intensity");

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await sums)));

        Assert.All(all, values => Assert.Equal(Sums, values));
        Assert.Equal(42, slow.FramesRead);
    }

    [Fact]
    public async Task Slices_AreThoseOfTheArray()
    {
        var sums = _scan.Run(FrameSum).Array<double>("intensity");
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
        {
            var (row0, row1, column0, column1) = (random.Next(7), random.Next(7), random.Next(8), random.Next(8));
            if (row0 > row1 || column0 > column1)
                continue;
            var part = sums[row0..row1, column0..column1];
            Assert.Equal(new Extent(row1 - row0, column1 - column0), part.Shape);
            Assert.Equal(
                Enumerable.Range(row0, row1 - row0)
                    .SelectMany(row => Enumerable.Range(column0, column1 - column0).Select(column => Sums[(row * 7) + column])),
                await part);
        }

        Assert.Equal(Sums[35..], await sums.At(^1));
        Assert.Equal(Sums[9], Assert.Single(await sums.At(1).At(2)));
        Assert.Equal(Sums[7..14], await sums[1..2]);
        Assert.Throws<ArgumentException>(() => sums[..8]);
        Assert.Throws<ArgumentException>(() => sums[.., .., ..]);
        Assert.Throws<ArgumentException>(() => sums.At(6));
        Assert.Throws<ArgumentException>(() => sums.At(0).At(0).At(0));
    }

    [Fact]
    public async Task Reductions_AlongEachAxis_AreThoseOfTheArray()
    {
        var sums = _scan.Run(FrameSum).Array<double>("intensity");

        Assert.Equal(
            Enumerable.Range(0, 7).Select(column => Enumerable.Range(0, 6).Sum(row => Sums[(row * 7) + column])), await sums.Sum(0));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, 7).Sum(column => Sums[(row * 7) + column])), await sums.Sum(1));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(row => Enumerable.Range(0, 7).Count(column => Sums[(row * 7) + column] > 4000)),
            await sums.Reduce(1, 0, static (count, value) => value > 4000 ? count + 1 : count));
        Assert.Equal(Sums.Average(), await sums.Mean(), 1e-9);
        Assert.Equal(Sums.Min(), await sums.Min());
        Assert.Throws<ArgumentException>(() => sums.Sum(2));
        Assert.Empty(await sums[..0].Sum(1));
        Assert.Equal(0, await sums[..0].Sum());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sums[..0].Max());
    }

    [Fact]
    public async Task PositionsOutsideTheRegion_AreNaNAndLeftOutOfReductions()
    {
        var roi = ScanSelection.FromIndices(Shape.Scan, [0, 5, 41]);
        var sums = _scan.Run(FrameSum, roi).Array<double>("intensity");

        Assert.Equal(Sums.Select((value, i) => i is 0 or 5 or 41 ? value : double.NaN), await sums);
        Assert.Equal(Sums[0] + Sums[5] + Sums[41], await sums.Sum());
        Assert.Equal((Sums[0] + Sums[5] + Sums[41]) / 3, await sums.Mean(), 1e-9);
        Assert.Equal(3, _source.FramesRead);
    }

    [Fact]
    public async Task OtherTypes_AreConverted()
    {
        var sums = _scan.Run(FrameSum);

        Assert.Equal(Sums.Select(static value => (long)value), await sums.Array<long>("intensity"));
        Assert.Equal(Sums.Select(static value => new Complex(value, 0)), await sums.Array<Complex>("intensity"));
        await Assert.ThrowsAsync<OverflowException>(async () => await sums.Array<byte>("intensity"));
        Assert.Contains(
            "'intensity'", Assert.Throws<ArgumentException>(() => sums.Array<double>("nothing")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sums.Array<double>("intensity") + _scan.Run(new Sum()).Array<double>("intensity"));
        Assert.Equal(ResultKind.Scan, (await sums.Result("intensity")).Kind);
    }

    [Fact]
    public async Task FailedPass_IsTriedAgain()
    {
        var fails = true;
        // not in the probe call
        var sums = _scan.Run(new Map<ushort, double>(frame => Volatile.Read(ref fails) && frame.Pixels.ContainsAnyExcept((ushort)1) ?
             throw new InvalidDataException("now") : 1)).Array<double>(Map<ushort, double>.Result);
        var doubled = sums * 2;

        await Assert.ThrowsAsync<RunException>(async () => await doubled);
        Assert.False(doubled.HasBegun);
        Volatile.Write(ref fails, false);
        Assert.All(await doubled, static value => Assert.Equal(2, value));
    }

    [Fact]
    public async Task PassThatNobodyWaitsFor_IsCancelledAndComputedAnew()
    {
        var slow = new CountingSource(
            new ArraySource<ushort>(_values, Shape) { TileDelay = TimeSpan.FromMilliseconds(15), MaxTileFrames = 1 });
        var sums = new Scan(slow).Run(FrameSum, executor: new CpuExecutor(1)).Array<double>("intensity") * 1;
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        var first = sums.ComputeAsync(one.Token);
        var second = sums.ComputeAsync(two.Token);
        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(sums.HasBegun);
        await two.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Equal(Sums, await sums);
        Assert.InRange(slow.FramesRead, 42, 83);
    }

    [Fact]
    public async Task LongChains_DoNotOverflowTheStack()
    {
        SignalArray<double> array = _scan.Run(FrameSum).Array<double>("intensity");
        for (var i = 0; i < 20_000; i++)
            array += 1;

        Assert.Equal(Sums.Select(static value => value + 20_000), await array);
    }
}
