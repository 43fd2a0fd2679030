using System.Globalization;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Contracts;

/// <summary>
/// What every UDF owes to its users: results that depend on the measured values alone, not on how they come. An analysis' tests inherit it.
/// </summary>
/// <remarks>
/// Frames hold whole numbers from 0 to 99, so that every element type holds the same; a pixel is masked, some values are "no data" where
/// the type can say so.
/// </remarks>
public abstract class UdfContract
{
    private static readonly ElementType[] Types =
    [
        ElementType.F64,
        ElementType.U8, ElementType.U16, ElementType.U32, ElementType.U64, ElementType.I8,
        ElementType.I16, ElementType.I32, ElementType.I64, ElementType.F32,
    ];

    // All but the second end in pixels behind the last block of bit planes.
    private static readonly DataShape[] Shapes = [
        new(new Extent(6, 11), new Extent(37)),
        new(new Extent(6, 11), new Extent(8, 6)),
        new(new Extent(66), new Extent(9, 13)),
        new(new Extent(6, 11), new Extent(3, 5, 7))];

    /// <summary>The UDF.</summary>
    protected abstract Udf Create(DataDescription data);

    /// <summary>A shape that the UDF takes in place of one that is tried.</summary>
    protected virtual DataShape Fit(DataShape shape) => shape;

    /// <summary>Makes frames of what the UDF wants to see out of random ones: a disk, say.</summary>
    /// <param name="shape">Scan and detector axes.</param>
    /// <param name="values">Whole numbers from 0 to 99; to be changed into others.</param>
    protected virtual void Draw(DataShape shape, Span<double> values)
    {
        // Random numbers do for most.
    }

    /// <summary>Whether a result can be compared closely between types and forms: a phase of next to nothing cannot.</summary>
    protected virtual bool IsWellConditioned(string result) => true;

    [Fact]
    public Task AnyNumberOfThreads_GivesTheSame() => ForShapesAsync(async (shape, values) =>
    {
        using var source = Source(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        var expected = await RunAsync(source, threads: 1);
        for (var threads = 2; threads <= 5; threads++)
            AssertEqual(expected, await RunAsync(source, threads), $"{threads} threads");
    });

    [Fact]
    public Task AnyPartitionsAndTiles_GiveTheSame() => ForShapesAsync(async (shape, values) =>
    {
        using var source = Source(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        var expected = await RunAsync(source, threads: 1, options: new RunOptions { Partitions = 1, IsOrdered = true });
        foreach (var partitions in (int[])[2, 3, 7, 66])
            AssertEqual(
                expected,
                await RunAsync(source, threads: 1, options: new RunOptions { Partitions = partitions }),
                $"{partitions} partitions");
        foreach (var frames in (int[])[1, 2, 5])
        {
            AssertEqual(
                expected, await RunAsync(source, threads: 2, options: new RunOptions { TileFrames = frames }), $"tiles of {frames} frames");
            var block = new Extent([.. shape.Detector.Lengths.Select(length => Math.Min(length, frames + 1))]);
            AssertEqual(
                expected,
                await RunAsync(source, threads: 2, options: new RunOptions { TileFrames = frames, TileBlock = block }),
                $"tiles of {block}");
        }
    });

    [Fact]
    public Task AnyOrderOfMerging_GivesTheSame() => ForShapesAsync(async (shape, values) =>
    {
        using var source = Source(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        var expected = await RunAsync(source, threads: 1, options: new RunOptions { Partitions = 6, IsOrdered = true });
        using var late = new FormSource(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels) { FirstComesLast = true };
        AssertEqual(
            expected, await RunAsync(late, threads: 2, options: new RunOptions { Partitions = 6 }), "the first partition merged last");
    });

    [Fact]
    public Task TwoRunsOfOneUdf_GiveTheSame() => ForShapesAsync(async (shape, values) =>
    {
        using var source = Source(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        var udf = Create(DataDescription.Of(source));
        var expected = await RunAsync(source, threads: 1, udf: udf);
        AssertEqual(expected, await RunAsync(source, threads: 1, udf: udf), "the second run");
    });

    [Fact]
    public async Task RegionsThatCoverTheScan_MergeToTheWhole()
    {
        foreach (var shape in Shapes.Select(static shape => new DataShape(new Extent(66), shape.Detector)).Select(Fit))
        {
            using var source = Source(Values(shape), ElementType.U16, shape, Rule(shape), TileForm.Pixels);
            var whole = await RunAsync(source, threads: 1);
            var region = ScanSelection.FromIndices(
                source.Shape.Scan, [.. Enumerable.Range(0, (int)source.Shape.FrameCount).Select(static i => (long)i).Reverse()]);
            AssertEqual(whole, await RunAsync(source, threads: 2, region), "all positions one by one");
        }
    }

    [Fact]
    public async Task OneFrameAndNoFrame_Work()
    {
        foreach (var scan in (Extent[])[new(1), new(0)])
        {
            var shape = Fit(new DataShape(scan, new Extent(4, 4)));
            foreach (var type in (ElementType[])[ElementType.U16, ElementType.F64])
            {
                using var source = Source(Values(shape), type, shape, Rule(shape), TileForm.Pixels);
                Assert.True((await RunAsync(source, threads: 2)).IsComplete);
            }
        }
    }

    [Fact]
    public Task RegionOfNoFrames_GivesResultsOfNothing() => ForShapesAsync(async (shape, values) =>
    {
        using var source = Source(values, ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        ResultSet results;
        try
        {
            results = await RunAsync(source, threads: 2, ScanSelection.FromIndices(source.Shape.Scan, []));
        }
        catch (ArgumentException)
        {
            return;   // refused in words
        }

        Assert.True(results.IsComplete);
        Assert.All(
            results.Where(static result => result.Kind == ResultKind.Scan),
            static result => Assert.DoesNotContain(true, result.ValidMask()));
    });

    [Fact]
    public async Task Results_AreThoseDeclared()
    {
        var shape = Fit(new DataShape(new Extent(2, 3), new Extent(4, 5)));
        using var source = Source(Values(shape), ElementType.U16, shape, Rule(shape), TileForm.Pixels);
        var declared = RunPlan.Create(source, [Create(DataDescription.Of(source))]).Udfs[0].Declarations
            .Where(static buffer => buffer.Use != BufferUse.Private).ToList();
        // What the engine reports stands behind them.
        var results = (await RunAsync(source, threads: 1)).Take(declared.Count).ToList();
        Assert.Equal(
            declared.Select(static buffer => (buffer.Name, buffer.Kind)), results.Select(static result => (result.Name, result.Kind)));
        Assert.Equal(declared.Select(buffer => buffer.Shape(source.Shape)), results.Select(static result => result.Shape));
        Assert.All(results, static result => Assert.Equal(result.Shape.Count, result.Values.Length));
    }

    [Fact]
    public Task EveryForm_EqualsPixels() => ForShapesAsync(async (shape, values) =>
    {
        foreach (var type in Types)
        {
            foreach (var validity in (Validity[])[
                Rule(shape), new Validity { MaskedPixels = Rule(shape).MaskedPixels }, Validity.Everything])
            {
                using var pixels = Source(values, type, shape, validity, TileForm.Pixels);
                if (!Takes(pixels))
                    continue;
                var expected = await RunAsync(pixels, threads: 1);
                foreach (var form in Create(DataDescription.Of(pixels)).Forms
                    .Intersect(FormSource.FormsOf(type, pixels.Validity))
                    .Where(static form => form != TileForm.Pixels))
                {
                    using var other = Source(values, type, shape, validity, form, TileForm.Pixels);
                    AssertEqual(
                        expected,
                        await RunAsync(other, threads: 2, options: new RunOptions { TileFrames = 5, Partitions = 3 }),
                        $"{type.Name()} as {form}");
                }
            }
        }
    });

    [Fact]
    public Task EveryType_GivesTheSame() => ForShapesAsync(async (shape, values) =>
    {
        foreach (var hasRule in (bool[])[true, false])
        {
            var validity = hasRule ? Rule(shape) : new Validity { MaskedPixels = Rule(shape).MaskedPixels };
            ResultSet? expected = null;
            foreach (var type in Types.Where(type => !hasRule || type.IsUnsigned() || type.IsFloat()))
            {
                using var source = Source(values, type, shape, validity, TileForm.Pixels);
                // Stored values differ where nothing was measured.
                if (!Takes(source) || Create(DataDescription.Of(source)).Unmeasured == UnmeasuredValues.Kept)
                    continue;
                var results = await RunAsync(source, threads: 2);
                expected ??= results;
                AssertEqual(expected, results, $"{type.Name()}{(hasRule ? " with no-data values" : "")}", typesDiffer: true);
            }
        }
    });

    [Fact]
    public Task MaskedPixels_HaveNoSay() => ForShapesAsync(async (shape, values) =>
    {
        foreach (var type in (ElementType[])[ElementType.U8, ElementType.U16, ElementType.F32])
        {
            using var source = Source(values, type, shape, Rule(shape), TileForm.Pixels);
            if (!Takes(source) || Create(DataDescription.Of(source)).Unmeasured == UnmeasuredValues.Kept)
                continue;
            var expected = await RunAsync(source, threads: 1);
            foreach (var rubbish in (double[])[0, 97, double.NaN])
            {
                var changed = values.ToArray();
                for (var i = 0; i < changed.Length; i++)
                    changed[i] = Rule(shape).MaskedPixels![i % (int)shape.FrameElements] ? rubbish : changed[i];
                foreach (var form in FormSource.FormsOf(type, Rule(shape)))
                {
                    using var other = Source(changed, type, shape, Rule(shape), form, TileForm.Pixels);
                    AssertEqual(expected, await RunAsync(other, threads: 1), $"{rubbish} in a masked pixel of {type.Name()} as {form}");
                }
            }
        }
    });

    private static FormSource Source(double[] values, ElementType type, DataShape shape, Validity validity, params TileForm[] forms) =>
        new(
            values,
            type,
            shape,
            type.IsUnsigned() || type.IsFloat() ? validity : validity with { MaximumIsNoData = false },
            [.. forms.Distinct()]);

    private static Validity Rule(DataShape shape) =>
        new() { MaximumIsNoData = true, MaskedPixels = PixelSet.From((int)shape.FrameElements, static pixel => pixel == 1) };

    private async Task ForShapesAsync(Func<DataShape, double[], Task> check)
    {
        foreach (var shape in Shapes.Select(Fit))
            await check(shape, Values(shape));
    }

    // NaN stands for "no data".
    private double[] Values(DataShape shape)
    {
        var random = new Random((int)shape.FrameElements);
        var values = new double[shape.Full.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.Next(2) * random.Next(100);
        Draw(shape, values);
        for (var i = 0; i < values.Length; i++)
            values[i] = random.Next(50) == 0 ? double.NaN : values[i];
        return values;
    }

    private bool Takes(IFrameSource source)
    {
        try
        {
            RunPlan.Create(source, [Create(DataDescription.Of(source))]);
            return true;
        }
        catch (ArgumentException) when (source.ElementType is not (ElementType.U16 or ElementType.F32))
        {
            return false;
        }
    }

    private async Task<ResultSet> RunAsync(
        FormSource source, int threads, ScanSelection? selection = null, RunOptions? options = null, Udf? udf = null)
    {
        var results = await new CpuExecutor(threads)
            .RunAsync(RunPlan.Create(source, [udf ?? Create(DataDescription.Of(source))], selection, options));
        Assert.False(source.WasWrittenTo, "The UDF wrote into a frame.");
        return results;
    }

    // Integers exactly; floats within the last digits, for their sums may be taken in another order.
    private void AssertEqual(ResultSet expected, ResultSet actual, string what, bool typesDiffer = false)
    {
        List<ResultArray> before = [.. expected.Where(Counts)], after = [.. actual.Where(Counts)];
        Assert.Equal(before.Select(static result => result.Name), after.Select(static result => result.Name));
        foreach (var (right, found) in before.Zip(after))
        {
            if (IsWellConditioned(right.Name) && right.Values is not object?[])
                AssertEqual(right, found, $"{what}: '{right.Name}'", typesDiffer);
        }

        // What is reported may depend on the type: frames that are not finite, sums beyond 64 bits.
        bool Counts(ResultArray result) => !typesDiffer || result.Use != BufferUse.Report;
    }

    private static void AssertEqual(ResultArray expected, ResultArray actual, string what, bool typesDiffer)
    {
        double[] right = Numbers(expected), found = Numbers(actual);
        Assert.True(right.Length == found.Length, $"{what} has {found.Length} values, not {right.Length}.");
        var valid = expected.ValidMask();
        Assert.True(valid.AsSpan().SequenceEqual(actual.ValidMask()), $"{what} is valid elsewhere.");
        var width = valid.Length == 0 ? 1 : Math.Max(right.Length / valid.Length, 1);
        var scale = right.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        // What is computed in f32 from some types is computed in f64 from others.
        var tolerance = expected.ElementType.IsInteger() && actual.ElementType.IsInteger()
            ? 0
            : (typesDiffer ? 2e-5 : 2e-6) * Math.Max(scale, 1);
        for (var k = 0; k < right.Length; k++)
        {
            if (valid[k / width] && !right[k].Equals(found[k]) && !(Math.Abs(right[k] - found[k]) <= tolerance))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what} at {k} is {found[k]}, not {right[k]}."));
        }
    }

    private static double[] Numbers(ResultArray result) => result.Values switch
    {
        bool[] values => Array.ConvertAll(values, static value => value ? 1.0 : 0),
        Complex64[] values => [.. values.SelectMany(static value => (double[])[value.Real, value.Imaginary])],
        Complex[] values => [.. values.SelectMany(static value => (double[])[value.Real, value.Imaginary])],
        object?[] => [],
        _ => result.ToDoubles(),
    };
}
