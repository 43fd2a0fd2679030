using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Numbers of each frame: smallest and largest value, mean, and standard deviation of its pixels.</summary>
/// <remarks>
/// Results over the scan: <c>min</c>, <c>max</c> in the type of the data; <c>mean</c>, <c>std</c> (divided by the number of pixels) as f32,
/// or f64 where f32 does not hold the data: from exact sums of u8 and u16, of others in f64 about the first value that counts. Masked
/// pixels and "no data" values do not count; a frame of nothing else is no measurement (<see cref="ResultArray.Valid"/>). A NaN makes all
/// four NaN; with an infinity <c>std</c> is.
/// </remarks>
public sealed class FrameStatistics : Udf, IFrameUdf
{
    private const int Min = 0, Max = 1, Mean = 2, Std = 3, Counted = 4;

    /// <inheritdoc/>
    public override string Name => "frame-statistics";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException("Complex numbers have no order: frame-statistics takes real data.");
        return
        [
            new("min", ResultKind.Scan, data.ElementType) { Unit = data.ValueUnit },
            new("max", ResultKind.Scan, data.ElementType) { Unit = data.ValueUnit },
            new("mean", ResultKind.Scan, Promotion.ForResults(data.ElementType)) { Unit = data.ValueUnit },
            new("std", ResultKind.Scan, Promotion.ForResults(data.ElementType)) { Unit = data.ValueUnit },
            new("counted", ResultKind.Scan, ElementType.Bool, Use: BufferUse.Private),
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => CountedRuns(data);

    /// <inheritdoc/>
    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _ = task.Data.ElementType.Dispatch<CountAction, bool>(new(frame, task));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var counted = merged[Counted].Span<bool>().ToArray();
        return [.. Enumerable.Range(Min, Std + 1)
            .Select(buffer => ResultArray.Of(merged[buffer], merged.Data.Shape) with { Valid = counted })];
    }

    // The pixels that count, as stretches: no question is asked for each of them.
    private static PixelRun[] CountedRuns(DataDescription data)
    {
        var all = PixelSet.All((int)data.Shape.FrameElements);
        return PixelRun.Of((data.Validity.MaskedPixels is { } masked ? all.Except(masked) : all).Bits, all.Pixels);
    }

    private readonly ref struct CountAction(Tile frame, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _frame = frame;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var pixels = _frame.Pixels<T>();
            var runs = (PixelRun[])task.TaskData!;
            var extremes = PixelExtremes<T>.None;
            foreach (var (start, length) in runs)
                extremes = extremes.Union(PixelExtremes<T>.Of(pixels.Slice(start, length)));
            var hasNoData = task.Data.Validity.MaximumIsNoData && extremes.Maximum == T.MaxValue;
            var sums = PixelSquares.Takes<T>() && !hasNoData ? Exact(pixels, runs) : Plain(pixels, runs, hasNoData, ref extremes);
            var at = (int)_frame.Frames.Start;
            task[Counted].Span<bool>()[at] = sums.Count > 0;
            if (sums.Count == 0)
                return false;
            // Integers have no NaN.
            var nan = extremes.NaNs > 0 ? T.CreateSaturating(double.NaN) : T.Zero;
            task[Min].Span<T>()[at] = extremes.NaNs > 0 ? nan : extremes.Minimum;
            task[Max].Span<T>()[at] = extremes.NaNs > 0 ? nan : extremes.Maximum;
            task[Mean].SetReals(_frame.Frames, [sums.Mean]);
            task[Std].SetReals(_frame.Frames, [Math.Sqrt(Math.Max(sums.Variance, 0))]);
            return true;
        }

        // Σ and Σ² as whole numbers: n Σ² − (Σ)² loses nothing.
        private static (long Count, double Mean, double Variance) Exact<T>(ReadOnlySpan<T> pixels, PixelRun[] runs)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            ulong sum = 0, squares = 0, count = 0;
            foreach (var (start, length) in runs)
            {
                var run = pixels.Slice(start, length);
                sum += PixelTotal.Of<T, ulong>(run);
                squares += PixelSquares.Of(run);
                count += (ulong)length;
            }

            var spread = (double)(((UInt128)count * squares) - ((UInt128)sum * sum));
            return count == 0 ? default : ((long)count, (double)sum / count, spread / count / count);
        }

        // About the first value: no squares of large numbers are subtracted.
        private static (long Count, double Mean, double Variance) Plain<T>(
            ReadOnlySpan<T> pixels, PixelRun[] runs, bool hasNoData, ref PixelExtremes<T> extremes)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            double sum = 0, squares = 0;
            var origin = T.Zero;
            long count = 0;
            if (hasNoData)
                extremes = PixelExtremes<T>.None;
            foreach (var (start, length) in runs)
            {
                foreach (var value in pixels.Slice(start, length))
                {
                    if (hasNoData && value == T.MaxValue)
                        continue;
                    if (hasNoData)
                        extremes = extremes.Union(new(value, value, 0));
                    if (count++ == 0)
                        origin = value;
                    // Beyond 2⁵³ a difference of f64 would lose what tells 64-bit integers apart.
                    var difference = SplitSum.Needs<T>()
                        ? (double)(Int128.CreateTruncating(value) - Int128.CreateTruncating(origin))
                        : double.CreateTruncating(value) - double.CreateTruncating(origin);
                    sum += difference;
                    squares += difference * difference;
                }
            }

            var mean = sum / Math.Max(count, 1);
            return (count, double.CreateTruncating(origin) + mean, (squares / Math.Max(count, 1)) - (mean * mean));
        }
    }
}
