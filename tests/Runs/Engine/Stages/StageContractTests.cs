using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Tests.Engine.Stages;

public sealed class CropDetectorContractTests : StageContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = Random<ushort>();
        return (new CropDetector(source, 2, 1, 7, 9), Bytes(Frames * 6 * 9, i => values[At(i / 54, 2 + (i / 9 % 6), 1 + (i % 9))]));
    }
}

public sealed class BinDetectorContractTests : StageContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = Random<byte>();
        return (
            new BinDetector(source, 4),
            Bytes(
                Frames * 2 * 3,
                i => (ushort)Enumerable.Range(0, 16).Sum(k => values[At(i / 6, (i / 3 % 2 * 4) + (k / 4), (i % 3 * 4) + (k % 4))])));
    }
}

public sealed class BinScanContractTests : StageContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = Random<short>();
        return (new BinScan(source, 3), Bytes(2 * 2 * Rows * Columns, i =>
        {
            var (frame, pixel) = Math.DivRem(i, Rows * Columns);
            return Enumerable.Range(0, 9)
                .Sum(k => values[((((frame / 2 * 3) + (k / 3)) * ScanColumns) + (frame % 2 * 3) + (k % 3)) * Rows * Columns + pixel]);
        }));
    }
}

public sealed class MaskPixelsContractTests : StageContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = Random<ushort>();
        return (new MaskPixels(source, PixelSet.From(Rows * Columns, static pixel => pixel == 3)), Bytes(values.Length, i => values[i]));
    }
}

public sealed class CalibrateAxesContractTests : StageContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (source, values) = Random<ushort>();
        return (
            new CalibrateAxes(
                source, [new("scan row"), new("scan column", 0.5, 0, "nm"), new("detector row"), new("detector column")], "as given."),
            Bytes(values.Length, i => values[i]));
    }
}

public abstract class StageContract : SourceContract
{
    protected const int ScanRows = 6;
    protected const int ScanColumns = 8;
    protected const int Frames = ScanRows * ScanColumns;
    protected const int Rows = 9;
    protected const int Columns = 13;

    protected static (ArraySource<T> Source, T[] Values) Random<T>()
        where T : unmanaged
    {
        var values = new T[Frames * Rows * Columns];
        new Random(77).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return (new ArraySource<T>(values, new DataShape(new Extent(ScanRows, ScanColumns), new Extent(Rows, Columns))), values);
    }

    protected static int At(int frame, int row, int column) => (((frame * Rows) + row) * Columns) + column;

    protected static byte[] Bytes<T>(int count, Func<int, T> value)
        where T : unmanaged
        => MemoryMarshal.AsBytes(Enumerable.Range(0, count).Select(value).ToArray().AsSpan()).ToArray();
}
