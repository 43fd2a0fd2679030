using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Ronchi.Analyses.Decomposition;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class DecompositionTests
{
    [Fact]
    public async Task Covariance_OfEveryType_EqualsThePlainLoop()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            await CheckCovarianceAsync<byte>(seed);
            await CheckCovarianceAsync<ushort>(seed);
            await CheckCovarianceAsync<uint>(seed);
            await CheckCovarianceAsync<ulong>(seed);
            await CheckCovarianceAsync<sbyte>(seed);
            await CheckCovarianceAsync<short>(seed);
            await CheckCovarianceAsync<int>(seed);
            await CheckCovarianceAsync<long>(seed);
            await CheckCovarianceAsync<float>(seed);
            await CheckCovarianceAsync<double>(seed);
        }
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(9, 30)]
    [InlineData(1, 6)]
    public async Task Components_AreThoseOfTheFullDecomposition(int frames, int pixels)
    {
        var random = new Random(frames);
        // Variances that fall: the randomised subspace holds the first components to the last digits.
        var values = new double[frames * pixels];
        for (var term = 0; term < 6; term++)
        {
            double[] left = [.. Enumerable.Range(0, frames).Select(_ => random.NextDouble() - 0.5)],
                right = [.. Enumerable.Range(0, pixels).Select(_ => random.NextDouble() - 0.5)];
            for (var i = 0; i < values.Length; i++)
                values[i] += 100 * Math.Pow(0.3, term) * left[i / pixels] * right[i % pixels];
        }

        using var source = new ArraySource<double>(values, new DataShape(new Extent(frames), new Extent(pixels)));
        var count = Math.Min(4, Math.Min(frames, pixels));
        var results = await RunAsync(source, new PrincipalComponents(new() { Components = count }));

        var matrix = Matrix<double>.Build.Dense(frames, pixels, (frame, pixel) => values[(frame * pixels) + pixel]);
        var mean = matrix.ColumnSums() / frames;
        for (var frame = 0; frame < frames; frame++)
            matrix.SetRow(frame, matrix.Row(frame) - mean);
        var full = matrix.Svd();
        var total = matrix.Enumerate().Sum(static value => value * value);
        for (var component = 0; component < count; component++)
        {
            var expected = component < full.S.Count ? full.S[component] : 0;
            Assert.Equal(expected, results["singular_values"].Span<double>()[component], 1e-6 * full.S[0] + 1e-9);
            if (expected < 1e-6 * full.S[0] || expected < 1e-9)
                continue;
            Assert.Equal(expected * expected / total, results["explained_variance_ratio"].Span<double>()[component], 1e-6);
            var pattern = full.VT.Row(component);
            pattern *= Math.Sign(pattern[pattern.AbsoluteMaximumIndex()]);
            var scores = matrix * pattern;
            for (var pixel = 0; pixel < pixels; pixel++)
                Assert.Equal(pattern[pixel], results["components"].ToDoubles()[(component * pixels) + pixel], 1e-4);
            for (var frame = 0; frame < frames; frame++)
                Assert.Equal(scores[frame], results["scores"].ToDoubles()[(frame * count) + component], 1e-3);
        }

        for (var pixel = 0; pixel < pixels; pixel++)
            Assert.Equal(mean[pixel], results["mean"].ToDoubles()[pixel], 1e-4);
    }

    [Fact]
    public async Task FramesOfFewPatterns_AreRebuiltFromTheirScores()
    {
        var random = new Random(6);
        const int frames = 60, pixels = 35;
        var values = new ushort[frames * pixels];
        int[][] patterns = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, pixels).Select(_ => random.Next(20)).ToArray())];
        for (var frame = 0; frame < frames; frame++)
        {
            foreach (var pattern in patterns)
            {
                var amount = random.Next(30);
                for (var pixel = 0; pixel < pixels; pixel++)
                    values[(frame * pixels) + pixel] += (ushort)(amount * pattern[pixel]);
            }
        }

        var masked = PixelSet.From(pixels, static pixel => pixel == 7);
        using var source = new ArraySource<ushort>(
            values, new DataShape(new Extent(6, 10), new Extent(5, 7)), new Validity { MaskedPixels = masked });
        var results = await RunAsync(source, new PrincipalComponents(new() { Components = 3, Oversampling = 2 }));
        float[] components = results["components"].Span<float>().ToArray(),
            scores = results["scores"].Span<float>().ToArray(), mean = results["mean"].Span<float>().ToArray();

        Assert.Equal(1, results["explained_variance_ratio"].Span<double>().ToArray().Sum(), 1e-9);
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 3; b++)
                Assert.Equal(
                    a == b ? 1 : 0,
                    Enumerable.Range(0, pixels)
                        .Where(static pixel => pixel != 7)
                        .Sum(pixel => components[(a * pixels) + pixel] * components[(b * pixels) + pixel]),
                    1e-5);
            Assert.True(float.IsNaN(components[(a * pixels) + 7]));
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!masked[i % pixels])
                Assert.Equal(
                    values[i],
                    mean[i % pixels]
                        + Enumerable.Range(0, 3)
                            .Sum(component => scores[(i / pixels * 3) + component] * components[(component * pixels) + (i % pixels)]),
                    0.01);
        }
    }

    [Fact]
    public async Task SameSeed_GivesTheSame_WhateverTheThreads()
    {
        var random = new Random(2);
        using var source = new ArraySource<float>(
            Enumerable.Range(0, 80 * 30).Select(_ => random.NextSingle()).ToArray(), new DataShape(new Extent(80), new Extent(30)));
        var one = await new InlineExecutor()
            .RunAsync(RunPlan.Create(source, [new PrincipalComponents(new() { Components = 2, PowerIterations = 8 })]));
        var many = await RunAsync(source, new PrincipalComponents(new() { Components = 2, PowerIterations = 8 }));

        for (var i = 0; i < 60; i++)
            Assert.Equal(one["components"].Span<float>()[i], many["components"].Span<float>()[i], 1e-6f);
    }

    [Fact]
    public async Task RegionOfInterest_AndNothing_Work()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 20 * 9).Select(_ => (ushort)random.Next(50)).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(4, 5), new Extent(3, 3)));
        var roi = ScanSelection.FromIndices(source.Shape.Scan, [1, 2, 7, 8, 13]);
        using var part = new ArraySource<ushort>(
            new[] { 1, 2, 7, 8, 13 }.SelectMany(frame => values[(frame * 9)..((frame * 9) + 9)]).ToArray(),
            new DataShape(new Extent(5), new Extent(3, 3)));
        var expected = await RunAsync(part, new Covariance());
        var found = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Covariance()], roi));
        Assert.Equal(
            expected["covariance"].Span<double>().ToArray(),
            found["covariance"].Span<double>().ToArray(),
            static (a, b) => Math.Abs(a - b) < 1e-9);
        var none = ScanSelection.FromIndices(source.Shape.Scan, []);
        var empty = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new PrincipalComponents(new()), new Covariance()], none));
        Assert.All(empty["singular_values"].Span<double>().ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void WhatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new PrincipalComponents(new() { Components = 0 }));
        Assert.Throws<ArgumentException>(() => new PrincipalComponents(new() { PowerIterations = 0 }));
        using var large = new ArraySource<byte>(new byte[65 * 64], new DataShape(new Extent(1), new Extent(65, 64)));
        Assert.Contains(
            "--det-bin",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(large, [new Covariance()])).Message,
            StringComparison.Ordinal);
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(3).RunAsync(RunPlan.Create(source, [udf]));

    private static async Task CheckCovarianceAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 6), random.Next(1, 9)), new Extent(random.Next(1, 5), random.Next(1, 6)));
        int frames = (int)shape.FrameCount, pixels = (int)shape.FrameElements;
        var isUnsigned = T.IsZero(T.MinValue);
        var noData = isUnsigned && seed % 2 == 1;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(7) == 0 ? T.MaxValue : T.CreateTruncating(random.Next(isUnsigned ? 0 : -50, 50));
        var masked = PixelSet.From(pixels, pixel => seed % 3 == 1 && pixel % 5 == 3);
        using var source = new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked });
        var results = await RunAsync(source, new Covariance());
        var mean = new double[pixels];
        for (var pixel = 0; pixel < pixels; pixel++)
            mean[pixel] = masked[pixel]
                ? double.NaN
                : Enumerable.Range(0, frames)
                    .Where(frame => !IsLeftOut(frame, pixel))
                    .Select(frame => Value(frame, pixel))
                    .DefaultIfEmpty(double.NaN)
                    .Average();
        for (var i = 0; i < pixels; i++)
        {
            Assert.Equal(mean[i], results["mean"].Span<double>()[i], 1e-9);
            for (var j = 0; j < pixels; j++)
            {
                var expected = Enumerable.Range(0, frames).Sum(frame => Deviation(frame, i) * Deviation(frame, j)) / frames;
                var found = results["covariance"].Span<double>()[(i * pixels) + j];
                Assert.True(
                    double.IsNaN(mean[i]) || double.IsNaN(mean[j]) ? double.IsNaN(found) : Math.Abs(expected - found) < 1e-7,
                    $"{typeof(T).Name}, seed {seed}, pixels {i} and {j}");
            }
        }

        double Value(int frame, int pixel) => double.CreateTruncating(values[(frame * pixels) + pixel]);
        bool IsLeftOut(int frame, int pixel) => noData && values[(frame * pixels) + pixel] == T.MaxValue;
        double Deviation(int frame, int pixel) => masked[pixel] || IsLeftOut(frame, pixel) ? 0 : Value(frame, pixel) - mean[pixel];
    }
}
