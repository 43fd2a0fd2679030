using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Radial;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>
/// An entry of a result (a mask, a ring) whose own pixels are all masked or "no data" has no measurement, whatever the other entries have.
/// </summary>
public sealed class UnmeasuredEntriesTests
{
    private const int Middle = (2 * Width) + 3;
    private const int Blank = 13;

    private static readonly int[] Inner = [Middle, Middle - 1, Middle + 1, Middle - Width, Middle + Width];

    public static TheoryData<ElementType, bool, bool> Cases()
    {
        var cases = new TheoryData<ElementType, bool, bool>();
        foreach (var type in (ElementType[])[ElementType.U16, ElementType.F32, ElementType.F64])
        {
            foreach (var isMasked in (bool[])[true, false])
            {
                cases.Add(type, isMasked, false);
                cases.Add(type, isMasked, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Mask_OverNothingMeasured_IsNaN(ElementType type, bool isMasked, bool isComplex)
    {
        using var source = Open(type, isMasked);
        var masks = isComplex
            ? MaskStack.OfComplex(() => Complexes(Inner), () => Complexes([.. Inner, 0]), () => Complexes([]))
            : MaskStack.OfDoubles(() => Weights(Inner), () => Weights([.. Inner, 0]), () => Weights([]));
        var result = (await RunAsync(source, new ApplyMasks(masks)))[ApplyMasks.Result];
        AssertEntries(result, 3, isMasked, static entry => entry == 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ShiftedMask_OverNothingMeasured_IsNaN(ElementType type, bool isMasked, bool isComplex)
    {
        using var source = Open(type, isMasked);
        int[] before = [.. Inner.Select(static pixel => pixel - Width)];
        var masks = isComplex
            ? MaskStack.OfComplex(() => Complexes(before), () => Complexes([.. before, 0]), () => Complexes([Pixels - 1]))
            : MaskStack.OfDoubles(() => Weights(before), () => Weights([.. before, 0]), () => Weights([Pixels - 1]));
        var values = Numbers((await RunAsync(source, new ApplyMasks(masks, 1, 0)))[ApplyMasks.Result]);
        // The last mask has left the frame: it covers nothing, and sums to 0.
        var width = values.Length / FrameCount;
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, entry) = (i / width, i % width * 3 / width);
            Assert.Equal(entry == 0 && (isMasked || frame == Blank), double.IsNaN(values[i]));
            Assert.True(entry != 2 || values[i] == 0, $"{values[i]} at {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Ring_OfNothingMeasured_HasNoMeanVarianceAndSum(ElementType type, bool isMasked, bool isOuter)
    {
        using var source = Open(
            type, isMasked, [.. Enumerable.Range(0, Pixels).Where(pixel => Distance(pixel) >= 2 == isOuter && Distance(pixel) <= 4)]);
        var results = await RunAsync(source, new RadialProfile(new() { Center = (2, 3), OuterRadius = 4, Bins = 2 }));
        foreach (var name in (string[])["mean", "variance", "sum"])
            AssertEntries(results[name], 2, isMasked, ring => ring == (isOuter ? 1 : 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task CoefficientsOfARing_OfNothingMeasured_AreNaN(ElementType type, bool isMasked, bool isLibertem)
    {
        using var source = Open(type, isMasked, [.. Enumerable.Range(0, Pixels).Where(static pixel => Distance(pixel) < 2)]);
        var results = await RunAsync(
            source, new RadialFourier(Shape.Detector, (2, 3), outerRadius: 2, rings: 2, maxOrder: 2, libertemRules: isLibertem));
        Assert.Equal(FrameCount * 2, results["dominant"].Values.Length);
        var raw = Numbers(results["raw"]);
        // Rings overlap by a pixel: the inner one has nothing, the outer one its far edge.
        for (var i = 0; i < raw.Length; i++)
        {
            var (frame, ring) = (i / (raw.Length / FrameCount), i / 6 % 2);
            Assert.Equal(!isLibertem && ring == 0 && (isMasked || frame == Blank), double.IsNaN(raw[i]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SpectrumOfAFrame_WhoseRestWasNotMeasured_IsNaN(bool isMasked)
    {
        int[] rest = [.. Enumerable.Range(0, Pixels).Where(static pixel => Distance(pixel) > 2)];
        using var source = Open(ElementType.U16, isMasked, rest);
        var leftOut = new RealSpaceMask(2, 3, 2);
        foreach (var udf in (Udf[])[
            FourierMasks.Crystallinity(0, 2, leftOut), FourierMasks.Of(Shape.Detector, [new float[Pixels]], leftOut)])
        {
            var result = (await RunAsync(source, udf))["intensity"].ToDoubles();
            Assert.Equal(Enumerable.Range(0, FrameCount).Select(frame => isMasked || frame == Blank), result.Select(double.IsNaN));
        }

        Assert.Equal(isMasked, (await RunAsync(source, new FourierSum(leftOut)))["intensity"].ToDoubles().All(double.IsNaN));
    }

    [Fact]
    public void EntriesThatAResultDoesNotHave_AreRefused()
    {
        using var source = Open(ElementType.U16, isMasked: true);
        var message = Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new WrongEntries()])).Message;
        Assert.Equal(
            "'wrong-entries' gives pixels for 2 entries of 'sums', a scan result with further axes of 3: give as many as the "
            + "first further axis of a scan result has.",
            message);
    }

    private static double Distance(int pixel) => Math.Sqrt(Math.Pow((pixel / Width) - 2, 2) + Math.Pow((pixel % Width) - 3, 2));

    private static double[] Weights(int[] pixels) => [.. Enumerable.Range(0, Pixels).Select(pixel => pixels.Contains(pixel) ? 1.5 : 0)];

    private static System.Numerics.Complex[] Complexes(int[] pixels) =>
        Array.ConvertAll(Weights(pixels), static weight => new System.Numerics.Complex(0, weight));

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf], options: new RunOptions { Partitions = 4, TileFrames = 4 }));

    private static void AssertEntries(ResultArray result, int entries, bool isMasked, Func<int, bool> isMissing)
    {
        var mask = result.ValidMask();
        var values = Numbers(result);
        for (var frame = 0; frame < FrameCount; frame++)
        {
            for (var entry = 0; entry < entries; entry++)
            {
                var isNone = (isMasked || frame == Blank) && isMissing(entry);
                Assert.Equal(!isNone, mask[(frame * entries) + entry]);
                foreach (var value in values.AsSpan(
                    ((frame * entries) + entry) * (values.Length / mask.Length), values.Length / mask.Length))
                    Assert.True(
                        isNone ? double.IsNaN(value) || (value == 0 && !result.ElementType.IsFloat()) : double.IsFinite(value),
                        $"{result.Name}, frame {frame}, entry {entry}: {value}");
            }
        }
    }

    // The pixels are masked, or "no data" in one frame.
    private static IFrameSource Open(ElementType type, bool isMasked, int[]? gone = null)
    {
        gone ??= Inner;
        var values = Values();
        double none = type switch { ElementType.U16 => ushort.MaxValue, ElementType.F32 => float.MaxValue, _ => double.MaxValue };
        foreach (var pixel in gone)
            values[(Blank * Pixels) + pixel] = isMasked ? 3 : none;
        return Source(
            values, type, new Validity { MaskedPixels = isMasked ? PixelSet.Of(Pixels, gone) : null, MaximumIsNoData = !isMasked });
    }

    private sealed class WrongEntries : Udf, IFrameUdf
    {
        public override string Name => "wrong-entries";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("sums", ResultKind.Scan, ElementType.F64, new Extent(3)) { EntrySupports = [PixelSet.All(Pixels), PixelSet.All(Pixels)] }];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
        }
    }
}
