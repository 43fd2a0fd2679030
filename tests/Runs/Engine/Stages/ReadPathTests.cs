using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class ReadPathTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(-7)]
    [InlineData(-11)]
    public async Task SyncOffset_ShiftsFramesAndLeavesBlanksInvalid(int offset)
    {
        using var source = KnownFrameOperations.Path(new SyncOffsetParameters { SyncOffset = offset }).From(Numbered());
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new CountingUdf()]));
        var sums = results["frame_sum"];
        for (var position = 0; position < 12; position++)
        {
            var frame = position + offset;
            var isThere = frame is >= 0 and < 12;
            Assert.Equal(isThere ? (ulong)(frame + 1) * 4 : 0, sums.Span<ulong>()[position]);
            Assert.Equal(isThere, sums.Valid?[position] ?? true);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-12)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void SyncOffsetThatLeavesNothing_IsRefused(long offset) =>
        Assert.Contains(
            "-11 to 11",
            Assert.Throws<ArgumentException>(
                () => KnownFrameOperations.Path(new SyncOffsetParameters { SyncOffset = offset }).From(Numbered())).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(ElementType.U8, 1, ElementType.U8)]
    [InlineData(ElementType.U8, 4, ElementType.U16)]
    [InlineData(ElementType.U8, 257, ElementType.U32)]
    [InlineData(ElementType.U16, 4, ElementType.U32)]
    [InlineData(ElementType.I16, 65536, ElementType.I32)]
    [InlineData(ElementType.I16, 65537, ElementType.I64)]
    [InlineData(ElementType.U32, 4, ElementType.U64)]
    [InlineData(ElementType.F32, 4, ElementType.F32)]
    public void Sums_GetTheNarrowestTypeThatHoldsThem(ElementType type, long values, ElementType wider) =>
        Assert.Equal(wider, WiderType.ForSumOf(type, values));

    [Fact]
    public async Task BinnedSums_LeaveOutMaskedPixelsAndNoData()
    {
        ushort[] values = [1, 2, 3, 4, 5, 65535, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        var inner = new ArraySource<ushort>(values, new DataShape(new Extent(1), new Extent(4, 4)), new Validity
        {
            MaximumIsNoData = true,
            MaskedPixels = PixelSet.From(16, static pixel => pixel is 0 or 10 or 11 or 14 or 15),
        });
        using var source = KnownFrameOperations.Path(new BinDetectorParameters { DetectorBinning = 2 }).From(inner);
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new Sum()]));
        Assert.Equal([7, 22, 46, 0], results[Sum.Result].Span<ulong>().ToArray());
        Assert.True(source.Validity.MaximumIsNoData);
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(pixel => source.Validity.MaskedPixels![pixel]));
    }

    [Fact]
    public async Task BinnedScan_IsBlankWhereAFrameIsMissing()
    {
        var values = Enumerable.Range(0, 36).Select(static i => (ushort)(i + 1)).ToArray();
        for (var recorded = 0; recorded <= 36; recorded++)
        {
            using var source = new BinScan(
                new ArraySource<ushort>(values, new DataShape(new Extent(6, 6), new Extent(1)), new Validity { RecordedFrames = recorded }),
                2);
            var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new CountingUdfOfSums()]));
            for (var position = 0; position < 9; position++)
            {
                var corner = (position / 3 * 12) + (position % 3 * 2);
                var isWhole = corner + 7 < recorded;
                Assert.Equal(isWhole, results["frame_sum"].Valid?[position] ?? true);
                Assert.Equal(isWhole ? (ulong)((4 * corner) + 18) : 0, results["frame_sum"].Span<ulong>()[position]);
            }
        }
    }

    [Fact]
    public void StagesThatDoNotFit_SayWhatWouldFit()
    {
        foreach (var (step, part) in new (object, string)[]
        {
            (new BinDetectorParameters { DetectorBinning = 0 }, "1 to 2"),
            (new BinDetectorParameters { DetectorBinning = 3 }, "1 to 2"),
            (new BinScanParameters { ScanBinning = -1 }, "1 to 3"),
            (new BinScanParameters { ScanBinning = 4 }, "1 to 3"),
            (new CropParameters { Crop = new(0, 0, 2, 1) }, "rows 0…1"),
            (new CropParameters { Crop = new(1, 0, 0, 1) }, "first corner first"),
            (new MaskPixelsParameters { PixelMask = SignalInput.Of([1, 1, 1, 1, 1], new Extent(5)) }, "shape 5"),
        })
        {
            Assert.Contains(
                part,
                Assert.Throws<ArgumentException>(() => KnownFrameOperations.Path(step).From(Numbered())).Message,
                StringComparison.Ordinal);
        }
    }

    // Frame i holds i + 1 in each of its 2 × 2 pixels.
    private static ArraySource<ushort> Numbered() =>
        new(Enumerable.Range(0, 48).Select(static i => (ushort)((i / 4) + 1)).ToArray(), new DataShape(new Extent(3, 4), new Extent(2, 2)));

    private sealed class CountingUdfOfSums : Ronchi.Engine.Udf, Ronchi.Engine.IStackUdf
    {
        public override string Name => "sums";

        public override IReadOnlyList<Ronchi.Engine.BufferDeclaration> Declare(Ronchi.Engine.DataDescription data) =>
            [new("frame_sum", Ronchi.Engine.ResultKind.Scan, ElementType.U64)];

        public void ProcessStack(in Tile tile, Ronchi.Engine.UdfTask task)
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
                task[0].Span<ulong>(new(tile.Frames.Start + frame, 1))[0] = tile.Frame<uint>(frame)[0];
        }
    }
}
