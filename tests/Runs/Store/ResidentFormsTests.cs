using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Store;

public sealed class SparseScanContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 30 * 21 * 35).Select(_ => (ushort)(random.Next(8) == 0 ? random.Next(65536) : 0)).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(30, 21), new Extent(5, 7)));
        return (SparseScan.LoadAsync(source).GetAwaiter().GetResult(), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

public sealed class PartialScanContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 30 * 21 * 35).Select(_ => (float)random.NextDouble()).ToArray();
        var source = new ArraySource<float>(values, new DataShape(new Extent(30, 21), new Extent(5, 7)));
        var scan = PartialScan.LoadAsync(source, 2 * 128 * 35 * sizeof(float)).GetAwaiter().GetResult();
        Assert.Equal(256, scan.Resident.LoadedFrames);
        return (scan, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

public sealed class ResidentFormsTests
{
    [Fact]
    public async Task EveryForm_OfEveryType_GivesWhatTheEngineGives()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            await CheckAsync<byte>(seed);
            await CheckAsync<ushort>(seed);
            await CheckAsync<uint>(seed);
            await CheckAsync<ulong>(seed);
            await CheckAsync<sbyte>(seed);
            await CheckAsync<short>(seed);
            await CheckAsync<int>(seed);
            await CheckAsync<long>(seed);
            await CheckAsync<float>(seed);
            await CheckAsync<double>(seed);
        }
    }

    [Theory]
    [InlineData(ElementType.U8)]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.U32)]
    public async Task Compressed_HoldsWhatTheFileHolds(ElementType type)
    {
        using var folder = new TemporaryFolder();
        var (path, values) = Write(folder, type, scan: (15, 20), detector: (37, 53));
        var source = Assert.IsAssignableFrom<ICompressedSource>(SourceOpener.Open(path));
        var bytes = source.CompressedBytes;
        using var scan = await CompressedScan.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(
            bytes > 0 && scan.Memory.Used >= bytes && scan.Memory.Used < bytes + 64 && scan.Memory.Reserved <= bytes + (64 << 20),
            $"{bytes}: {scan.Memory}");
        foreach (var file in source.Info.Files)
            System.Diagnostics.Process.Start("truncate", ["-s", "0", file]).WaitForExit();   // nothing is read any more
        foreach (var form in scan.Forms)
        {
            var request = new TileRequest(TileForm.Pixels, Support: null, MaxFrames: 7);
            using var reader = scan.OpenReader(request with { Form = form });
            reader.Seek(new(0, 300));
            var read = new List<byte>();
            while (reader.TryRead(out var tile))
                read.AddRange(MemoryMarshal.AsBytes(tile.As(TileForm.Pixels).Pixels<byte>()));
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public async Task Compressed_Disposed_LivesUntilItsReadersEnd()
    {
        using var folder = new TemporaryFolder();
        var (path, values) = Write(folder, ElementType.U16, scan: (10, 10), detector: (32, 32));
        var scan = await CompressedScan.LoadAsync(
            (ICompressedSource)SourceOpener.Open(path), cancellationToken: TestContext.Current.CancellationToken);
        var reader = scan.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 100));
        scan.Dispose();
        Assert.True(scan.Memory.Reserved > 0);
        Assert.Throws<ObjectDisposedException>(() => scan.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1)));
        reader.Seek(new(0, 100));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(values, MemoryMarshal.AsBytes(tile.Pixels<byte>()).ToArray());
        reader.Dispose();
        Assert.Equal(0, scan.Memory.Reserved);
    }

    [Fact]
    public async Task Uncompressed_IsNotHeldCompressed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "plain.h5");
        using (var writer = new Ronchi.Hdf5.Writing.Hdf5Writer(path))
        {
            writer.Root.Dataset<ushort>("data", [4, 4, 4, 4], new ushort[256]);
            writer.Complete();
        }

        var source = Assert.IsAssignableFrom<ICompressedSource>(SourceOpener.Open(path));
        Assert.Null(source.CompressedBytes);
        await Assert.ThrowsAsync<ArgumentException>(() => CompressedScan.LoadAsync(source));
        source.Dispose();
    }

    [Fact]
    public async Task Partial_BringsWhatIsLookedAt_AndForgetsTheOldest()
    {
        var values = Enumerable.Range(0, 1000 * 20).Select(static i => (ushort)(i % 7919)).ToArray();
        var source = new ArraySource<ushort>(values, new DataShape(new Extent(1000), new Extent(4, 5)));
        using var scan = await PartialScan.LoadAsync(source, 3 * 128 * 40, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(384, scan.Resident.LoadedFrames);
        Assert.Equal([384L], scan.Missing().Runs.Select(static run => run.Start));
        var reserved = scan.Memory.Reserved;

        Assert.True(await scan.BringAsync(At(5, 130), TestContext.Current.CancellationToken));    // blocks 0 and 1 are used again
        Assert.True(await scan.BringAsync(At(900), TestContext.Current.CancellationToken));       // block 7 in place of block 2
        Assert.Equal(256 + 104, scan.Resident.LoadedFrames);   // the last block is short
        Assert.Equal([(256L, 640)], scan.Missing().Runs.Select(static run => (run.Start, run.Count)).Where(static run => run.Start < 896));
        Assert.False(await scan.BringAsync(ScanSelection.All(new Extent(1000)), TestContext.Current.CancellationToken));
        for (var round = 0; round < 50; round++)
            Assert.True(await scan.BringAsync(At(round * 331 % 1000), TestContext.Current.CancellationToken));
        Assert.Equal(reserved, scan.Memory.Reserved);
        Assert.True(scan.Memory.Used <= 4 * 128 * 40, $"{scan.Memory}");   // three blocks, and what a worker keeps
        var frame = new ushort[20];
        using var reader = scan.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        for (var position = 0; position < 1000; position += 13)
        {
            reader.Seek(new(position, 1));
            Assert.True(reader.TryRead(out var tile));
            Assert.Equal(values[(position * 20)..((position + 1) * 20)], tile.Pixels<ushort>().ToArray());
        }

        static ScanSelection At(params long[] positions) => ScanSelection.FromIndices(new Extent(1000), positions);
    }

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(2, 30), random.Next(2, 30)), new Extent(random.Next(2, 9), random.Next(3, 9)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements;
        var unsigned = T.IsZero(T.MinValue);
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.Next(4) > 0
                ? T.Zero
                : unsigned && random.Next(9) == 0
                ? T.MaxValue
                : T.CreateTruncating(random.Next(unsigned ? 0 : -50, 100));
        var masked = seed % 3 == 1 ? PixelSet.From(pixels, static pixel => pixel % 5 == 3) : null;
        var validity = new Validity
        {
            MaximumIsNoData = unsigned && seed % 2 == 1,
            MaskedPixels = masked,
            FirstRecorded = seed == 4 ? Math.Min(3, frames) : 0,
            RecordedFrames = seed == 5 ? frames / 2 : null,
        };
        using var source = new ArraySource<T>(values, shape, validity) { MaxTileFrames = random.Next(1, 100) };
        var selection = seed % 2 == 0
            ? ScanSelection.All(shape.Scan)
            : ScanSelection.FromMask(shape.Scan, [.. Enumerable.Range(0, frames).Select(_ => random.Next(3) > 0)]);
        var expected = await AllAsync(source, selection);
        IResidentScan[] forms =
        [
            await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken),
            await FrameScan.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken),
            await SparseScan.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken),
            await PartialScan.LoadAsync(
                new ArraySource<T>(values, shape, validity), 1, cancellationToken: TestContext.Current.CancellationToken),
        ];
        foreach (var form in forms)
        {
            var found = await AllAsync(form, selection);
            for (var udf = 0; udf < expected.UdfCount; udf++)
            {
                foreach (var (result, same) in expected.Of(udf).Zip(found.Of(udf)))
                    Assert.True(
                        Near((Array)result.Values, (Array)same.Values), $"{form.Form}, {typeof(T).Name}, {result.Name}, seed {seed}");
            }

            form.Dispose();
            Assert.Equal(0, form.Memory.Reserved);
        }
    }

    // Integers to the last bit; floats as their sums may differ in order.
    private static bool Near(Array expected, Array found) => expected switch
    {
        float[] values =>
            values.Zip((float[])found)
                .All(pair => pair.First.Equals(pair.Second)
                    || Math.Abs(pair.First - pair.Second)
                        <= 1e-5 * values.Max(static value => float.IsFinite(value) ? Math.Abs(value) : 0)),
        double[] values =>
            values.Zip((double[])found)
                .All(pair => pair.First.Equals(pair.Second)
                    || Math.Abs(pair.First - pair.Second)
                        <= 1e-9 * values.Max(static value => double.IsFinite(value) ? Math.Abs(value) : 0)),
        _ => expected.Cast<object>().SequenceEqual(found.Cast<object>()),
    };

    private static Task<ResultSet> AllAsync(IFrameSource source, ScanSelection selection)
    {
        var data = DataDescription.Of(source);
        var random = new Random((int)source.Shape.FrameCount);
        float[] weights = [.. Enumerable.Range(0, (int)source.Shape.FrameElements).Select(_ => (float)random.Next(-2, 3))];
        var weighted = VirtualDetector.FromWeights("weighted", weights, source.Shape.Detector).On(source.Shape.Detector);
        var part = VirtualDetector.Disk(1, 2, 2).On(source.Shape.Detector);
        Udf[] udfs = [
            new Sum(),
            FrameSumAnalysis.Of(data),
            new VirtualImage(weighted, part),
            new CenterOfMass(new CenterOfMassSettings { Center = (1, 2), Radius = 3 }),
            new Envelope(isMaximum: true)];
        return new CpuExecutor(2).RunAsync(RunPlan.Create(source, udfs, selection, new RunOptions { IsOrdered = true }));
    }

    private static (string Path, byte[] Values) Write(
        TemporaryFolder folder, ElementType type, (int Rows, int Columns) scan, (int Rows, int Columns) detector)
    {
        var random = new Random(7);
        int frames = scan.Rows * scan.Columns, bytes = detector.Rows * detector.Columns * type.Size();
        var values = new byte[frames * bytes];
        for (var i = 0; i < values.Length; i += type.Size())
            values[i] = (byte)(random.Next(3) == 0 ? random.Next(40) : 0);
        var path = folder.File("held_master.h5");
        using var writer = new EigerFileWriter(
            path, new EigerRecording(scan.Rows, scan.Columns, detector.Rows, detector.Columns) { ElementType = type, FramesPerFile = 70 });
        for (var frame = 0; frame < frames; frame++)
            writer.Write((long)frame, values.AsSpan(frame * bytes, bytes));
        writer.Complete();
        return (path, values);
    }
}
