using Ronchi.Contracts;
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
