using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Analyses.Statistics;

/// <summary>Σ over frames of each detector pixel: the sum pattern.</summary>
/// <remarks>
/// Exact in u64 for unsigned and i64 for signed data; f32 for f32 and f64 for f64, accumulated in f64; c128 for complex numbers. Where sums
/// of
/// 64-bit integers pass 64 bits the pattern is f64, and that is reported. "No data" values are left out
/// and counted. Pixels that are masked or "no data" in every frame are NaN, of integers 0, and <see cref="ResultArray.Valid"/> tells them
/// from true zeros.
/// </remarks>
public sealed class Sum : Udf, IStackUdf, ILinearUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "intensity";

    /// <summary>Name of the report: "no data" values left out.</summary>
    public const string NoDataResult = "no_data_values_left_out_of_sum";

    /// <summary>Name of the report: sums that pass 64 bits, for which all are given as f64.</summary>
    public const string BeyondResult = "sums_beyond_64_bits_given_as_float64";

    private const int High = 1;

    /// <inheritdoc/>
    public override string Name => "sum";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => [TileForm.Blocked, TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        List<BufferDeclaration> declarations = WideIntegers.Are(data.ElementType)
            ?
            [
                new("low", ResultKind.Detector, ElementType.U64, Use: BufferUse.Private),
                new("high", ResultKind.Detector, ElementType.I64, Use: BufferUse.Private),
                new(Result, ResultKind.Detector, data.ElementType.Accumulator(), Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
                WideIntegers.Report(BeyondResult),
            ]
            : [new(Result, ResultKind.Detector, data.ElementType.Accumulator()) { Unit = data.ValueUnit }];
        if (data.Validity.MaximumIsNoData)
        {
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, Use: BufferUse.Report));
            declarations.Add(MeasuredPixels.Declare(data));
        }

        return declarations;
    }

    /// <summary>
    /// The buffers alone, all private but for reports, for UDFs that make something else of the sums (<see cref="SumsOf"/>).
    /// </summary>
    internal static IEnumerable<BufferDeclaration> Buffers(IReadOnlyList<BufferDeclaration> declared) =>
        declared.Where(static buffer => buffer.Use != BufferUse.ResultOnly && buffer.Name != BeyondResult)
            .Select(static buffer => buffer.Use == BufferUse.Result ? buffer with { Use = BufferUse.Private } : buffer);

    /// <summary>The sums in f64, from the merged <see cref="Buffers"/>, which come first.</summary>
    internal static double[] SumsOf(UdfTask merged) => WideIntegers.Are(merged.Data.ElementType)
        ? Array.ConvertAll(Joined(merged), static sum => (double)sum)
        : ResultArray.Of(merged[0], merged.Data.Shape).ToDoubles();

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) =>
        new Scratch(
            data.Validity.MaskedPixels is { } masked ? [.. Enumerable.Range(0, masked.Pixels).Where(pixel => masked[pixel])] : [],
            new(data));

    /// <inheritdoc/>
    public Udf OnUncorrected(Corrections corrections) => new CorrectedSum(corrections);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (task.Data.Validity.MaximumIsNoData)
            ((Scratch)task.TaskData!).Measured.Mark(tile, task["measured"]);
        if (tile.Form == TileForm.Blocked)
        {
            BlockedSums.Add(
                tile,
                task[0],
                WideIntegers.Are(task.Data.ElementType) ? task[High] : null,
                task.Data.Validity.MaximumIsNoData ? task[NoDataResult] : null);
            return;
        }

        switch (task.Data.ElementType)
        {
            case ElementType.U8: Add<byte, ulong>(tile, task); break;
            case ElementType.U16: Add<ushort, ulong>(tile, task); break;
            case ElementType.U32: Add<uint, ulong>(tile, task); break;
            case ElementType.U64: Add<ulong, ulong>(tile, task); break;
            case ElementType.I8: Add<sbyte, long>(tile, task); break;
            case ElementType.I16: Add<short, long>(tile, task); break;
            case ElementType.I32: Add<int, long>(tile, task); break;
            case ElementType.I64: Add<long, long>(tile, task); break;
            case ElementType.F32: Add<float, double>(tile, task); break;
            case ElementType.C64: AddComplex<Complex64>(tile, task, static value => value); break;
            case ElementType.C128: AddComplex<Complex>(tile, task, static value => value); break;
            default: Add<double, double>(tile, task); break;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var sum = ResultArray.Of(merged[0], merged.Data.Shape) with
        {
            Valid = merged.Data.Validity.MaximumIsNoData ? MeasuredPixels.Of(merged, merged["measured"]) : MeasuredPixels.Of(merged),
        };
        if (WideIntegers.Are(merged.Data.ElementType))
        {
            var pattern = WideIntegers.Of(
                Result, ResultKind.Detector, merged.Data.ElementType, merged.Data.Shape.Detector, Joined(merged), out var beyond);
            return [pattern with { Valid = sum.Valid }, WideIntegers.Reported(BeyondResult, beyond)];
        }

        if (sum.Values is double[] sums)
            return [ResultArray.OfReals(sum.Name, sum.Kind, Promotion.ForResults(merged.Data.ElementType), sum.Shape, sums) with
            {
                Valid = sum.Valid,
            }];
        if (!merged.Data.ElementType.IsComplex() && merged.Data.Validity.MaskedPixels is { } masked)
            merged.Data.ElementType.Accumulator().Dispatch<BlankAction, bool>(new(merged[0], masked));
        return [sum];
    }

    private static Int128[] Joined(UdfTask merged)
    {
        var low = merged[0].Span<ulong>();
        var high = merged[High].Span<long>();
        var masked = merged.Data.Validity.MaskedPixels;
        var sums = new Int128[low.Length];
        for (var pixel = 0; pixel < sums.Length; pixel++)
            sums[pixel] = masked is not null && masked[pixel] ? 0 : SplitSum.Join(low[pixel], high[pixel]);
        return sums;
    }

    private static void AddComplex<T>(in Tile tile, UdfTask task, Func<T, Complex> widen)
        where T : unmanaged
    {
        var sums = task[0].Span<Complex>();
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame);
            for (var pixel = 0; pixel < pixels.Length; pixel++)
                sums[pixel] += widen(pixels[pixel]);
        }
    }

    private static void Add<T, TSum>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (SplitSum.Needs<T>())
        {
            AddSplit<T>(tile, task);
            return;
        }

        var sums = task[0].Span<TSum>();
        if (tile.Form == TileForm.Sparse)
        {
            CsrSum.AddPixels(SparseRows.Of<T>(tile, task.Data), sums);
            return;
        }

        if (!task.Data.Validity.MaximumIsNoData)
        {
            PixelSum.Add(tile.Pixels<T>(), sums);
            return;
        }

        var excluded = PixelSum.AddValid(tile.Pixels<T>(), sums, T.MaxValue);
        if (excluded > 0)
            task[1].Span<ulong>()[0] += (ulong)(excluded - NoDataAt<T>(tile, ((Scratch)task.TaskData!).Masked));
    }

    private static void AddSplit<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var low = task[0].Span<ulong>();
        var high = task[High].Span<long>();
        if (tile.Form == TileForm.Sparse)
        {
            CsrSum.AddPixels(SparseRows.Of<T>(tile, task.Data), low, high);
            return;
        }

        T? noData = task.Data.Validity.MaximumIsNoData ? T.MaxValue : null;
        var excluded = SplitSum.Add(tile.Pixels<T>(), low, high, noData);
        if (excluded > 0)
            task[NoDataResult].Span<ulong>()[0] += (ulong)(excluded - NoDataAt<T>(tile, ((Scratch)task.TaskData!).Masked));
    }

    // Masked pixels mostly hold "no data" too; they are reported once, as masked pixels.
    private static long NoDataAt<T>(in Tile tile, int[] pixels)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var count = 0L;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var values = tile.Frame<T>(frame);
            foreach (var pixel in pixels)
            {
                if (values[pixel] == T.MaxValue)
                    count++;
            }
        }

        return count;
    }

    private sealed record Scratch(int[] Masked, MeasuredPixels Measured);

    private readonly struct BlankAction(ResultBuffer sums, PixelSet masked) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = sums.Span<T>();
            for (var pixel = 0; pixel < values.Length; pixel++)
            {
                if (masked[pixel])
                    values[pixel] = T.Zero;
            }

            return true;
        }
    }
}
