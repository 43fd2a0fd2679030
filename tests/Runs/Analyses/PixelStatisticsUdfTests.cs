using System.Numerics;
using Ronchi.Analyses.Picking;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Standard deviation, median, logarithmic sum and picked frames against plain loops.</summary>
public sealed class PixelStatisticsUdfTests
{
    [Fact]
    public async Task AllTypes_EqualThePlainLoop()
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

    [Fact]
    public async Task LargeOffsets_CancelNothing()
    {
        // Numbers around 10⁹ that differ by a few: Σx² − (Σx)²∕n in f64 would be noise.
        var random = new Random(1);
        var values = Enumerable.Range(0, 4096 * 3).Select(_ => 1e9 + random.Next(7)).ToArray();
        using var source = new ArraySource<double>(values, new DataShape(new Extent(4096), new Extent(3)));
        var variance = (await RunAsync(source, new StandardDeviation()))["var"].ToDoubles();
        for (var pixel = 0; pixel < 3; pixel++)
        {
            var column = Enumerable.Range(0, 4096).Select(frame => values[(frame * 3) + pixel]).ToArray();
            var mean = column.Average();
            Assert.Equal(column.Average(value => (value - mean) * (value - mean)), variance[pixel], 1e-4);
        }
    }

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 6), random.Next(1, 9)), new Extent(random.Next(1, 9), random.Next(1, 9)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements;
        var isUnsigned = T.IsZero(T.MinValue);
        var noData = isUnsigned && seed % 2 == 1;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(7) == 0
                ? T.MaxValue
                : isUnsigned
                ? T.CreateTruncating(random.Next(50))
                : T.CreateTruncating(random.Next(100) - 50);
        var masked = seed % 3 == 1 ? PixelSet.From(pixels, static pixel => pixel % 5 == 2) : null;
        using var source = new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked });
        var deviation = await RunAsync(source, new StandardDeviation());
        var median = (await RunAsync(source, new Median()))["median"].Span<double>().ToArray();
        var logarithms = (await RunAsync(source, new LogSum()))["logsum"].ToDoubles();
        var what = $"seed {seed}, {typeof(T).Name}, {shape}";
        var minima = new double[frames];
        bool IsValid(int frame, int pixel) => !(masked?[pixel] ?? false) && !(noData && values[(frame * pixels) + pixel] == T.MaxValue);
        double At(int frame, int pixel) => double.CreateTruncating(values[(frame * pixels) + pixel]);
        for (var frame = 0; frame < frames; frame++)
            minima[frame] = Enumerable.Range(0, pixels)
                .Where(pixel => IsValid(frame, pixel))
                .Select(pixel => At(frame, pixel))
                .DefaultIfEmpty(0)
                .Min();
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var column = Enumerable.Range(0, frames)
                .Where(frame => IsValid(frame, pixel))
                .Select(frame => At(frame, pixel))
                .Order()
                .ToArray();
            var mean = column.Length == 0 ? 0 : column.Average();
            // Integers have no NaN: their sum is 0 and marked.
            var sum = Convert.ToDouble(deviation["sum"].Values.GetValue(pixel), null);
            Assert.Equal(column.Length > 0, deviation["sum"].IsMeasured(pixel));
            Assert.Equal(
                column.Length == 0,
                double.IsNaN(deviation["mean"].ToDoubles()[pixel]) && double.IsNaN(deviation["std"].ToDoubles()[pixel]));
            Assert.True(column.Length == 0 || Math.Abs(mean - deviation["mean"].ToDoubles()[pixel]) < 1e-4, what);
            Assert.True(
                column.Length == 0
                    || Math.Abs(column.Sum(value => (value - mean) * (value - mean)) - deviation["varsum"].ToDoubles()[pixel]) < 0.01,
                what);
            Assert.True(column.Length == 0 && deviation["sum"].ElementType.IsFloat() ? double.IsNaN(sum) : column.Sum() == sum, what);
            var expected = column.Length == 0 ? double.NaN : (column[(column.Length - 1) / 2] + column[column.Length / 2]) / 2;
            Assert.True(expected.Equals(median[pixel]), $"{what}: median of pixel {pixel} is {expected}, got {median[pixel]}");
            var logarithm = column.Length == 0
                ? double.NaN
                : Enumerable.Range(0, frames)
                    .Where(frame => IsValid(frame, pixel))
                    .Sum(frame => Math.Log(At(frame, pixel) - minima[frame] + 1));
            Assert.True(
                double.IsNaN(logarithm)
                    ? double.IsNaN(logarithms[pixel])
                    : Math.Abs(logarithm - logarithms[pixel]) <= 1e-5 * Math.Max(1, logarithm),
                $"{what}: {logarithm}, got {logarithms[pixel]}");
        }

        var roi = ScanSelection.FromMask(shape.Scan, [.. Enumerable.Range(0, frames).Select(frame => frame % 3 != 1)]);
        var picked = (await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Pick(roi)], roi)))["intensity"];
        Assert.Equal(new Extent(roi.FrameCount).Append(shape.Detector), picked.Shape);
        // Integers are as they are stored; the mask says which are measurements.
        var isFloat = picked.ElementType.IsFloat();
        Assert.Equal(
            values.Select((value, i) => isFloat && !IsValid(i / pixels, i % pixels) ? double.NaN : double.CreateTruncating(value))
                .Where((_, i) => i / pixels % 3 != 1),
            picked.ToDoubles());
        Assert.Equal(
            Enumerable.Range(0, values.Length).Where(i => i / pixels % 3 != 1).Select(i => IsValid(i / pixels, i % pixels)),
            picked.ValidMask());
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(3).RunAsync(RunPlan.Create(source, [udf]));
}
