using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class RaggedArrayTests
{
    [Fact]
    public void Entries_AreSlicesOfTheValues()
    {
        var arrays = RaggedArray.Of(Result([new[] { 1.5, 2.5 }, null, Array.Empty<double>(), new[] { 3.5 }]));
        Assert.Equal(["peaks_values", "peaks_offsets"], arrays.Select(static array => array.Name));
        Assert.Equal([1.5, 2.5, 3.5], (double[])arrays[0].Values);
        Assert.Equal([0, 2, 2, 2, 3], (long[])arrays[1].Values);
        Assert.Equal([3], arrays[0].Shape.ToArray());
    }

    [Fact]
    public void FurtherAxes_AreKept()
    {
        var arrays = RaggedArray.Of(Result([new float[,] { { 1, 2 }, { 3, 4 } }, new float[,] { { 5, 6 } }, null, null]));
        Assert.Equal(ElementType.F32, arrays[0].Type);
        Assert.Equal([3L, 2], arrays[0].Shape.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], (float[])arrays[0].Values);
        Assert.Equal([0, 2, 3, 3, 3], (long[])arrays[1].Values);
    }

    [Fact]
    public void NothingAtAll_IsNoRow()
    {
        var arrays = RaggedArray.Of(Result([null, null, null, null]));
        Assert.Equal([0L], arrays[0].Shape.ToArray());
        Assert.Equal(new long[5], (long[])arrays[1].Values);
    }

    [Fact]
    public void WhatIsNoArrayOfOneKind_IsRefused()
    {
        Assert.Contains(
            "String",
            Assert.Throws<ArgumentException>(() => RaggedArray.Of(Result(["text", null, null, null]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "float32",
            Assert.Throws<ArgumentException>(() => RaggedArray.Of(Result([new double[1], new float[1], null, null]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "rows of",
            Assert.Throws<ArgumentException>(() => RaggedArray.Of(Result([new double[1, 2], new double[1, 3], null, null]))).Message,
            StringComparison.Ordinal);
    }

    private static ResultArray Result(object?[] entries) => new("peaks", ResultKind.Scan, ElementType.Object, new Extent(2, 2), entries);
}
