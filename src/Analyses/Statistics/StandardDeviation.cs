using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Analyses.Statistics;

/// <summary>Sum, variance, standard deviation and mean of each detector pixel over all frames.</summary>
/// <remarks>
/// Results: <c>sum</c>, exact for u8 and u16, else f64; <c>varsum</c> = Σ(x − mean)²; <c>num_frames</c>; <c>var</c> = varsum ∕ n, of the
/// population; <c>std</c> = √var; <c>mean</c>: f32, or f64 where f32 does not hold the data.
/// u8 and u16 are summed exactly, Σx and Σx² in 64 bits, so that nothing depends on order; other types by tile-wise means in f64
/// (Chan, Golub, LeVeque 1983; Schubert, Gertz 2018). "No data" values are left out of their pixel and counted;
/// pixels that are masked or "no data" in every frame are NaN, of integers 0, and <see cref="ResultArray.Valid"/> tells them from true
/// zeros.
/// </remarks>
public sealed class StandardDeviation : Udf, IStackUdf, IMergeUdf
{
    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_stddev";

    private const int Sums = 0;
    private const int Squares = 1;
    private const int Frames = 2;
    private const int LeftOut = 3;
    private const int NoData = 4;

    /// <inheritdoc/>
    public override string Name => "stddev";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        var isExact = IsExact(data.ElementType);
        List<BufferDeclaration> declarations =
        [
            new("sum", ResultKind.Detector, isExact ? ElementType.U64 : ElementType.F64) { Unit = data.ValueUnit },
            new("squares", ResultKind.Detector, isExact ? ElementType.U64 : ElementType.F64, Use: BufferUse.Private),
            new("num_frames", ResultKind.Single, ElementType.U64) { Unit = ResultUnit.Frames },
            new(
                "left_out", ResultKind.Detector, ElementType.U64,
                data.Validity.MaximumIsNoData ? default : new Extent(0), Use: BufferUse.Private),
        ];
        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
        foreach (var name in (string[])["varsum", "var", "std", "mean"])
            declarations.Add(new(name, ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly)
            {
                Unit = name is "varsum" or "var" ? ResultUnit.Squared(data.ValueUnit) : data.ValueUnit,
            });
        return declarations;
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        switch (task.Data.ElementType)
        {
            case ElementType.U8: Exact<byte>(tile, task); break;
            case ElementType.U16: Exact<ushort>(tile, task); break;
            case ElementType.U32: Real<uint>(tile, task); break;
            case ElementType.U64: Real<ulong>(tile, task); break;
            case ElementType.I8: Real<sbyte>(tile, task); break;
            case ElementType.I16: Real<short>(tile, task); break;
            case ElementType.I32: Real<int>(tile, task); break;
            case ElementType.I64: Real<long>(tile, task); break;
            case ElementType.F32: Real<float>(tile, task); break;
            default: Real<double>(tile, task); break;
        }

        task[Frames].Span<ulong>()[0] += (ulong)tile.Frames.Count;
    }

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from)
    {
        if (IsExact(into.Data.ElementType))
        {
            Add(into[Sums].Span<ulong>(), from[Sums].Span<ulong>());
            Add(into[Squares].Span<ulong>(), from[Squares].Span<ulong>());
        }
        else if (!into.Data.Validity.MaximumIsNoData)
        {
            PixelVariance.Merge(
                (long)from[Frames].Span<ulong>()[0], from[Sums].Span<double>(), from[Squares].Span<double>(),
                (long)into[Frames].Span<ulong>()[0], into[Sums].Span<double>(), into[Squares].Span<double>());
        }
        else
        {
            MergePixels(into, from);
        }

        into[Frames].Span<ulong>()[0] += from[Frames].Span<ulong>()[0];
        Add(into[LeftOut].Span<ulong>(), from[LeftOut].Span<ulong>());
        if (into.Data.Validity.MaximumIsNoData)
            into[NoData].Span<ulong>()[0] += from[NoData].Span<ulong>()[0];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var pixels = (int)merged.Data.Shape.FrameElements;
        var isExact = IsExact(merged.Data.ElementType);
        double[] varsum = new double[pixels], variance = new double[pixels], deviation = new double[pixels], mean = new double[pixels];
        var sums = isExact ? (Array)(ulong[])merged[Sums].Values.Clone() : (double[])merged[Sums].Values.Clone();
        var measured = MeasuredPixels.Of(merged, pixel => Count(merged, pixel) > 0);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            if (measured?[pixel] == false)
            {
                Array.Clear(sums, pixel, 1);
                continue;
            }

            var count = Count(merged, pixel);
            var sum = isExact ? merged[Sums].Span<ulong>()[pixel] : merged[Sums].Span<double>()[pixel];
            var squares = isExact
                ? PixelVariance.Deviation(count, merged[Sums].Span<ulong>()[pixel], merged[Squares].Span<ulong>()[pixel])
                : merged[Squares].Span<double>()[pixel];
            varsum[pixel] = squares;
            variance[pixel] = squares / count;
            deviation[pixel] = Math.Sqrt(squares / count);
            mean[pixel] = sum / count;
        }

        var shape = merged.Data.Shape.Detector;
        return
        [
            new("sum", ResultKind.Detector, isExact ? ElementType.U64 : ElementType.F64, shape, sums) { Valid = measured },
            Pattern("varsum", varsum), Pattern("var", variance), Pattern("std", deviation), Pattern("mean", mean),
        ];

        ResultArray Pattern(string name, double[] values) =>
            ResultArray.OfReals(name, ResultKind.Detector, Promotion.ForResults(merged.Data.ElementType), shape, values) with
            {
                Valid = measured,
            };
    }

    private static bool IsExact(ElementType type) => type is ElementType.U8 or ElementType.U16;

    private static long Count(UdfTask task, int pixel)
    {
        var count = (long)task[Frames].Span<ulong>()[0];
        return task.Data.Validity.MaximumIsNoData ? count - (long)task[LeftOut].Span<ulong>()[pixel] : count;
    }

    private static void Add(Span<ulong> into, ReadOnlySpan<ulong> from)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] += from[i];
    }

    private static void Exact<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var sums = task[Sums].Span<ulong>();
        var squares = task[Squares].Span<ulong>();
        if (tile.Form == TileForm.Sparse)
        {
            CsrVariance.AddExact(SparseRows.Of<T>(tile, task.Data), sums, squares);
            return;
        }

        var values = tile.Pixels<T>();
        PixelVariance.AddExact(values, sums, squares);
        if (!task.Data.Validity.MaximumIsNoData)
            return;
        // Taken off again where it is found: rare, but for masked pixels.
        var largest = ulong.CreateTruncating(T.MaxValue);
        var leftOut = task[LeftOut].Span<ulong>();
        for (var at = values.IndexOf(T.MaxValue); at >= 0;)
        {
            var pixel = at % sums.Length;
            sums[pixel] -= largest;
            squares[pixel] -= largest * largest;
            LeaveOut(task, leftOut, pixel);
            var next = values[(at + 1)..].IndexOf(T.MaxValue);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static void Real<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var sums = task[Sums].Span<double>();
        var squares = task[Squares].Span<double>();
        if (tile.Form == TileForm.Sparse)
        {
            double[] tileSums = new double[sums.Length], tileSquares = new double[sums.Length];
            CsrVariance.OfTile(SparseRows.Of<T>(tile, task.Data), tileSums, tileSquares, new int[sums.Length]);
            PixelVariance.Merge(tile.Frames.Count, tileSums, tileSquares, (long)task[Frames].Span<ulong>()[0], sums, squares);
            return;
        }

        if (!task.Data.Validity.MaximumIsNoData)
        {
            var count = (long)task[Frames].Span<ulong>()[0];
            PixelVariance.AddTile(tile.Pixels<T>(), ref count, sums, squares);
            return;
        }

        // Each pixel has a count of its own: Welford's update (Technometrics 4 (1962) 419), value by value.
        var before = (long)task[Frames].Span<ulong>()[0];
        var leftOut = task[LeftOut].Span<ulong>();
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame);
            for (var pixel = 0; pixel < pixels.Length; pixel++)
            {
                if (pixels[pixel] == T.MaxValue)
                {
                    LeaveOut(task, leftOut, pixel);
                    continue;
                }

                var value = double.CreateTruncating(pixels[pixel]);
                var count = before + frame - (long)leftOut[pixel];
                var delta = count == 0 ? 0 : value - (sums[pixel] / count);
                sums[pixel] += value;
                squares[pixel] += delta * (value - (sums[pixel] / (count + 1)));
            }
        }
    }

    private static void LeaveOut(UdfTask task, Span<ulong> leftOut, int pixel)
    {
        leftOut[pixel]++;
        if (task.Data.Validity.MaskedPixels is not { } masked || !masked[pixel])
            task[NoData].Span<ulong>()[0]++;
    }

    private static void MergePixels(UdfTask into, UdfTask from)
    {
        var sums = into[Sums].Span<double>();
        var squares = into[Squares].Span<double>();
        for (var pixel = 0; pixel < sums.Length; pixel++)
        {
            PixelVariance.Merge(
                Count(from, pixel), from[Sums].Span<double>().Slice(pixel, 1), from[Squares].Span<double>().Slice(pixel, 1),
                Count(into, pixel), sums.Slice(pixel, 1), squares.Slice(pixel, 1));
        }
    }
}
