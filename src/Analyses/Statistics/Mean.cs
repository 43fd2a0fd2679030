using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Mean over frames of each detector pixel: the mean pattern.</summary>
/// <remarks>
/// The result <c>mean</c> is f32, or f64 where f32 does not hold the data: the exact sum (<see cref="Sum"/>), divided once by the frames in
/// which the pixel is a measurement. "No data" values are left out of their pixel and counted; pixels that are masked or "no data" in every
/// frame are NaN.
/// </remarks>
public sealed class Mean : Udf, IStackUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "mean";

    private const string LeftOut = "left_out", Frames = "frames";

    private readonly Sum _sum = new();

    /// <inheritdoc/>
    public override string Name => "mean";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _sum.Forms;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException("A mean pattern is of real numbers; of complex ones take the sum.");
        return
        [
            .. Sum.Buffers(_sum.Declare(data)),
            new(Frames, ResultKind.Single, ElementType.U64, Use: BufferUse.Private),
            new(
                LeftOut, ResultKind.Detector, ElementType.U64,
                data.Validity.MaximumIsNoData ? default : new Extent(0), Use: BufferUse.Private),
            new(Result, ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => _sum.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _sum.ProcessStack(tile, task);
        task[Frames].Span<ulong>()[0] += (ulong)tile.Frames.Count;
        if (!task.Data.Validity.MaximumIsNoData)
            return;
        var leftOut = task[LeftOut].Span<ulong>();
        if (tile.Form == TileForm.Blocked)
        {
            var block = tile.Blocked;
            foreach (var place in block.NoData)
            {
                var (pixel, frame) = Math.DivRem(place, BlockedFrames.Frames);
                if (frame >= block.First && frame < block.First + tile.Frames.Count)
                    leftOut[pixel]++;
            }
        }
        else
        {
            task.Data.ElementType.Dispatch<Counting, bool>(new(tile, leftOut));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var frames = merged[Frames].Span<ulong>()[0];
        var leftOut = merged[LeftOut].Span<ulong>();
        var measured = MeasuredPixels.Of(
            merged,
            leftOut.IsEmpty
                ? null
                : merged.Data.Validity.MaximumIsNoData
                ? pixel => ((ulong[])merged[LeftOut].Values)[pixel] < frames
                : null);
        var means = Sum.SumsOf(merged);
        for (var pixel = 0; pixel < means.Length; pixel++)
            means[pixel] = measured?[pixel] == false ? double.NaN : means[pixel] / (frames - (leftOut.IsEmpty ? 0 : leftOut[pixel]));
        return [ResultArray.OfReals(
            Result, ResultKind.Detector, Promotion.ForResults(merged.Data.ElementType), merged.Data.Shape.Detector, means) with
        {
            Valid = measured,
        }];
    }

    // Found by a search that looks at many values at once: there are few.
    private readonly ref struct Counting(Tile tile, Span<ulong> leftOut) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;
        private readonly Span<ulong> _leftOut = leftOut;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = _tile.Pixels<T>();
            for (int at = values.IndexOf(T.MaxValue), found; at >= 0; at = found < 0 ? -1 : at + 1 + found)
            {
                _leftOut[at % _leftOut.Length]++;
                found = values[(at + 1)..].IndexOf(T.MaxValue);
            }

            return true;
        }
    }
}
