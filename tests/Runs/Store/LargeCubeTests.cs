using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Store;

/// <summary>More than 2³¹ values, of which few were recorded: indices are right beyond what 32 bits hold.</summary>
public sealed class LargeCubeTests
{
    private const int Side = 32;
    private const int Pixels = Side * Side;

    [Fact]
    public async Task BeyondThirtyTwoBits_SumsAreExact()
    {
        var shape = new DataShape(new Extent(10, 700, 600), new Extent(Side, Side));
        long first = shape.FrameCount - 1000;
        Assert.True(shape.Full.Count > 1L << 32);
        using var source = new Computed(shape, first);
        using var cube = await ScanBlockedCube.LoadAsync(
            source, new CubeOptions { RingCenter = (15.5, 15.5) }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(shape.FrameCount, cube.LoadedFrames);

        var detector = PixelSet.From(Pixels, static pixel => pixel % 3 == 1);
        var live = new DetectorImage<ulong>(cube);
        live.Update(detector, TestContext.Current.CancellationToken);
        var full = cube.VirtualImage<ulong>(detector, TestContext.Current.CancellationToken);
        for (var position = first - 5; position < shape.FrameCount; position++)
        {
            ulong expected = 0;
            for (var pixel = 0; pixel < Pixels; pixel++)
                expected += pixel % 3 == 1 && position >= first ? Computed.Value(position, pixel) : 0UL;
            Assert.Equal((expected, expected), (full[position], live.Values[position]));
        }

        Assert.Equal(Computed.Value(shape.FrameCount - 1, 77), cube.Frame<ushort>(shape.FrameCount - 1)[77]);
        var pattern = cube.PatternSum<ulong>(
            ScanSelection.FromIndices(shape.Scan, [0, first, shape.FrameCount - 1]), TestContext.Current.CancellationToken);
        Assert.Equal((ulong)Computed.Value(first, 5) + Computed.Value(shape.FrameCount - 1, 5), pattern[5]);
    }

    [Fact]
    public async Task WhileItLoads_ThePartThatIsThereCanBeUsed()
    {
        var shape = new DataShape(new Extent(40, 128), new Extent(Side, Side));
        using var source = new Computed(shape, 0) { Gate = new SemaphoreSlim(0) };
        using var cube = ScanBlockedCube.Start(
            source, executor: new CpuExecutor(1), cancellationToken: TestContext.Current.CancellationToken);
        var everything = PixelSet.All(Pixels);
        var live = new DetectorImage<ulong>(cube);
        live.Update(everything, TestContext.Current.CancellationToken);
        Assert.False(live.IsComplete);
        source.Gate.Release(3 * 4);
        while (cube.LoadedFrames < 256)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        var part = cube.VirtualImage<ulong>(everything, TestContext.Current.CancellationToken);
        Assert.InRange(part.Count(static value => value > 0), 256, (3 * 128) - 1 + 128);
        source.Gate.Release(100_000);
        await cube.Loaded;
        live.Update(everything, TestContext.Current.CancellationToken);
        Assert.True(live.IsComplete);
        Assert.Equal(ImagePath.Full, live.Path);   // what was there before was no complete image
        for (var position = 0; position < shape.FrameCount; position++)
            Assert.Equal(
                Enumerable.Range(0, Pixels).Aggregate(0UL, (sum, pixel) => sum + Computed.Value(position, pixel)), live.Values[position]);
    }

    private sealed class Computed(DataShape shape, long firstRecorded) : IFrameSource
    {
        public SemaphoreSlim? Gate { get; init; }

        public SourceInfo Info { get; } = new("computed", "computed");

        public DataShape Shape => shape;

        public ElementType ElementType => ElementType.U16;

        public Validity Validity { get; } = new() { FirstRecorded = firstRecorded };

        public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

        public long StoredFrameBytes => 2 * Pixels;

        public static ushort Value(long position, int pixel) => (ushort)(1 + (((position * 31) + pixel) % 60_000));

        public ITileReader OpenReader(TileRequest request) => new Reader(this, request.MaxFrames);

        public void Dispose() => Gate?.Dispose();

        private sealed class Reader(Computed source, int maxFrames) : ITileReader
        {
            private ushort[] _values = [];
            private FrameRange _rest;

            public void Seek(FrameRange frames) => _rest = frames;

            public bool TryRead(out Tile tile)
            {
                tile = default;
                if (_rest.Count == 0)
                    return false;
                source.Gate?.Wait();
                var frames = _rest with { Count = Math.Min(_rest.Count, maxFrames) };
                _rest = new(frames.End, _rest.Count - frames.Count);
                Array.Resize(ref _values, frames.Count * Pixels);
                for (var i = 0; i < _values.Length; i++)
                    _values[i] = Value(frames.Start + (i / Pixels), i % Pixels);
                tile = new(frames, MemoryMarshal.AsBytes(_values.AsSpan()), 2 * Pixels);
                return true;
            }

            public void Dispose()
            {
            }
        }
    }
}
