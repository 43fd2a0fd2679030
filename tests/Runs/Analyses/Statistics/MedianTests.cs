using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses.Statistics;

/// <summary>
/// The median over many frames, where it is found by counting, against sorted values: every type, values of many kinds, little memory,
/// regions, all executors.
/// </summary>
public sealed class MedianTests
{
    private static readonly string[] Kinds = [
        "counts", "whole range", "constant", "two values", "rising", "falling", "one step", "no data"];

    [Fact]
    public async Task UnsignedIntegers_EqualSortedValues()
    {
        await CheckAllAsync<byte>();
        await CheckAllAsync<ushort>();
        await CheckAllAsync<uint>();
        await CheckAllAsync<ulong>();
    }

    [Fact]
    public async Task SignedIntegers_EqualSortedValues()
    {
        await CheckAllAsync<sbyte>();
        await CheckAllAsync<short>();
        await CheckAllAsync<int>();
        await CheckAllAsync<long>();
    }

    [Fact]
    public async Task Floats_EqualSortedValues()
    {
        await CheckAllAsync<float>();
        await CheckAllAsync<double>();
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(514)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task FramesAroundTheSample_EqualSortedValues(int frames)
    {
        foreach (var kind in Kinds)
            await CheckAsync<ushort>(kind, seed: frames, frames, new Extent(5, 9), Median(1 << 30), new CpuExecutor(2));
    }

    [Fact]
    public async Task LittleMemory_StripsAndRepeatedCounting_EqualSortedValues()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            foreach (var kind in Kinds)
            {
                // A kilobyte is enough for some pixels at a time and for hardly a kept value.
                await CheckAsync<ushort>(kind, seed, 1200 + seed, new Extent(7, 5), Median(10_000), new CpuExecutor(2));
                await CheckAsync<float>(kind, seed, 1200 + seed, new Extent(7, 5), Median(20_000), new CpuExecutor(2));
                await CheckAsync<ulong>(kind, seed, 1200 + seed, new Extent(3), Median(1), new CpuExecutor(2));
            }
        }
    }

    [Fact]
    public async Task EveryExecutor_AndOtherUdfsInTheSameRun_EqualSortedValues()
    {
        foreach (var executor in new Executor[]
        {
            new CpuExecutor(3),
            new InlineExecutor(),
            new DelayedExecutor(2),
            new PipelinedExecutor(2),
        })
        {
            foreach (var kind in Kinds)
            {
                await CheckAsync<ushort>(kind, seed: 5, 901, new Extent(6, 7), Median(1 << 30), executor);
                await CheckAsync<ushort>(kind, seed: 6, 902, new Extent(6, 7), Median(30_000), executor, new Sum(), new Median());
            }
        }
    }

    [Fact]
    public async Task FewLargeFrames_NeedNoMoreMemoryThanAllowed()
    {
        var shape = new DataShape(new Extent(3), new Extent(4096, 4096));
        var values = new ushort[shape.Full.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)(i * 2654435761L >> 7);
        using var source = new ArraySource<ushort>(values, shape);
        var medians = (await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [Median(64 << 20)])))["median"].Span<double>().ToArray();
        var pixels = (int)shape.FrameElements;
        for (var pixel = 0; pixel < pixels; pixel += 97)
        {
            ushort[] three = [values[pixel], values[pixel + pixels], values[pixel + (2 * pixels)]];
            Assert.Equal(three.Order().ElementAt(1), medians[pixel]);
        }
    }

    [Fact]
    public async Task Parts_AreUnknownUntilTheEnd()
    {
        var shape = new DataShape(new Extent(2000), new Extent(8, 8));
        var values = new ushort[shape.Full.Count];
        Array.Fill(values, (ushort)3);
        using var source = new ArraySource<ushort>(values, shape);
        ResultSet? last = null;
        await foreach (var part in new InlineExecutor().RunPartsAsync(RunPlan.Create(source, [new Median()])))
        {
            if (last is not null)
                Assert.All(last["median"].Span<double>().ToArray(), static value => Assert.True(double.IsNaN(value) || value == 3));
            last = part;
        }

        Assert.True(last!.IsComplete);
        Assert.All(last["median"].Span<double>().ToArray(), static value => Assert.Equal(3, value));
    }

    [Fact]
    public void ComplexFrames_AreRefused()
    {
        using var source = new ComplexFrames();
        Assert.Contains(
            "no order", Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Median()])).Message, StringComparison.Ordinal);
    }

    private static Median Median(long bytes) => new() { MemoryBytes = bytes };

    private static async Task CheckAllAsync<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var seed = 0;
        foreach (var kind in Kinds)
        {
            seed++;
            await CheckAsync<T>(kind, seed, 1000 + seed, new Extent(9, 11), Median(1 << 30), new CpuExecutor(2));
            await CheckAsync<T>(kind, seed, 700 + seed, new Extent(1, 65), Median(1 << 30), new CpuExecutor(2));
        }
    }

    private static async Task CheckAsync<T>(
        string kind, int seed, int frames, Extent detector, Median median, Executor executor, params Udf[] others)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(frames), detector);
        var pixels = (int)shape.FrameElements;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = Draw<T>(kind, random, i / pixels, frames, i % pixels);
        var validity = new Validity
        {
            MaximumIsNoData = seed % 2 == 0,
            MaskedPixels = seed % 3 == 0 ? PixelSet.From(pixels, static pixel => pixel % 4 == 1) : null,
        };
        using var source = new ArraySource<T>(values, shape, validity);
        var roi = seed % 4 == 3
            ? ScanSelection.FromMask(shape.Scan, [.. Enumerable.Range(0, frames).Select(frame => (frame * 7 % 5) != 1)])
            : ScanSelection.All(shape.Scan);
        var medians = (await executor.RunAsync(RunPlan.Create(source, [median, .. others], roi))).Of(0)[0].Span<double>().ToArray();
        var selected = roi.ToMask();
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var column = Enumerable.Range(0, frames).Where(frame => selected[frame]).Select(frame => values[(frame * pixels) + pixel])
                .Where(value => !(validity.MaximumIsNoData && !(value < T.MaxValue))).Order().ToArray();
            var expected = (validity.MaskedPixels?[pixel] ?? false) || column.Length == 0 || Array.Exists(column, T.IsNaN) ? double.NaN
                : column[(column.Length - 1) / 2] == column[column.Length / 2] ? double.CreateTruncating(column[column.Length / 2])
                : (double.CreateTruncating(column[(column.Length - 1) / 2]) + double.CreateTruncating(column[column.Length / 2])) / 2;
            Assert.True(
                expected.Equals(medians[pixel]),
                $"{kind}, seed {seed}, {frames} frames of {detector} {typeof(T).Name}, {executor.Name}: median of pixel {pixel} "
                + $"is {expected}, got {medians[pixel]}");
        }
    }

    private static T Draw<T>(string kind, Random random, int frame, int frames, int pixel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        switch (kind)
        {
            case "counts":
                return T.CreateTruncating(BitOperations.PopCount((ulong)random.NextInt64() >> (pixel % 60)));
            case "constant":
                return T.CreateTruncating(pixel);
            case "two values":
                return (frame & 1) == 0 ? T.MinValue : pixel % 2 == 0 ? T.MaxValue : T.MaxValue - T.One;
            case "rising":
                return T.CreateTruncating(frame * 100L / frames);
            case "falling":
                return T.CreateTruncating((frames - frame) * (pixel + 1L) % 120);
            case "one step":
                return frame < frames / 2 ? T.Zero : T.CreateTruncating(100);
            case "no data" when random.Next(pixel + 1) > 0:
                return typeof(T) != typeof(float) && typeof(T) != typeof(double) ? T.MaxValue : T.CreateChecked(double.NaN);
            default:
                Span<byte> bytes = stackalloc byte[8];
                random.NextBytes(bytes);
                return Unsafe.ReadUnaligned<T>(ref bytes[0]);
        }
    }

    private sealed class ComplexFrames : IFrameSource
    {
        public SourceInfo Info { get; } = new("memory", "memory");

        public DataShape Shape { get; } = new(new Extent(2), new Extent(2, 2));

        public ElementType ElementType => ElementType.C64;

        public Validity Validity => Validity.Everything;

        public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

        public long StoredFrameBytes => 32;

        public ITileReader OpenReader(TileRequest request) => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is open.
        }
    }
}
