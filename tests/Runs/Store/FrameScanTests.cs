using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Store;

public sealed class FrameScanContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = Enumerable.Range(0, 6 * 5 * 35).Select(static i => (short)((i * 7919) - 20000)).ToArray();
        using var source = new ArraySource<short>(values, new DataShape(new Extent(6, 5), new Extent(5, 7)));
        return (FrameScan.LoadAsync(source).GetAwaiter().GetResult(), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

/// <summary>Frames so large that a block of 128 positions would take gigabytes.</summary>
public sealed class FrameScanTests
{
    private const int Side = 2048;
    private const int Pixels = Side * Side;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1024, ElementType.U16, true)]
    [InlineData(1025, ElementType.U16, false)]
    [InlineData(1024, ElementType.U32, false)]
    [InlineData(2048, ElementType.U8, false)]
    [InlineData(512, ElementType.F64, true)]
    [InlineData(1 << 15, ElementType.F64, false)]
    public void Blocks_AreBoundedByTheirBytes(int side, ElementType type, bool expected)
    {
        var shape = new DataShape(new Extent(4, 4), new Extent(side, side));
        Assert.Equal(expected, ScanBlockedCube.Takes(shape, type));
        Assert.True(!expected || shape.FrameElements * type.Size() * 128 <= 256 << 20);
    }

    [Fact]
    public async Task BlocksOfLargeFrames_AreRefusedInWords()
    {
        using var source = new ArraySource<uint>(new uint[2 * Pixels], new DataShape(new Extent(2), new Extent(Side, Side)));
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => ScanBlockedCube.LoadAsync(source, cancellationToken: Cancellation));
        Assert.StartsWith(
            "Frames of 2048×2048 u32 cannot be kept in memory as blocks",
            refusal.Message.Replace("uint32", "u32", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Choice_CountsTheWholeLastBlock()
    {
        // 16 positions of 128: blocks would take eight times the data.
        using var source = new ArraySource<ushort>(new ushort[16 * 512 * 512], new DataShape(new Extent(4, 4), new Extent(512, 512)));
        var estimate = ResidenceEstimate.Of(source);
        Assert.Equal((8L << 20, 64L << 20), (estimate.Dense, estimate.Blocks));
        Assert.Equal(ResidenceForm.ScanBlocked, estimate.Choose(64 << 20).Form);
        Assert.Equal(ResidenceForm.Frames, estimate.Choose(32 << 20).Form);
        Assert.Equal(ResidenceForm.Frames, (estimate with { Blocks = null }).Choose(1 << 30).Form);
        Assert.Equal(ResidenceForm.Partial, (estimate with { Blocks = null, Sparse = 9 << 20 }).Choose(7 << 20).Form);
    }

    [Fact]
    public async Task APartOfLargeFrames_ComesAndGoes()
    {
        var shape = new DataShape(new Extent(5), new Extent(Side, Side));
        var values = Values(5);
        using var scan = await PartialScan.LoadAsync(
            new ArraySource<uint>(values, shape), 2L * Pixels * sizeof(uint), cancellationToken: Cancellation);
        Assert.Equal(2, scan.Resident.LoadedFrames);
        Assert.Equal(2L * Pixels * sizeof(uint), scan.Memory.Used);
        Assert.True(await scan.BringAsync(ScanSelection.FromIndices(shape.Scan, [4]), Cancellation));
        Assert.False(await scan.BringAsync(ScanSelection.FromIndices(shape.Scan, [0, 1, 2]), Cancellation));
        Assert.Equal(2, scan.Resident.LoadedFrames);
        Assert.Equal(2L * Pixels * sizeof(uint), scan.Memory.Used);

        var sum = (await new CpuExecutor()
            .RunAsync(RunPlan.Create(scan, [new Sum()]), cancellationToken: Cancellation))[Sum.Result].Span<ulong>().ToArray();
        var held = (await new CpuExecutor()
            .RunAsync(
                RunPlan.Create(scan.Resident, [new Sum()], scan.Present()),
                cancellationToken: Cancellation))[Sum.Result].Span<ulong>().ToArray();
        for (var pixel = 0; pixel < Pixels; pixel += 4099)
        {
            ulong all = 0;
            for (var frame = 0; frame < 5; frame++)
                all += values[(frame * Pixels) + pixel];
            Assert.Equal(all, sum[pixel]);
            Assert.Equal((ulong)values[Pixels + pixel] + values[(4 * Pixels) + pixel], held[pixel]);
        }
    }

    [Fact]
    public async Task SparsePiecesOfLargeFrames_HoldFewerOfThem()
    {
        var shape = new DataShape(new Extent(14), new Extent(Side, Side));
        var values = new byte[14 * Pixels];
        for (var i = 0; i < values.Length; i += 1001)
            values[i] = (byte)(1 + (i % 250));
        using var source = new ArraySource<byte>(values, shape);
        using var scan = await SparseScan.LoadAsync(source, cancellationToken: Cancellation);
        using var reader = scan.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 14));
        reader.Seek(new(0, 14));
        var next = 0;
        while (reader.TryRead(out var tile))
        {
            Assert.Equal(next, tile.Frames.Start);
            Assert.True(tile.Pixels<byte>().SequenceEqual(values.AsSpan(next * Pixels, tile.Frames.Count * Pixels)));
            next += tile.Frames.Count;
        }

        Assert.Equal(14, next);
    }

    [Fact]
    public async Task FramesThatNobodyRecorded_AreZeroInBlocksAndRings()
    {
        // Holes before, within and behind groups of 32 positions.
        var shape = new DataShape(new Extent(300), new Extent(16, 16));
        var values = Enumerable.Range(0, 300 * 256).Select(static i => (ushort)(i % 50_021)).ToArray();
        using var source = new ArraySource<ushort>(values, shape, new Validity { FirstRecorded = 37, RecordedFrames = 203 });
        using var cube = await ScanBlockedCube.LoadAsync(
            source, new CubeOptions { RingCenter = (7.5, 7.5) }, cancellationToken: Cancellation);
        var disk = VirtualDetector.Disk(7.5, 7.5, 5).On(shape.Detector).Pixels;
        var live = new DetectorImage<ulong>(cube);
        live.Update(disk, Cancellation);
        Assert.Equal(ImagePath.Rings, live.Path);
        var full = cube.VirtualImage<ulong>(disk, Cancellation);
        for (var frame = 0; frame < 300; frame++)
        {
            ulong expected = source.Validity.IsRecorded(frame) ? SumOver(disk, values.AsSpan(frame * 256, 256)) : 0;
            Assert.Equal((expected, expected), (full[frame], live.Values[frame]));
        }
    }

    private static uint[] Values(int frames)
    {
        var values = new uint[frames * Pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = (uint)i * 2654435761;
        return values;
    }

    private static ulong SumOver<T>(PixelSet pixels, ReadOnlySpan<T> frame)
        where T : System.Numerics.INumber<T>
    {
        ulong sum = 0;
        for (var pixel = 0; pixel < frame.Length; pixel++)
            sum += pixels[pixel] ? ulong.CreateTruncating(frame[pixel]) : 0;
        return sum;
    }
}
