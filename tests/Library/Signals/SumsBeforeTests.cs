using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>A sum that is made before an operation is, bit for bit, the sum that is made behind it.</summary>
public sealed class SumsBeforeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task SumAndMeanOfDerivedFrames_AreThoseOfARunOverThem(int seed)
    {
        await CheckAsync<byte>(seed);
        await CheckAsync<ushort>(seed);
        await CheckAsync<short>(seed);
        await CheckAsync<uint>(seed);
        await CheckAsync<float>(seed);   // in the plain way
        await CheckAsync<ulong>(seed);
    }

    [Fact]
    public async Task OneSumOfTheData_ServesAllThatIsMadeOfThem()
    {
        var kept = new SignalCache();
        var scan = new Scan(
            new ArraySource<ushort>(new ushort[3 * 4 * 8 * 8], new DataShape(new Extent(3, 4), new Extent(8, 8))),
            new Session { Cache = kept },
            request: null);
        var region = ScanRegion.Parse("rect:0,0,1,1");
        await scan.Analyse("sum", region).ComputeAsync(cancellationToken: Cancellation);
        var before = kept.Computed;
        foreach (var factor in new[] { 2, 4, 8 })
            await scan.Derive(new BinDetectorParameters { DetectorBinning = factor })
                .Analyse("mean", region)
                .ComputeAsync(cancellationToken: Cancellation);
        Assert.Equal(before + 3, kept.Computed);   // three means, and no sum more
    }

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 6), random.Next(2, 7)), new Extent(random.Next(6, 12), random.Next(6, 12)));
        T[] values = [.. Enumerable.Range(0, (int)shape.Full.Count)
            .Select(_ => T.CreateTruncating(random.Next(T.IsZero(T.MinValue) ? 0 : -1000, 60000)))];
        var masked = seed % 2 == 0 ? PixelSet.From((int)shape.FrameElements, pixel => pixel % 7 == seed) : null;
        var validity = new Validity { MaskedPixels = masked, RecordedFrames = seed == 3 ? shape.FrameCount / 2 : null };
        using var scan = new Scan(new ArraySource<T>(values, shape, validity));
        Scan[] made =
        [
            scan.Derive(new CropParameters { Crop = DetectorRectangle.Parse("1,2,4,5") }),
            scan.Derive(new BinDetectorParameters { DetectorBinning = 2 }),
            scan.Derive(new BinDetectorParameters { DetectorBinning = 3 })
                .Derive(new CropParameters { Crop = DetectorRectangle.Parse("0,0,1,1") }),
            scan.Derive(new CropParameters { Crop = DetectorRectangle.Parse("0,1,5,5") })
                .Derive(new BinDetectorParameters { DetectorBinning = 2 }),
        ];
        foreach (var frames in made)
        {
            foreach (var region in new ScanRegion?[] { null, ScanRegion.Parse("rect:0,0,0,1") })
            {
                await frames.PrepareAsync(Cancellation);
                await scan.Analyse("sum", region).ComputeAsync(cancellationToken: Cancellation);
                if (frames.Parent is { Parent: not null } between)
                    await between.Analyse("sum", region).ComputeAsync(cancellationToken: Cancellation);
                var before = scan.Session.Cache.Computed;
                var selection = region is null ? null : ScanSelection.Rectangle(shape.Scan, 0, 0, 0, 1);
                foreach (var (name, udf) in new (string, Udf)[] { ("sum", new Sum()), ("mean", new Mean()) })
                {
                    var expected = (await new CpuExecutor(1)
                        .RunAsync(RunPlan.Create(frames.Source, [udf], selection), cancellationToken: Cancellation))
                        .Single(static result => result.Use == BufferUse.Result);
                    var actual = (await frames.Analyse(name, region).ComputeAsync(cancellationToken: Cancellation))
                        .Single(static result => result.Use == BufferUse.Result);
                    Assert.Equal(
                        (expected.Name, expected.ElementType, expected.Shape, expected.Unit, expected.Kind),
                        (actual.Name, actual.ElementType, actual.Shape, actual.Unit, actual.Kind));
                    Assert.Equal(expected.Values.Cast<object>(), actual.Values.Cast<object>());
                    Assert.Equal(expected.ValidMask(), actual.ValidMask());
                }

                Assert.Equal(before + 2, scan.Session.Cache.Computed);
            }
        }
    }
}
