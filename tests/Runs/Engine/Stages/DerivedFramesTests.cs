using CsCheck;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

/// <summary>Positions of a rectangle keep every form.</summary>
public sealed class SelectedRectangleContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open() =>
        DerivedFramesTests.Selected(ScanSelection.Rectangle(new Extent(5, 7), 1, 2, 3, 5));
}

/// <summary>Scattered positions keep every form.</summary>
public sealed class SelectedPositionsContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open() =>
        DerivedFramesTests.Selected(ScanSelection.FromIndices(new Extent(5, 7), [0, 1, 2, 9, 12, 13, 20, 34]));
}

/// <summary>Another shape of the scan keeps every form.</summary>
public sealed class ReshapedScanContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = DerivedFramesTests.Frames();
        return (new ReshapeScan(source, new Extent(35)), [.. values.Select(static value => (byte)value)]);
    }
}

/// <summary>Shifted frames are read in any order and by many.</summary>
public sealed class ShiftedFramesContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = DerivedFramesTests.Frames();
        double[] shifts = [.. Enumerable.Range(0, 70).Select(static i => (i * 7 % 5) - 2.0)];
        var shifted = DerivedFramesTests.Shifted(values, source.Shape, shifts);
        return (
            new ShiftFrames(source, shifts),
            [.. shifted.SelectMany(static value => BitConverter.GetBytes(double.IsNaN(value) ? ushort.MaxValue : (ushort)value))]);
    }
}

public sealed class DerivedFramesTests
{
    private static readonly Gen<(DataShape Shape, int Seed)> Scans =
        from rows in Gen.Int[1, 6]
        from columns in Gen.Int[1, 6]
        from height in Gen.Int[1, 5]
        from width in Gen.Int[1, 5]
        from seed in Gen.Int
        select (new DataShape(new Extent(rows, columns), new Extent(height, width)), seed);

    [Fact]
    public void ShiftedFrames_AreThoseOfAPlainLoop() => Scans.Sample(static scan =>
    {
        var (shape, random) = (scan.Shape, new Random(scan.Seed));
        double[] values = [.. Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (double)random.Next(256))];
        double[] shifts = [.. Enumerable.Range(0, 2 * (int)shape.FrameCount)
            .Select(_ => random.Next(8) == 0 ? double.NaN : (random.NextDouble() * 8) - 4)];
        var masked = PixelSet.From((int)shape.FrameElements, _ => random.Next(5) == 0);
        using var source = new ShiftFrames(
            new ArraySource<byte>(values.Select(static value => (byte)value).ToArray(), shape, new Validity { MaskedPixels = masked }),
            shifts);
        for (var i = 0; i < values.Length; i++)
            values[i] = masked[i % masked.Pixels] ? double.NaN : values[i];

        Assert.Equal(ElementType.U16, source.ElementType);
        Assert.True(source.Validity is { MaximumIsNoData: true, MaskedPixels: null });
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 3));
        reader.Seek(new(0, (int)shape.FrameCount));
        var read = new List<double>();
        while (reader.TryRead(out var tile))
        {
            foreach (var value in tile.Pixels<ushort>())
                read.Add(value == ushort.MaxValue ? double.NaN : value);
        }

        Assert.Equal(Shifted(values, shape, shifts), read);
    });

    [Theory]
    [InlineData(ElementType.U8, false, ElementType.U16)]
    [InlineData(ElementType.U8, true, ElementType.U8)]
    [InlineData(ElementType.U16, false, ElementType.U32)]
    [InlineData(ElementType.U32, false, ElementType.U64)]
    [InlineData(ElementType.U64, true, ElementType.U64)]
    [InlineData(ElementType.I16, false, ElementType.F32)]
    [InlineData(ElementType.I32, false, ElementType.F64)]
    [InlineData(ElementType.F32, false, ElementType.F32)]
    public void ShiftedFrames_HaveATypeWithRoomForNoData(ElementType type, bool maximumIsNoData, ElementType expected)
    {
        using var source = new ShiftFrames(
            new FormSource(
                [1, 2], type, new(new Extent(1), new Extent(1, 2)), new Validity { MaximumIsNoData = maximumIsNoData }, TileForm.Pixels),
            [0, 1]);
        Assert.Equal(expected, source.ElementType);
    }

    [Fact]
    public void ShiftsThatDoNotFit_AreRefused()
    {
        using var source = new ArraySource<ulong>(new ulong[6], new(new Extent(1), new Extent(2, 3)));
        using var frames = new ArraySource<byte>(new byte[6], new(new Extent(3), new Extent(2)));

        Assert.Contains(
            "no type is left", Assert.Throws<ArgumentException>(() => new ShiftFrames(source, [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "two for each",
            Assert.Throws<ArgumentException>(
                () => new ShiftFrames(new ArraySource<byte>(new byte[6], new(new Extent(1), new Extent(2, 3))), [0, 0, 0])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "need two axes", Assert.Throws<ArgumentException>(() => new ShiftFrames(frames, [0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SelectedPositions_KeepAxesAndWhatWasNotRecorded()
    {
        var shape = new DataShape(new Extent(4, 6), new Extent(1, 1));
        var validity = new Validity { FirstRecorded = 2, RecordedFrames = 21, Missing = [new(9, 2)] };
        using var source = new SelectPositions(
            new ArraySource<byte>(new byte[24], shape, validity), ScanSelection.Rectangle(shape.Scan, 0, 1, 3, 4));

        Assert.Equal(new Extent(4, 4), source.Shape.Scan);
        for (var position = 0; position < 16; position++)
            Assert.Equal(validity.IsRecorded((position / 4 * 6) + 1 + (position % 4)), source.Validity.IsRecorded(position));
    }

    [Fact]
    public void RunsOfASelection_AreWhereItsNumbersLie() => Gen.Select(Gen.Int[1, 40], Gen.Int).Sample((count, seed) =>
    {
        var random = new Random(seed);
        var mask = new bool[count];
        for (var i = 0; i < count; i++)
            mask[i] = random.Next(3) > 0;
        var selection = ScanSelection.FromMask(new Extent(count), mask);
        var positions = Enumerable.Range(0, count).Where(i => mask[i]).Select(static i => (long)i).ToList();
        var start = random.Next(positions.Count + 1);
        var length = random.Next(positions.Count - start + 1);

        Assert.Equal(
            positions.Skip(start).Take(length),
            selection.RunsOf(new(start, length)).SelectMany(static run => Enumerable.Range(0, run.Count).Select(i => run.Start + i)));
        Assert.Throws<ArgumentOutOfRangeException>(() => selection.RunsOf(new(start, positions.Count - start + 1)));
    });

    [Fact]
    public void AnotherNumberOfPositions_IsNoShapeOfTheScan() =>
        Assert.Contains(
            "has 36 positions, but the scan of 5×7 has 35",
            Assert.Throws<ArgumentException>(static () => new ReshapeScan(Frames().Source, new Extent(6, 6))).Message,
            StringComparison.Ordinal);

    /// <summary>5 × 7 frames of 3 × 4 pixels, in every form.</summary>
    internal static (IFrameSource Source, double[] Values) Frames()
    {
        var random = new Random(31);
        double[] values = [.. Enumerable.Range(0, 35 * 12).Select(_ => random.Next(3) == 0 ? random.Next(250) : 0.0)];
        return (
            new FormSource(
                values, ElementType.U8, new(new Extent(5, 7), new Extent(3, 4)), Validity.Everything,
                TileForm.BitPlanes, TileForm.Sparse, TileForm.Blocked, TileForm.Pixels),
            values);
    }

    internal static (IFrameSource Source, byte[] Values) Selected(ScanSelection selection)
    {
        var (source, values) = Frames();
        var frames = selection.Runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count));
        return (
            new SelectPositions(source, selection),
            [.. frames.SelectMany(frame => values.Skip(frame * 12).Take(12)).Select(static value => (byte)value)]);
    }

    /// <summary>Each pixel by itself, moved by the nearest whole numbers; NaN: nothing was moved there.</summary>
    internal static double[] Shifted(double[] values, DataShape shape, double[] shifts)
    {
        int rows = (int)shape.Detector[0], columns = (int)shape.Detector[1], pixels = rows * columns;
        var shifted = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (frame, pixel) = Math.DivRem(i, pixels);
            double row = (pixel / columns) - Math.Round(shifts[2 * frame]),
                column = (pixel % columns) - Math.Round(shifts[(2 * frame) + 1]);
            shifted[i] = row >= 0 && row < rows && column >= 0 && column < columns
                ? values[(frame * pixels) + ((int)row * columns) + (int)column]
                : double.NaN;
        }

        return shifted;
    }
}
