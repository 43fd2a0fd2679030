using System.Numerics;
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

public sealed class ScanBlockedCubeContractTests : SourceContract
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 9 * 21 * 35).Select(_ => (ushort)random.Next(random.Next(2) == 0 ? 200 : 60000)).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(9, 21), new Extent(5, 7)));
        return (ScanBlockedCube.LoadAsync(source).GetAwaiter().GetResult(), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

[Collection(typeof(MeasuredAlone))]
public sealed class ScanBlockedCubeTests
{
    [Fact]
    public async Task EveryTypeShapeAndMask_EqualsTheEngine()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            await CheckAsync<byte, ulong>(seed);
            await CheckAsync<ushort, ulong>(seed);
            await CheckAsync<uint, ulong>(seed);
            await CheckAsync<ulong, ulong>(seed);
            await CheckAsync<sbyte, long>(seed);
            await CheckAsync<short, long>(seed);
            await CheckAsync<int, long>(seed);
            await CheckAsync<long, long>(seed);
            await CheckAsync<float, double>(seed);
            await CheckAsync<double, double>(seed);
        }
    }

    [Fact]
    public async Task SmallCounts_AreNarrowed_HotMaskedPixelsOrNot()
    {
        var values = new ushort[200 * 48];
        var random = new Random(2);
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)(i % 48 == 5 ? 65535 : random.Next(256));
        values[(150 * 48) + 7] = 256;   // in the second block of 128
        using var source = new ArraySource<ushort>(
            values,
            new DataShape(new Extent(200), new Extent(6, 8)),
            new Validity { MaskedPixels = PixelSet.From(48, static pixel => pixel == 5) });
        using var cube = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((2, 1), (cube.BlockCount, cube.NarrowedBlocks));
        Assert.Equal(200, cube.LoadedFrames);
        Assert.True(cube.Memory.Used >= 3 * 48 * 128 && cube.Memory.Used <= cube.Memory.Reserved, $"{cube.Memory}");
        for (var position = 0; position < 200; position++)
            Assert.Equal(
                values[(position * 48)..((position + 1) * 48)].Select(static (value, pixel) => pixel == 5 ? (ushort)0 : value),
                cube.Frame<ushort>(position));
    }

    [Fact]
    public async Task FramesThatWereNotRecorded_Are0()
    {
        var values = Enumerable.Range(1, 100 * 6).Select(static i => (ushort)i).ToArray();
        using var source = new ArraySource<ushort>(
            values, new DataShape(new Extent(100), new Extent(2, 3)), new Validity { FirstRecorded = 3, RecordedFrames = 70 });
        using var cube = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);

        var image = cube.VirtualImage<ulong>(PixelSet.All(6), TestContext.Current.CancellationToken);
        for (var position = 0; position < 100; position++)
            Assert.Equal(
                position is >= 3 and < 70 ? (ulong)Enumerable.Range(0, 6).Sum(pixel => values[(position * 6) + pixel]) : 0,
                image[position]);
    }

    [Fact]
    public async Task Cancelled_GivesEverythingBack()
    {
        using var source = new ArraySource<ushort>(new ushort[1000 * 100], new DataShape(new Extent(1000), new Extent(10, 10)))
        {
            TileDelay = TimeSpan.FromMilliseconds(5),
        };
        using var cancel = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ScanBlockedCube.LoadAsync(source, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Disposed_GivesMemoryBackAndRefuses()
    {
        using var source = new ArraySource<byte>(new byte[64 * 64 * 4096], new DataShape(new Extent(64, 64), new Extent(64, 64)));
        // what earlier tests left is given back now, not meanwhile
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Resident();
        var cube = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        var loaded = Resident();
        cube.Dispose();
        var after = Resident();

        Assert.True(loaded - before > 12 << 20, $"{before} → {loaded}");
        Assert.True(loaded - after > 12 << 20, $"{loaded} → {after}");
        Assert.Throws<ObjectDisposedException>(() => cube.Frame<byte>(0));

        static long Resident() =>
            long.Parse(
                File.ReadLines("/proc/self/status")
                    .First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                System.Globalization.CultureInfo.InvariantCulture)
                * 1024;
    }

    [Fact]
    public async Task WhatDoesNotFit_IsRefused()
    {
        using var source = new ArraySource<ushort>(new ushort[24], new DataShape(new Extent(4), new Extent(2, 3)));
        using var cube = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => cube.VirtualImage<ulong>(PixelSet.All(7)));
        Assert.ThrowsAny<Exception>(() => cube.VirtualImage<double>(PixelSet.All(6)));
        Assert.Throws<ArgumentException>(() => cube.Frame<byte>(0));
        Assert.Throws<ArgumentException>(() => cube.Frame<ushort>(4));
    }

    private static async Task CheckAsync<T, TSum>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 15), random.Next(1, 15)), new Extent(random.Next(1, 9), random.Next(1, 9)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements;
        var noData = typeof(TSum) == typeof(ulong) && seed % 2 == 1;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(9) == 0
                ? T.MaxValue
                : T.CreateTruncating(random.Next(typeof(TSum) == typeof(ulong) ? 0 : -100, seed < 4 ? 100 : 20000));
        var masked = PixelSet.From(pixels, pixel => seed % 3 == 1 && pixel % 5 == 3);
        using var source = new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked })
        {
            MaxTileFrames = random.Next(1, 100),
        };
        var center = (random.NextDouble() * 12 - 2, random.NextDouble() * 12 - 2);
        using var cube = await ScanBlockedCube.LoadAsync(
            source, new CubeOptions { RingCenter = center }, new CpuExecutor(2), cancellationToken: TestContext.Current.CancellationToken);
        var where = $"{typeof(T).Name}, seed {seed}";
        for (var position = 0; position < frames; position++)
            Assert.True(
                values[(position * pixels)..((position + 1) * pixels)]
                    .Select((value, pixel) => masked[pixel] ? T.Zero : value)
                    .SequenceEqual(cube.Frame<T>(position)),
                where);
        for (var trial = 0; trial < 3; trial++)
        {
            var detector = PixelSet.From(pixels, _ => random.Next(3) > 0);
            var image = cube.VirtualImage<TSum>(detector, TestContext.Current.CancellationToken);
            for (var position = 0; position < frames; position++)
            {
                var expected = TSum.Zero;
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    var value = values[(position * pixels) + pixel];
                    if (detector[pixel] && !masked[pixel] && !(noData && value == T.MaxValue))
                        expected += TSum.CreateTruncating(value);
                }

                Assert.True(expected == image[position], $"image, {where}, position {position}");
            }
        }

        Interact<T, TSum>(
            cube,
            values,
            (position, pixel) => masked[pixel] || (noData && values[(position * pixels) + pixel] == T.MaxValue)
                ? T.Zero
                : values[(position * pixels) + pixel],
            random,
            where);

        // Every UDF runs on it.
        var engine = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [new Sum(), FrameSumAnalysis.Of(DataDescription.Of(source))]));
        var resident = await new CpuExecutor(2).RunAsync(RunPlan.Create(cube, [new Sum(), FrameSumAnalysis.Of(DataDescription.Of(cube))]));
        Assert.Equal(engine.Of(0)[0].Values, resident.Of(0)[0].Values);
        Assert.Equal(engine.Of(1)[0].Values, resident.Of(1)[0].Values);
    }

    private static void Interact<T, TSum>(ScanBlockedCube cube, T[] values, Func<int, int, T> valid, Random random, string where)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        int frames = (int)cube.Shape.FrameCount, pixels = (int)cube.Shape.FrameElements,
            rows = (int)cube.Shape.Detector[0], columns = (int)cube.Shape.Detector[1];
        var cancellation = TestContext.Current.CancellationToken;
        TSum Value(int position, int pixel) => TSum.CreateTruncating(valid(position, pixel));
        var moving = new DetectorImage<TSum>(cube);
        var region = new RegionPattern<TSum>(cube);
        for (var step = 0; step < 12; step++)
        {
            // A disk on its way, now and then something else.
            double row = random.Next(rows) + (step % 3 * 0.3), column = random.Next(columns), radius = random.NextDouble() * 5;
            if (step % 4 == 3)
                (row, column) = cube.RingCenter ?? (row, column);
            var detector = PixelSet.From(
                pixels, pixel => Math.Pow((pixel / columns) - row, 2) + Math.Pow((pixel % columns) - column, 2) <= radius * radius);
            moving.Update(detector, cancellation);
            for (var position = 0; position < frames; position++)
            {
                var expected = Enumerable.Range(0, pixels)
                    .Where(pixel => detector[pixel])
                    .Aggregate(TSum.Zero, (sum, pixel) => sum + Value(position, pixel));
                Assert.True(expected == moving.Values[position], $"{moving.Path}, {where}, position {position}");
            }

            var positions = ScanSelection.FromMask(cube.Shape.Scan, [.. Enumerable.Range(0, frames).Select(_ => random.Next(4) == 0)]);
            region.Update(positions, cancellation);
            var chosen = positions.Runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count)).ToArray();
            var alone = cube.PatternSum<TSum>(positions, cancellation);
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var expected = chosen.Aggregate(TSum.Zero, (sum, position) => sum + Value(position, pixel));
                Assert.True(expected == region.Sums[pixel] && expected == alone[pixel], $"{region.Path}, {where}, pixel {pixel}");
            }
        }

        float[] weights = [.. Enumerable.Range(0, pixels).Select(_ => (float)random.Next(-3, 4))];
        var weighted = cube.WeightedImage(weights, cancellation);
        var some = PixelSet.From(pixels, _ => random.Next(2) == 0);
        var moments = cube.Moments<TSum>(some, cancellation);
        var maxima = cube.MaximumImage<T>();
        T minimum = T.MaxValue, maximum = T.MinValue;
        for (var position = 0; position < frames; position++)
        {
            double product = 0;
            TSum total = TSum.Zero, row = TSum.Zero, column = TSum.Zero;
            var largest = T.MinValue;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                product += double.CreateTruncating(valid(position, pixel)) * weights[pixel];
                minimum = T.Min(minimum, valid(position, pixel));
                largest = T.Max(largest, valid(position, pixel));
                if (!some[pixel])
                    continue;
                total += Value(position, pixel);
                row += Value(position, pixel) * TSum.CreateTruncating(pixel / columns);
                column += Value(position, pixel) * TSum.CreateTruncating(pixel % columns);
            }

            maximum = T.Max(maximum, largest);
            Assert.True(product == weighted[position], $"weights, {where}, position {position}");
            Assert.True(
                (total, row, column) == (moments.Totals[position], moments.Rows[position], moments.Columns[position]),
                $"moments, {where}, position {position}");
            Assert.True(largest == maxima[position], $"maximum, {where}, position {position}");
        }

        var whole = cube.Moments<TSum>(PixelSet.All(pixels), cancellation);
        for (var position = 0; position < frames; position++)
        {
            TSum total = TSum.Zero, row = TSum.Zero, column = TSum.Zero;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                total += Value(position, pixel);
                row += Value(position, pixel) * TSum.CreateTruncating(pixel / columns);
                column += Value(position, pixel) * TSum.CreateTruncating(pixel % columns);
            }

            Assert.True(
                (total, row, column) == (whole.Totals[position], whole.Rows[position], whole.Columns[position]),
                $"kept moments, {where}, position {position}");
        }

        Assert.Equal((minimum, maximum), cube.Extremes<T>());
        Assert.Equal(values.Length, frames * pixels);
    }
}
