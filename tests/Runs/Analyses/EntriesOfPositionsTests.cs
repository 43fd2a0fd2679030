using Ronchi.Analyses;
using Ronchi.Analyses.Picking;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>Results that hold an entry for each of some positions say, as those over the scan do, where there was no measurement.</summary>
public sealed class EntriesOfPositionsTests
{
    [Theory]
    [InlineData("pick", ElementType.F32)]
    [InlineData("pick", ElementType.F64)]
    [InlineData("pick", ElementType.U16)]
    [InlineData("pick-fft", ElementType.F32)]
    [InlineData("pick-fft", ElementType.U16)]
    public async Task PositionWithoutAFrame_IsNoMeasurement(string name, ElementType type)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var recorded = FrameSet.Of(Enumerable.Range(0, FrameCount).Where(_ => random.Next(4) > 0)
                .Select(static frame => new FrameRange(frame, 1)));
            using var source = Source(Values(), type, Validity.Everything.WithRecorded(recorded.Runs, FrameCount));
            var offset = random.Next(-9, 10);
            using var shifted = new SyncOffset(source, offset);
            var selection = random.Next(2) == 0
                ? ScanSelection.All(Shape.Scan)
                : ScanSelection.FromMask(Shape.Scan, [.. Enumerable.Range(0, FrameCount).Select(_ => random.Next(3) > 0)]);
            var at = selection.Runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count)).ToList();
            var results = await RunAsync(name, shifted, selection);
            double Stored(long frame, int pixel) => Values()[(frame * Pixels) + pixel] is var value && type == ElementType.U16
                ? Math.Truncate(value)
                : value;
            foreach (var result in results.Where(static result => result.Use == BufferUse.Result))
            {
                var (numbers, mask) = (Numbers(result), result.ValidMask());
                Assert.Equal(selection.Shape.Append(Shape.Detector), result.Shape);
                for (var i = 0; i < mask.Length; i++)
                {
                    var before = at[i / Pixels] + offset;
                    var isThere = before is >= 0 and < FrameCount && recorded.Contains(before);
                    Assert.True(isThere == mask[i], $"seed {seed}, {name}, {type}, entry {i}");
                    var value = numbers[i * numbers.Length / mask.Length];
                    if (!isThere)
                        Assert.True(result.ElementType.IsFloat() || result.ElementType.IsComplex() ? double.IsNaN(value) : value == 0,
                            $"seed {seed}, {name}, {type}, entry {i}: {value}");
                    else if (name == "pick")
                        Assert.Equal(Stored(before, i % Pixels), value, 1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.F64)]
    public async Task MaskedPixelsAndNoData_AreNoMeasurement_AndWholeNumbersAreAsStored(ElementType type)
    {
        var values = Values();
        var largest = type == ElementType.U16 ? ushort.MaxValue : double.MaxValue;
        values[(7 * Pixels) + 3] = largest;
        var masked = PixelSet.From(Pixels, static pixel => pixel == 5);
        using var source = Source(values, type, new Validity { MaskedPixels = masked, MaximumIsNoData = true });
        var result = (await RunAsync("pick", source))[Pick.Result];
        var mask = result.ValidMask();
        for (var i = 0; i < mask.Length; i++)
        {
            Assert.Equal(i % Pixels != 5 && i != (7 * Pixels) + 3, mask[i]);
            var stored = type == ElementType.U16 ? Math.Truncate(values[i]) : values[i];
            Assert.Equal(mask[i] || type == ElementType.U16 ? stored : double.NaN, result.ToDoubles()[i]);
        }
    }

    [Theory]
    [InlineData("covariance", "covariance")]
    [InlineData("pca", "components")]
    public async Task EntryOfAMaskedPixel_IsNotValid(string name, string result)
    {
        var masked = PixelSet.From(Pixels, static pixel => pixel == 5);
        using var source = Source(Values(), ElementType.F64, new Validity { MaskedPixels = masked });
        var found = (await RunAsync(name, source))[result];
        Assert.Equal(found.ToDoubles().Select(double.IsNaN), found.ValidMask().Select(static isValid => !isValid));
        Assert.Contains(false, found.ValidMask());
    }

    // There was room for more: entries end with the frames.
    [Fact]
    public async Task PicksOfFramesOfUnknownNumber_EndWithTheLastOne()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var room = new DataShape(new Extent(12, 5), new Extent(3));
            var values = Enumerable.Range(0, (int)room.Full.Count).Select(_ => random.NextDouble()).ToArray();
            using var growing = new Contracts.ScriptedSource<double>(values, room, knowsTotal: false);
            var roi = random.Next(2) == 0 ? ScanSelection.All(room.Scan) : ScanSelection.Rectangle(room.Scan, 1, 1, 9, 3);
            var run = new CpuExecutor(2).RunAsync(RunPlan.Create(growing, [new Pick(roi)], roi));
            var count = random.Next(16, 40);
            growing.Deliver(new FrameRange(0, count));
            growing.End();
            var lines = (count + 4) / 5;
            using var finished = new ArraySource<double>(values[..(lines * 15)], room with { Scan = new Extent(lines, 5) },
                new Validity { RecordedFrames = count });
            var last = roi.EndingWith(new Extent(lines, 5));
            var expected = (await new CpuExecutor(2).RunAsync(RunPlan.Create(finished, [new Pick(last)], last)))[Pick.Result];
            var found = (await run)[Pick.Result];
            Assert.Equal(expected.Shape, found.Shape);
            Assert.Equal(expected.ValidMask(), found.ValidMask());
            Assert.Equal(expected.ToDoubles(), found.ToDoubles());
        }
    }

    [Fact]
    public void PositionsOfAResultOverTheScan_AreRefused() =>
        Assert.Contains("a single result has", Assert.Throws<ArgumentException>(() =>
            new BufferDeclaration("x", ResultKind.Scan, ElementType.F32) { Positions = ScanSelection.All(Shape.Scan) }
                .CheckMergeable("udf", mergesItself: false)).Message, StringComparison.Ordinal);

    // What goes over frames several times, or asks for their number, begins when all are there.
    [Fact]
    public void AnalysisOfSeveralPasses_BeginsAtTheEnd()
    {
        using var source = Source(Values(), ElementType.F32);
        foreach (var analysis in KnownAnalyses.All)
        {
            if (analysis.Name == "record")
                continue;
            var udf = analysis.Create(Context(source), ArgumentsOf(analysis));
            var hasPositions = udf.Declare(DataDescription.Of(source)).Any(static declared => declared.Positions is not null);
            Assert.True(analysis.BeginsAtEnd(new Arrivals()) == (udf is IMultiPassUdf || hasPositions), analysis.Name);
            Assert.True(analysis.BeginsAtEnd(new Arrivals { Total = 5 }) == udf is IMultiPassUdf, analysis.Name);
        }
    }
}
