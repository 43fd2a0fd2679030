using System.Numerics;
using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class ApplyMasksTests
{
    [Fact]
    public async Task AnyMasksShiftsAndTiles_EqualThePlainLoop()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var shape = new DataShape(new Extent(random.Next(1, 5), random.Next(1, 6)), new Extent(random.Next(1, 12), random.Next(1, 12)));
            int frames = (int)shape.FrameCount, rows = (int)shape.Detector[0], columns = (int)shape.Detector[1], pixels = rows * columns;
            var values = Enumerable.Range(0, frames * pixels)
                .Select(_ => random.Next(9) == 0 ? ushort.MaxValue : (ushort)random.Next(1000)).ToArray();
            var masked = PixelSet.From(pixels, _ => random.Next(8) == 0);
            using var source = new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = masked });
            var count = random.Next(1, 7);
            var masks = Enumerable.Range(0, count)
                .Select(_ => Enumerable.Range(0, pixels)
                    .Select(
                        _ => new Complex(random.NextDouble() - 0.5, seed % 2 == 0 ? 0 : random.NextDouble() - 0.5)).ToArray()).ToArray();
            var stack = seed % 2 == 0
                ? MaskStack.Of(
                    [.. masks.Select(mask => new Func<float[]>(() => Array.ConvertAll(mask, static weight => (float)weight.Real)))])
                : MaskStack.OfComplex([.. masks.Select(mask => new Func<Complex[]>(() => mask))]);
            var shifts = Enumerable.Range(0, 2 * frames).Select(_ => random.Next(-3, 4)).ToArray();
            var kind = seed % 3;
            var udf = kind switch
            {
                0 => new ApplyMasks(stack),
                1 => new ApplyMasks(stack, shifts[0], shifts[1]),
                _ => new ApplyMasks(stack, AuxData<int>.PerFrame(shifts, new Extent(2))),
            };
            var options = new RunOptions
            {
                TileFrames = random.Next(1, 5),
                TileBlock = new Extent(random.Next(1, rows + 1), random.Next(1, columns + 1)),
            };
            var result = (await new CpuExecutor(3).RunAsync(RunPlan.Create(source, [udf], options: options)))["intensity"];
            for (var frame = 0; frame < frames; frame++)
            {
                var (down, right) = kind switch
                {
                    0 => (0, 0),
                    1 => (shifts[0], shifts[1]),
                    _ => (shifts[2 * frame], shifts[(2 * frame) + 1]),
                };
                for (var mask = 0; mask < count; mask++)
                {
                    var sum = Complex.Zero;
                    var (isThere, isMeasured) = (false, false);
                    for (var pixel = 0; pixel < pixels; pixel++)
                    {
                        int row = (pixel / columns) - down, column = (pixel % columns) - right;
                        var value = values[(frame * pixels) + pixel];
                        if (row < 0 || column < 0 || row >= rows || column >= columns)
                            continue;
                        isThere = true;
                        if (masked[pixel] || value == ushort.MaxValue)
                            continue;
                        isMeasured = true;
                        sum += value * masks[mask][(row * columns) + column];
                    }

                    var at = (frame * count) + mask;
                    var found = seed % 2 == 0 ? result.Span<float>()[at] : (Complex)result.Span<Complex64>()[at];
                    Assert.True(
                        isThere && !isMeasured ? double.IsNaN(found.Real) : (found - sum).Magnitude <= 1e-6 * 1000 * pixels,
                        $"seed {seed}: {sum}, got {found}");
                }
            }
        }
    }

    [Fact]
    public void Factories_AreCalledOnceByManyThreads()
    {
        var calls = 0;
        var stack = MaskStack.Of(() =>
        {
            Interlocked.Increment(ref calls);
            Thread.Sleep(5);
            return [1, 2, 3, 4, 5, 6];
        });
        var region = new DetectorRegion(new Extent(2, 3), [0, 1], new Extent(2, 2));
        Parallel.For(0, 32, _ => Assert.Equal([2, 3, 5, 6], stack.For(region)));
        Assert.Equal(1, calls);
        Assert.Same(stack.For(region), stack.For(new DetectorRegion(new Extent(2, 3), [0, 1], new Extent(2, 2))));
        Assert.Throws<ArgumentException>(() => stack.For(DetectorRegion.Whole(new Extent(7))));
        Assert.Throws<ArgumentException>(() => MaskStack.Of());
    }

    [Fact]
    public async Task ThinMasks_AreMultipliedSparse()
    {
        var random = new Random(9);
        var shape = new DataShape(new Extent(3, 4), new Extent(40, 50));
        var values = Enumerable.Range(0, 12 * 2000).Select(_ => (ushort)random.Next(60000)).ToArray();
        using var source = new ArraySource<ushort>(values, shape);
        int[] places = [7, 300, 1999];
        var stack = MaskStack.Of(
            () => [.. Enumerable.Range(0, 2000).Select(pixel => places.Contains(pixel) ? pixel / 3f : 0)], () => new float[2000]);
        Assert.True(stack.Density(DetectorRegion.Whole(shape.Detector)) < 0.01);
        var found = (await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [new ApplyMasks(stack)])))["intensity"].Span<float>().ToArray();
        for (var frame = 0; frame < 12; frame++)
        {
            Assert.Equal(places.Sum(pixel => values[(frame * 2000) + pixel] * (double)(pixel / 3f)), found[2 * frame], 20.0);
            Assert.Equal(0, found[(2 * frame) + 1]);
        }
    }

    [Fact]
    public async Task OneOutlierAmongMany_IsKept()
    {
        // LiberTEM's case that f32 accumulation fails: 4096 × 4096 values of 1.1 and one of 1.1 million.
        var values = new float[4096 * 4096];
        Array.Fill(values, 1.1f);
        values[12345] = 1.1e6f;
        using var source = new ArraySource<float>(values, new DataShape(new Extent(1, 1), new Extent(4096, 4096)));
        var ones = MaskStack.Of(() =>
        {
            var mask = new float[4096 * 4096];
            Array.Fill(mask, 1);
            return mask;
        });
        var sum = (await new CpuExecutor(1).RunAsync(RunPlan.Create(source, [new ApplyMasks(ones)])))["intensity"].Span<float>()[0];
        var expected = ((4096.0 * 4096 - 1) * 1.1f) + 1.1e6f;
        Assert.True(Math.Abs(sum - expected) <= 1e-5 * expected, $"{expected}, got {sum}");
    }

    [Fact]
    public void SparseLayouts_HoldWhatIsNotZero()
    {
        var stack = MaskStack.Of(() => [1, 0, 0, 4], () => [0, 6, 0, 8]);
        var region = DetectorRegion.Whole(new Extent(2, 2));
        var rows = stack.Sparse(region);
        Assert.Equal([0, 2, 4], rows.Starts);
        Assert.Equal([0, 3, 1, 3], rows.Places);
        Assert.Equal([1, 4, 6, 8], rows.Weights);
        var columns = stack.Sparse(region, isTransposed: true);
        Assert.Equal([0, 1, 2, 2, 4], columns.Starts);
        Assert.Equal([0, 1, 0, 1], columns.Places);
        Assert.Equal([1, 6, 4, 8], columns.Weights);
    }

    [Fact]
    public void Layouts_AreEachOthersTransposed()
    {
        var stack = MaskStack.Of(() => [1, 2, 3, 4], () => [5, 6, 7, 8]);
        var region = new DetectorRegion(new Extent(2, 2), [1, 0], new Extent(1, 2));
        Assert.Equal([3, 4, 7, 8], stack.For(region));
        Assert.Equal([3, 7, 4, 8], stack.For(region, isTransposed: true));
        Assert.Equal([0, 4, 0, 8], stack.For(region, masked: PixelSet.From(4, static pixel => pixel == 2)));
    }
}
