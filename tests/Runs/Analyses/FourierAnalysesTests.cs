using System.Numerics;
using Ronchi.Analyses.Fourier;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Analyses in Fourier space against the definition of the transform.</summary>
public sealed class FourierAnalysesTests
{
    [Fact]
    public async Task AllTypes_EqualTheDefinition()
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
    public async Task Crystals_AreMoreCrystallineThanGlass()
    {
        const int size = 48;
        var values = new float[3 * size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var lattice = (row % 8 == 4 && column % 8 == 4) ? 20f : 0;
                values[(row * size) + column] = lattice;
                values[(size * size) + (row * size) + column] = (lattice * 0.3f) + 1;
                values[(2 * size * size) + (row * size) + column] = 1;
            }
        }

        using var source = new ArraySource<float>(values, new DataShape(new Extent(1, 3), new Extent(size, size)));
        var crystallinity = (await RunAsync(source, FourierMasks.Crystallinity(3, 12)))["intensity"].Span<float>();

        Assert.True(crystallinity[0] > 2 * crystallinity[1], "the strong lattice");
        Assert.True(crystallinity[1] > crystallinity[2], "the weak lattice");
        Assert.Equal(0, crystallinity[2], 1e-2f);   // a constant frame has nothing beside frequency 0
    }

    [Fact]
    public async Task MaskOfEverything_IsTheSumOfAllMagnitudes()
    {
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 2 * 7 * 10).Select(static i => (ushort)(i * 37 % 101)).ToArray(),
            new DataShape(new Extent(2), new Extent(7, 10)));
        var ones = new float[70];
        Array.Fill(ones, 1f);
        var all = (await RunAsync(source, FourierMasks.Of(source.Shape.Detector, [ones])))["intensity"].Span<float>().ToArray();
        var sums = (await RunAsync(source, new FourierSum()))["intensity"].Span<float>().ToArray();

        Assert.Equal(sums.Sum(), all.Sum(), 1e-2);
    }

    [Fact]
    public void WhatCannotBe_IsRefused()
    {
        using var line = new ArraySource<ushort>(new ushort[8], new DataShape(new Extent(2), new Extent(4)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(line, [new FourierSum()]));
        Assert.Throws<ArgumentException>(() => FourierMasks.Crystallinity(3, 2));
        Assert.Throws<ArgumentException>(() => FourierMasks.Of(new Extent(3, 3), [new float[8]]));
        using var source = new ArraySource<ushort>(new ushort[32], new DataShape(new Extent(2), new Extent(4, 4)));
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new FourierSum(new(1, 1, -2))]));
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, params Udf[] udfs) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, udfs));

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(2, random.Next(1, 4)), new Extent(random.Next(1, 12), random.Next(1, 12)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements,
            rows = (int)shape.Detector[0], columns = (int)shape.Detector[1];
        var isUnsigned = T.IsZero(T.MinValue);
        var noData = isUnsigned && seed % 2 == 1;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(7) == 0 ? T.MaxValue : T.CreateTruncating(random.Next(isUnsigned ? 0 : -50, 50));
        var masked = PixelSet.From(pixels, pixel => seed % 3 == 1 && pixel % 5 == 3);
        if (typeof(T) == typeof(float))
            values[Math.Min(3, pixels - 1)] = masked[Math.Min(3, pixels - 1)] ? T.CreateTruncating(double.NaN) : T.One;
        using var source = new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked });
        var leftOut = new RealSpaceMask(random.NextDouble() * rows, random.NextDouble() * columns, seed % 2 == 0 ? 1.5 : null);
        var weights = Enumerable.Range(0, 2)
            .Select(_ => Enumerable.Range(0, pixels).Select(_ => random.Next(3) == 0 ? 0 : random.NextSingle() - 0.3f).ToArray()).ToArray();
        var (inner, outer) = (random.NextDouble() * 2, 2 + (random.NextDouble() * 3));
        var crystallinity = (await RunAsync(
            source, FourierMasks.Crystallinity(inner, outer, leftOut)))["intensity"].Span<float>().ToArray();
        var results = await RunAsync(
            source, FourierMasks.Of(shape.Detector, weights, leftOut), new PickFourier(ScanSelection.All(shape.Scan), leftOut));
        var sum = (await RunAsync(source, new FourierSum(leftOut)))["intensity"].Span<float>().ToArray();
        var magnitudes = new double[pixels];
        var scale = 100.0 * pixels;
        for (var frame = 0; frame < frames; frame++)
        {
            double ring = 0, first = 0, second = 0;
            for (var at = 0; at < pixels; at++)
            {
                var (u, v) = ((at / columns) - (rows / 2), (at % columns) - (columns / 2));
                var value = Complex.Zero;
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    var (y, x) = (pixel / columns, pixel % columns);
                    var isOut = masked[pixel] || (noData && values[(frame * pixels) + pixel] == T.MaxValue)
                        || (leftOut.Radius is { } radius
                            && ((y - leftOut.Row) * (y - leftOut.Row)) + ((x - leftOut.Column) * (x - leftOut.Column)) <= radius * radius);
                    if (!isOut)
                        value += double.CreateTruncating(values[(frame * pixels) + pixel])
                            * Complex.Exp(new Complex(0, -2 * Math.PI * (((double)u * y / rows) + ((double)v * x / columns))));
                }

                magnitudes[at] += value.Magnitude;
                first += weights[0][at] * value.Magnitude;
                second += weights[1][at] * value.Magnitude;
                // The half spectrum: columns from 0, and the highest one also when it is stored as negative.
                var column = columns % 2 == 0 && v == -columns / 2 ? columns / 2 : v;
                if (column >= 0 && (u * u) + (column * column) is var squared && squared >= inner * inner && squared <= outer * outer)
                    ring += value.Magnitude;
                var picked = results["spectrum"].Span<Complex64>()[(frame * pixels) + at];
                Assert.Equal(value.Real, picked.Real, 1e-6 * scale);
                Assert.Equal(value.Imaginary, picked.Imaginary, 1e-6 * scale);
                Assert.Equal(value.Magnitude, results["magnitude"].Span<float>()[(frame * pixels) + at], 1e-6 * scale);
            }

            Assert.Equal(ring, crystallinity[frame], 1e-5 * scale);
            Assert.Equal(first, results["intensity"].Span<float>()[2 * frame], 1e-5 * scale);
            Assert.Equal(second, results["intensity"].Span<float>()[(2 * frame) + 1], 1e-5 * scale);
        }

        for (var at = 0; at < pixels; at++)
            Assert.Equal(magnitudes[at], sum[at], 1e-5 * scale);
    }
}
