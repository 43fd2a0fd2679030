using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Picking;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

/// <summary>Colours are read in any order and by many.</summary>
public sealed class SelectColorContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        byte[] values = [.. Enumerable.Range(0, 5 * 7 * 6 * 3).Select(static i => (byte)(i * 7))];
        return (
            new SelectColor(new ArraySource<byte>(values, new(new Extent(5, 7), new Extent(2, 3, 3))), 1),
            [.. values.Where(static (_, i) => i % 3 == 1)]);
    }
}

public sealed class SelectColorTests
{
    private static readonly DataShape Shape = new(new Extent(2), new Extent(1, 2, 4));

    public static TheoryData<ElementType> RealTypes =>
        [.. Enum.GetValues<ElementType>().Where(static type => type is not (ElementType.Bool or ElementType.Object) && !type.IsComplex())];

    [Theory]
    [MemberData(nameof(RealTypes))]
    public void AColor_IsThePlaneOfTheArray_BitForBit(ElementType type)
    {
        for (var seed = 0; seed < 30; seed++)
            type.Dispatch<PlaneLaw, bool>(new(seed));
    }

    [Theory]
    [MemberData(nameof(RealTypes))]
    public void Luminance_IsTheWeightedMean_RoundedOnce(ElementType type)
    {
        for (var seed = 0; seed < 30; seed++)
            type.Dispatch<LuminanceLaw, bool>(new(seed));
    }

    [Fact]
    public async Task ARegion_OfAColor_IsThatOfItsPlane()
    {
        var shape = new DataShape(new Extent(5, 7), new Extent(3, 1, 3));
        ushort[] values = [.. Enumerable.Range(0, (int)shape.Full.Count).Select(static i => (ushort)(i * 31))];
        var region = ScanSelection.FromMask(shape.Scan, [.. Enumerable.Range(0, 35).Select(static i => i % 4 == 1)]);
        using var blue = new SelectColor(new ArraySource<ushort>(values, shape), 2);
        using var plane = new ArraySource<ushort>(
            values.Where(static (_, i) => i % 3 == 2).ToArray(), shape with { Detector = new(3, 1) });
        Assert.Equal(await Picked(plane), await Picked(blue));

        async Task<Array> Picked(IFrameSource source) =>
            (await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Pick(region)], region)))[Pick.Result].Values;
    }

    [Fact]
    public async Task FramesThatArrive_GiveTheirColors()
    {
        var shape = new DataShape(new Extent(3, 4), new Extent(2, 2, 3));
        byte[] values = [.. Enumerable.Range(0, (int)shape.Full.Count).Select(static i => (byte)(i * 5))];
        var arriving = new ScriptedSource<byte>(values, shape);
        using var green = new SelectColor(arriving, 1);
        var run = new CpuExecutor(2).RunAsync(RunPlan.Create(green, [new Pick(ScanSelection.All(shape.Scan))]));
        foreach (var start in (int[])[6, 0, 9, 3])
            arriving.Deliver(new FrameRange(start, 3));
        arriving.End();
        Assert.Equal(values.Where(static (_, i) => i % 3 == 1), (byte[])(await run)[Pick.Result].Values);
    }

    [Fact]
    public void Luminance_IsThatOfRec709_OfTheFirstThree()
    {
        using var luminance = new SelectColor(
            new ArraySource<byte>(new byte[] { 255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 255, 255, 255, 9 }, Shape), color: null);

        Assert.Equal(new DataShape(new Extent(2), new Extent(1, 2)), luminance.Shape);
        Assert.Equal(ElementType.F32, luminance.ElementType);
        Assert.Equal([0.2126f * 255, 0.7152f * 255, 0.0722f * 255, 255], Read<float>(luminance), static (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    [Theory]
    [InlineData(ElementType.U32, ElementType.F64)]
    [InlineData(ElementType.F64, ElementType.F64)]
    [InlineData(ElementType.I16, ElementType.F32)]
    public void Luminance_HasATypeThatHoldsTheValues(ElementType type, ElementType expected)
    {
        using var luminance = new SelectColor(new FormSource(new double[16], type, Shape, new Validity(), TileForm.Pixels), color: null);
        Assert.Equal(expected, luminance.ElementType);
    }

    [Fact]
    public void PixelsWithoutAColor_AreNoMeasurement()
    {
        var validity = new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.From(8, static value => value is 2 or 7) };
        ushort[] values = [1, ushort.MaxValue, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, ushort.MaxValue];
        using var luminance = new SelectColor(new ArraySource<ushort>(values, Shape, validity), color: null);
        using var green = new SelectColor(new ArraySource<ushort>(values, Shape, validity), color: 1);

        // Blue of the first pixel is masked; the fourth value of the second does not count.
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(pixel => luminance.Validity.MaskedPixels![pixel]));
        Assert.Null(green.Validity.MaskedPixels);
        Assert.Equal([true, false, false, false], Read<float>(luminance).Select(static value => value == float.MaxValue));
        Assert.Equal([ushort.MaxValue, 6, 2, 6], Read<ushort>(green));
    }

    [Fact]
    public void Axes_AreThoseOfRowsAndColumns()
    {
        Axis[] axes = [new("scan"), new("detector row", 2, 0, "nm"), new("detector column", 3, 0, "nm"), new("color")];
        using var red = new SelectColor(
            new ArraySource<byte>(new byte[16], Shape) { Info = new("memory", "memory") { Axes = [.. axes] } }, color: 0);
        Assert.Equal(axes[..3], red.Info.Axes);
    }

    [Fact]
    public void WhatIsNotThere_IsRefusedWithTheCure()
    {
        using var frames = new ArraySource<byte>(new byte[6], new(new Extent(1), new Extent(2, 3)));
        using var pairs = new ArraySource<byte>(new byte[6], new(new Extent(1), new Extent(1, 3, 2)));
        Assert.Contains("--detector-axes 3", Refusal(frames, 0), StringComparison.Ordinal);
        Assert.Contains("choose one by its number, 0…1", Refusal(pairs, null), StringComparison.Ordinal);
        Assert.Contains("they have 0…1", Refusal(pairs, 2), StringComparison.Ordinal);

        static string Refusal(IFrameSource source, int? color) =>
            Assert.Throws<ArgumentException>(() => new SelectColor(source, color)).Message;
    }

    // Odd sizes, single positions, and one colour among them; bits that are no number, too.
    private static (DataShape Shape, T[] Values, int Color) Any<T>(int seed, int leastColors)
        where T : unmanaged
    {
        var random = new Random(seed);
        var scan = random.Next(3) switch
        {
            0 => default,
            1 => new Extent(random.Next(1, 6)),
            _ => new(random.Next(1, 4), random.Next(1, 4)),
        };
        var shape = new DataShape(scan, new(random.Next(1, 8), random.Next(1, 8), random.Next(leastColors, 5)));
        var values = new T[shape.Full.Count];
        random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return (shape, values, random.Next((int)shape.Detector[2]));
    }

    private readonly struct PlaneLaw(int seed) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (shape, values, color) = Any<T>(seed, leastColors: 1);
            using var selected = new SelectColor(new ArraySource<T>(values, shape), color);
            T[] plane = [.. values.Where((_, i) => i % shape.Detector[2] == color)];
            Assert.Equal(MemoryMarshal.AsBytes(plane.AsSpan()), MemoryMarshal.AsBytes(Read<T>(selected).AsSpan()));
            return true;
        }
    }

    private readonly struct LuminanceLaw(int seed) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (shape, values, _) = Any<T>(seed, leastColors: 3);
            using var luminance = new SelectColor(new ArraySource<T>(values, shape), color: null);
            double[] read = luminance.ElementType == ElementType.F64
                ? Read<double>(luminance)
                : Array.ConvertAll(Read<float>(luminance), static value => (double)value);
            var unit = luminance.ElementType == ElementType.F64 ? double.BitIncrement(1) - 1 : float.BitIncrement(1) - 1;
            for (var pixel = 0; pixel < read.Length; pixel++)
            {
                var colors = values.AsSpan(pixel * (int)shape.Detector[2], 3);
                var (red, green, blue) = (double.CreateSaturating(colors[0]), double.CreateSaturating(colors[1]),
                    double.CreateSaturating(colors[2]));
                var expected = (0.2126 * red) + (0.7152 * green) + (0.0722 * blue);
                if (!double.IsFinite(expected))
                    Assert.False(double.IsFinite(read[pixel]));
                else
                    Assert.InRange(Math.Abs(read[pixel] - expected), 0, unit * Math.Abs(expected));
            }

            return true;
        }
    }

    private static T[] Read<T>(IFrameSource source)
        where T : unmanaged
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        var read = new List<T>();
        while (reader.TryRead(out var tile))
            read.AddRange(tile.Pixels<T>());
        return [.. read];
    }
}
