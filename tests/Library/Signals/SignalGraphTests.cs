using System.Runtime.CompilerServices;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class SignalGraphTests
{
    private static readonly DataShape Shape = new(new Extent(4, 5), new Extent(6, 8));

    public static TheoryData<string> Operations() => [.. KnownFrameOperations.All.Select(static operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Frame_IsThatOfARunOverTheScan(string name)
    {
        using var scan = Open(DetectorFor(name));
        var derived = scan.Derive(CallOf(scan, name));
        var sums = await derived.Analyse("pixel-copy").ComputeAsync(cancellationToken: TestContext.Current.CancellationToken);

        for (var position = 0L; position < derived.Shape.FrameCount; position++)
        {
            if (!derived.Source.Validity.IsRecorded(position))
                continue;
            var frame = await derived.FrameAsync(derived.Shape.Scan.PositionOf(position));
            Assert.Equal(
                frame.ToDoubles(),
                sums[0].ToDoubles().AsSpan((int)(position * derived.Shape.FrameElements), (int)derived.Shape.FrameElements).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void EqualCalls_GiveTheSameFrames(string name)
    {
        using var scan = Open(DetectorFor(name));
        var derived = scan.Derive(CallOf(scan, name));

        Assert.Same(derived, scan.Derive(CallOf(scan, name)));
        Assert.Equal(derived.Id, scan.Derive(CallOf(scan, name)).Id);
        Assert.NotEqual(derived.Id, derived.Derive(new SyncOffsetParameters { SyncOffset = 1 }).Id);
        Assert.DoesNotContain(name, KnownAnalyses.All.Select(static analysis => analysis.Name));
    }

    [Fact]
    public void FramesThatNobodyHolds_AreGivenBack()
    {
        using var scan = Open();
        List<WeakReference<Scan>> looks = [.. Enumerable.Range(0, 5).Select(row => Look(scan, row))];
        GC.Collect();
        Assert.All(looks, static look => Assert.False(look.TryGetTarget(out _)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<Scan> Look(Scan scan, int row) => new(scan.Derive(new CropParameters { Crop = new(row, 0, row, 4) }));
    }

    [Fact]
    public async Task EqualResults_AreComputedOnce()
    {
        using var scan = Open();
        var session = scan.Session;
        var all = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => scan.Derive(new CropParameters { Crop = new(1, 1, 4, 4) })
                .Analyse("sum")
                .ToArrayAsync<double>(cancellationToken: TestContext.Current.CancellationToken)));

        Assert.Equal(1, session.Cache.Computed);
        Assert.All(all, one => Assert.Equal(all[0], one));
        _ = await scan.Analyse("sum", ScanRegion.Parse("rect:0,0,1,1"))
            .ToArrayAsync<double>(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, session.Cache.Computed);
        Assert.True(session.Cache.Bytes > 0);
        scan.Dispose();
        Assert.Equal(0, session.Cache.Bytes);
    }

    [Fact]
    public async Task ResultAsAParameter_IsComputedOnceBeforeTheFrames()
    {
        using var scan = Open();
        var center = scan.Analyse("com");
        var centred = scan.Derive(new ShiftFramesParameters { By = center.Input("field"), Back = true });
        Assert.Equal(0, scan.Session.Cache.Computed);

        var again = await centred.Analyse("com").ToArrayAsync<double>("field", TestContext.Current.CancellationToken);

        Assert.Equal(2, scan.Session.Cache.Computed);
        Assert.Equal(scan.Shape, centred.Shape);
        // What is left is less than the half pixel that whole shifts leave, and what went out of the frame.
        var before = await center.ToArrayAsync<double>("field", TestContext.Current.CancellationToken);
        Assert.True(again.Sum(static value => value * value) < before.Sum(static value => value * value));
        Assert.Equal(2, scan.Session.Cache.Computed);
    }

    [Fact]
    public async Task PatternAsADarkFrame_IsSubtracted()
    {
        using var scan = Open();
        var dark = scan.Analyse("sum", ScanRegion.Parse("point:0,0"));
        var corrected = scan.Derive(new CorrectFramesParameters { Dark = dark.Input() });

        Assert.All((await corrected.FrameAsync(0, 0)).ToDoubles(), static value => Assert.Equal(0, value));
        Assert.Equal(
            (await scan.FrameAsync(2, 3)).ToDoubles()
                .Zip((await scan.FrameAsync(0, 0)).ToDoubles(), static (value, first) => value - first),
            (await corrected.FrameAsync(2, 3)).ToDoubles());
    }

    [Fact]
    public async Task SelectedPositions_AreARegionOfTheResult()
    {
        using var scan = Open();
        var selected = await scan.Derive(new SelectPositionsParameters { Region = new("rect:1,1,2,3") })
            .Analyse("sum-sig")
            .ToArrayAsync<double>(null, TestContext.Current.CancellationToken);
        var whole = await scan.Analyse("sum-sig").ToArrayAsync<double>(null, TestContext.Current.CancellationToken);

        Assert.Equal([whole[6], whole[7], whole[8], whole[11], whole[12], whole[13]], selected);
    }

    [Fact]
    public async Task OperationThatDoesNotFit_IsRefusedInWords()
    {
        using var scan = Open();

        Assert.Contains(
            "rows 0…5",
            (await Assert.ThrowsAsync<ArgumentException>(
                () => scan.Derive(new CropParameters { Crop = new(0, 0, 9, 9) }).FrameAsync(0, 0))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "expected two numbers, or 4×5×2",
            (await Assert.ThrowsAsync<ArgumentException>(
                () => scan.Derive(new ShiftFramesParameters { By = scan.Analyse("sum").Input() }).FrameAsync(0, 0))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'field'",
            (await Assert.ThrowsAsync<ArgumentException>(() => scan.Analyse("com").ToArrayAsync<double>())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has no result 'nothing'",
            (await Assert.ThrowsAsync<ArgumentException>(() => scan.Analyse("com").ToArrayAsync<double>("nothing"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "use Analyse",
            Assert.Throws<ArgumentException>(
                () => scan.Derive(new Ronchi.Analyses.VirtualImaging.VirtualImageParameters { Detector = ["disk:2,2,1"] })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "use Derive",
            Assert.Throws<ArgumentException>(() => scan.Analyse(new CropParameters { Crop = new(0, 0, 1, 1) })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no operation", Assert.Throws<ArgumentException>(() => scan.Derive(new object())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FrameOfAPosition_SaysWhatIsNoMeasurement()
    {
        using var scan = Open();
        var shifted = await scan.Derive(new ShiftFramesParameters { By = SignalInput.Of([1, 0], new Extent(2)) }).FrameAsync(1, 1);
        var bad = new double[48];
        bad[5] = 1;
        var masked = await scan.Derive(new MaskPixelsParameters { PixelMask = SignalInput.Of(bad, Shape.Detector) }).FrameAsync(1, 1);

        for (var pixel = 0; pixel < 48; pixel++)
        {
            Assert.Equal(pixel >= 8, shifted.IsMeasured(pixel));
            Assert.Equal(pixel != 5, masked.IsMeasured(pixel));
        }

        Assert.Null((await scan.FrameAsync(1, 1)).Valid);
        Assert.Contains(
            "No frame was recorded at position 0,1",
            (await Assert.ThrowsAsync<ArgumentException>(
                () => scan.Derive(new SyncOffsetParameters { SyncOffset = -2 }).FrameAsync(0, 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedComputation_IsNotKept()
    {
        using var scan = Open();
        var wrong = scan.Analyse(new Ronchi.Analyses.VirtualImaging.VirtualImageParameters { Detector = ["nonsense:1"] });

        await Assert.ThrowsAnyAsync<FormatException>(() => wrong.ComputeAsync(cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<FormatException>(() => wrong.ComputeAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(0, scan.Session.Cache.Bytes);
    }

    [Fact]
    public void ParametersOfSteps_AreDescribedAsTheOptionsThatAskForThem()
    {
        var options = ParameterSchema.Of(typeof(ScanRequest)).Parameters.ToDictionary(static parameter => parameter.Name);
        foreach (var parameter in KnownFrameOperations.WhenOpened.SelectMany(static operation => operation.Schema.Parameters))
            Assert.Equal(
                (options[parameter.Name].Help, options[parameter.Name].Default),
                (parameter.Help, parameter.Default ?? options[parameter.Name].Default));
    }

    /// <summary>A detector of 48 values on which an operation works.</summary>
    internal static Extent DetectorFor(string name) => name switch
    {
        "select-channels" => new(48),
        "select-color" => new(4, 4, 3),
        _ => Shape.Detector,
    };

    /// <summary>The call of an operation that fits the scan.</summary>
    internal static OperationCall<FrameOperation> CallOf(Scan scan, string name)
    {
        var operation = OperationCall<FrameOperation>.Find(name, KnownFrameOperations.All);
        var pixels = new double[scan.Shape.FrameElements];
        pixels[5] = 1;
        return name switch
        {
            "sync-offset" => Of(new SyncOffsetParameters { SyncOffset = 3 }),
            "mask-hot-pixels" => Of(new MaskHotPixelsParameters { HotPixels = HotPixelRule.Fix }),
            "mask-pixels" => Of(new MaskPixelsParameters { PixelMask = SignalInput.Of(pixels, scan.Shape.Detector) }),
            "correct" =>
                Of(new CorrectFramesParameters
                {
                    Dark = SignalInput.Of(pixels, scan.Shape.Detector),
                    Repair = SignalInput.Of(pixels, scan.Shape.Detector),
                }),
            "crop" => Of(new CropParameters { Crop = new(1, 2, 4, 6) }),
            "bin-detector" => Of(new BinDetectorParameters { DetectorBinning = 2 }),
            "bin-scan" => Of(new BinScanParameters { ScanBinning = 2 }),
            "ignore-non-finite" => new(operation, Arguments.None(operation.Schema)),
            "select-positions" => Of(new SelectPositionsParameters { Region = new("disk:2,2,1.5") }),
            "reshape-scan" => Of(new ReshapeScanParameters { ScanShape = new Extent(2, 10) }),
            "select-color" => Of(new SelectColorParameters { Color = ColorChoice.Luminance }),
            "select-channels" => Of(new SelectChannelsParameters { Range = new(3, 20) }),
            "shift-frames" => Of(new ShiftFramesParameters { By = SignalInput.Of([1, -2], new Extent(2)) }),
            _ => throw new InvalidOperationException($"'{name}' has no parameters for tests yet: add a line."),
        };

        OperationCall<FrameOperation> Of(object parameters) => OperationCall<FrameOperation>.Of(parameters, [operation]);
    }

    private static Scan Open(Extent? detector = null)
    {
        var random = new Random(77);
        var values = new ushort[Shape.Full.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, pixel) = Math.DivRem(i, 48);
            double row = (pixel / 8) - 2.5 - (frame % 3) + 1, column = (pixel % 8) - 3.5 + (frame % 4) - 1;
            values[i] = (ushort)(random.Next(4) + (200 * Math.Exp(-((row * row) + (column * column)) / 2)));
        }

        var session = new Session { Analyses = [.. KnownAnalyses.All, new PixelCopy()] };
        return new Scan(new ArraySource<ushort>(values, Shape with { Detector = detector ?? Shape.Detector }), session, request: null);
    }

    /// <summary>All values of all frames as they come to a UDF.</summary>
    private sealed class PixelCopy : Analysis
    {
        public override string Name => "pixel-copy";

        public override string Summary => "Copies every value";

        public override Udf Create(OperationContext context, Arguments arguments) => new Copy();

        private sealed class Copy : Udf, IFrameUdf
        {
            public override string Name => "copy";

            public override ElementType? PreferredType => ElementType.F64;

            public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
                [new("copy", ResultKind.Scan, ElementType.F64, data.Shape.Detector)];

            public void ProcessFrame(in Tile frame, UdfTask task) => frame.Pixels<double>().CopyTo(task.View<double>(0));
        }
    }
}
