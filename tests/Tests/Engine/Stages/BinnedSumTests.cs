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
    public void TwoBins_WidenOnce(ElementType type, int detector, int scan, ElementType wider) => type.Dispatch<Comparing, bool>(new(detector, scan, wider));

    [Fact]
    public void SumsOf64BitIntegersThatPass64Bits_EndTheReading()
    {
        foreach (var values in (ulong[][])[[ulong.MaxValue, 1, 0, 0], [1UL << 63, 0, 1UL << 63, 0]])
            Refused(new ArraySource<ulong>(values, new DataShape(new Extent(1, 1), new Extent(2, 2))), new ArraySource<ulong>(values, new DataShape(new Extent(2, 2), new Extent(1, 1))));
        foreach (var values in (long[][])[[long.MaxValue, 1, 0, 0], [long.MinValue, -1, 0, 0]])
            Refused(new ArraySource<long>(values, new DataShape(new Extent(1, 1), new Extent(2, 2))), new ArraySource<long>(values, new DataShape(new Extent(2, 2), new Extent(1, 1))));
        Assert.Equal([ulong.MaxValue], Read<ulong>(new BinDetector(new ArraySource<ulong>(new ulong[] { ulong.MaxValue - 3, 1, 2, 0 }, new DataShape(new Extent(1, 1), new Extent(2, 2))), 2)));
        Assert.Equal([long.MinValue], Read<long>(new BinScan(new ArraySource<long>(new long[] { long.MinValue + 9, -4, -5, 0 }, new DataShape(new Extent(2, 2), new Extent(1, 1))), 2)));

        static void Refused(IFrameSource frames, IFrameSource scan)
        {
            foreach (var stage in (IFrameSource[])[new BinDetector(frames, 2), new BinScan(scan, 2)])
            {
                using (stage)
                    Assert.Contains("add up to more than", Assert.Throws<SourceException>(() => stage.ElementType == ElementType.U64 ? (Array)Read<ulong>(stage) : Read<long>(stage)).Message, StringComparison.Ordinal);
            }
        }
    }

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
            T[] values = [.. Enumerable.Range(0, 64 * 256).Select(i => i < 4096 ? T.CreateSaturating(1L << 40) : T.CreateSaturating(random.Next(-90, 90)))];
            if (typeof(T) == typeof(float))
                values = Array.ConvertAll(values, value => value > T.CreateTruncating(100) ? T.One : value);
            using var first = new ReadPath { DetectorBin = detector, ScanBin = scan }.From(new ArraySource<T>(values, shape));
            IFrameSource turned = new ArraySource<T>(values, shape);
            turned = scan == 1 ? turned : new BinScan(turned, scan);
            using var second = detector == 1 ? turned : new BinDetector(turned, detector);
            Assert.Equal((wider, wider), (first.ElementType, second.ElementType));
            var expected = new Int128[64 * 256 / (detector * detector * scan * scan)];
            int columns = 16 / detector, places = 8 / scan;
            for (var i = 0; i < values.Length; i++)
            {
                int pixel = i % 256, frame = i / 256;
                expected[(((frame / 8 / scan * places) + (frame % 8 / scan)) * columns * columns) + (pixel / 16 / detector * columns) + (pixel % 16 / detector)] += Int128.CreateTruncating(values[i]);
            }

            foreach (var source in (IFrameSource[])[first, second])
                Assert.Equal(expected, wider.Dispatch<Reading, Int128[]>(new(source)));
            return true;
        }
    }

    private readonly struct Reading(IFrameSource source) : IElementTypeAction<Int128[]>
    {
        public Int128[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll(Read<T>(source), Int128.CreateTruncating);
    }
}
