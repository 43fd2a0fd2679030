using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using System.Numerics;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

/// <summary>Detector and scan bins together: one widening, in either order, and no sum that wraps.</summary>
public sealed class BinnedSumTests
{
    [Theory]
    [InlineData(ElementType.U8, 2, 2, ElementType.U16)]
    [InlineData(ElementType.U16, 2, 2, ElementType.U32)]
    [InlineData(ElementType.U16, 4, 4, ElementType.U32)]
    [InlineData(ElementType.U8, 8, 1, ElementType.U16)]
    [InlineData(ElementType.U16, 8, 1, ElementType.U32)]
    [InlineData(ElementType.U8, 4, 4, ElementType.U16)]
    [InlineData(ElementType.U8, 8, 4, ElementType.U32)]
    [InlineData(ElementType.U32, 1, 2, ElementType.U64)]
    [InlineData(ElementType.I16, 2, 2, ElementType.I32)]
    [InlineData(ElementType.I8, 1, 4, ElementType.I16)]
    [InlineData(ElementType.F32, 2, 2, ElementType.F32)]
    public void TwoBins_WidenOnce(ElementType type, int detector, int scan, ElementType wider) =>
        type.Dispatch<Comparing, bool>(new(detector, scan, wider));

    [Fact]
    public void SumsOf64BitIntegersThatPass64Bits_EndTheReading()
    {
        foreach (var values in (ulong[][])[[ulong.MaxValue, 1, 0, 0], [1UL << 63, 0, 1UL << 63, 0]])
            Refused(
                new ArraySource<ulong>(values, new DataShape(new Extent(1, 1), new Extent(2, 2))),
                new ArraySource<ulong>(values, new DataShape(new Extent(2, 2), new Extent(1, 1))));
        foreach (var values in (long[][])[[long.MaxValue, 1, 0, 0], [long.MinValue, -1, 0, 0]])
            Refused(
                new ArraySource<long>(values, new DataShape(new Extent(1, 1), new Extent(2, 2))),
                new ArraySource<long>(values, new DataShape(new Extent(2, 2), new Extent(1, 1))));
        Assert.Equal(
            [ulong.MaxValue],
            Read<ulong>(new BinDetector(
                new ArraySource<ulong>(new ulong[] { ulong.MaxValue - 3, 1, 2, 0 }, new DataShape(new Extent(1, 1), new Extent(2, 2))),
                2)));
        Assert.Equal(
            [long.MinValue],
            Read<long>(new BinScan(
                new ArraySource<long>(new long[] { long.MinValue + 9, -4, -5, 0 }, new DataShape(new Extent(2, 2), new Extent(1, 1))), 2)));

        static void Refused(IFrameSource frames, IFrameSource scan)
        {
            foreach (var stage in (IFrameSource[])[new BinDetector(frames, 2), new BinScan(scan, 2)])
            {
                using (stage)
                    Assert.Contains(
                        "add up to more than",
                        Assert.Throws<SourceException>(
                            () => stage.ElementType == ElementType.U64 ? (Array)Read<ulong>(stage) : Read<long>(stage)).Message,
                        StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(ElementType.U8)]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.U32)]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    public void SquareWithoutAMeasurement_IsNoData_AndNeverASumOfZero(ElementType type) => type.Dispatch<Missing, bool>(default);

    private static T[] Read<T>(IFrameSource source)
        where T : unmanaged
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        var values = new List<T>();
        while (reader.TryRead(out var tile))
            values.AddRange(tile.Pixels<T>());
        return [.. values];
    }

    private readonly struct Comparing(int detector, int scan, ElementType wider) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var random = new Random(3);
            var shape = new DataShape(new Extent(8, 8), new Extent(16, 16));
            T[] values = [.. Enumerable.Range(0, 64 * 256)
                .Select(i => i < 4096 ? T.CreateSaturating(1L << 40) : T.CreateSaturating(random.Next(-90, 90)))];
            if (typeof(T) == typeof(float))
                values = Array.ConvertAll(values, value => value > T.CreateTruncating(100) ? T.One : value);
            using var first = KnownFrameOperations.Path(
                new BinDetectorParameters { DetectorBinning = detector }, new BinScanParameters { ScanBinning = scan })
                .From(new ArraySource<T>(values, shape));
            IFrameSource turned = new ArraySource<T>(values, shape);
            turned = scan == 1 ? turned : new BinScan(turned, scan);
            using var second = detector == 1 ? turned : new BinDetector(turned, detector);
            Assert.Equal((wider, wider), (first.ElementType, second.ElementType));
            var expected = new Int128[64 * 256 / (detector * detector * scan * scan)];
            int columns = 16 / detector, places = 8 / scan;
            for (var i = 0; i < values.Length; i++)
            {
                int pixel = i % 256, frame = i / 256;
                expected[(((frame / 8 / scan * places) + (frame % 8 / scan)) * columns * columns)
                    + (pixel / 16 / detector * columns) + (pixel % 16 / detector)] += Int128.CreateTruncating(
                    values[i]);
            }

            foreach (var source in (IFrameSource[])[first, second])
                Assert.Equal(expected, wider.Dispatch<Reading, Int128[]>(new(source)));
            return true;
        }
    }

    private readonly struct Missing : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            for (var seed = 0; seed < 40; seed++)
            {
                var random = new Random(seed);
                var (rows, columns, factor) = (random.Next(2, 12), random.Next(2, 12), random.Next(1, 4));
                factor = Math.Min(factor, Math.Min(rows, columns));
                var shape = new DataShape(new Extent(4, 6), new Extent(rows, columns));
                var pixels = rows * columns;
                var masked = seed % 2 == 0 ? PixelSet.From(pixels, _ => random.Next(4) == 0) : null;
                var values = Enumerable.Range(0, 24 * pixels)
                    .Select(_ => random.Next(3) switch { 0 => T.Zero, 1 => T.MaxValue, _ => T.CreateTruncating(random.Next(5)) }).ToArray();
                ArraySource<T> Open() => new(values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = masked });
                bool Counts(int frame, int pixel) => masked?[pixel] != true && values[(frame * pixels) + pixel] != T.MaxValue;

                using var detector = new BinDetector(Open(), factor);
                Check(detector, seed, (frame, pixel) =>
                {
                    var width = columns / factor;
                    return Enumerable.Range(0, factor * factor)
                        .Select(i => (
                            frame, ((((pixel / width) * factor) + (i / factor)) * columns) + ((pixel % width) * factor) + (i % factor)));
                });
                using var scan = new BinScan(Open(), 2);
                Check(
                    scan,
                    seed,
                    static (frame, pixel) => Enumerable.Range(0, 4)
                        .Select(i => (((((frame / 3) * 2) + (i / 2)) * 6) + ((frame % 3) * 2) + (i % 2), pixel)));

                void Check(IFrameSource binned, int run, Func<int, int, IEnumerable<(int Frame, int Pixel)>> square)
                {
                    Assert.True(binned.Validity.MaximumIsNoData);
                    var found = binned.ElementType.Dispatch<ReadingDoubles, double[]>(new(binned));
                    var noData = binned.ElementType.Dispatch<Largest, double>(default);
                    for (var i = 0; i < found.Length; i++)
                    {
                        var (frame, pixel) = Math.DivRem(i, (int)binned.Shape.FrameElements);
                        if (binned.Validity.MaskedPixels?[pixel] == true)
                            continue;
                        var counted = square(frame, pixel).Where(place => Counts(place.Frame, place.Pixel)).ToList();
                        var expected = counted.Count == 0
                            ? noData
                            : counted.Sum(place => double.CreateTruncating(values[(place.Frame * pixels) + place.Pixel]));
                        Assert.True(
                            expected.Equals(found[i]),
                            $"seed {run}, {binned.GetType().Name}, frame {frame}, pixel {pixel}: {found[i]} for {expected}");
                    }
                }
            }

            return true;
        }
    }

    private readonly struct Largest : IElementTypeAction<double>
    {
        public double Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => double.CreateTruncating(T.MaxValue);
    }

    private readonly struct ReadingDoubles(IFrameSource source) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll(Read<T>(source), double.CreateTruncating);
    }

    private readonly struct Reading(IFrameSource source) : IElementTypeAction<Int128[]>
    {
        public Int128[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll(Read<T>(source), Int128.CreateTruncating);
    }
}
