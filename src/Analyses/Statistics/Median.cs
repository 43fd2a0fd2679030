using Ronchi.Analyses.Statistics.Medians;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>The median of each detector pixel over all frames: exact, in memory that does not depend on the number of frames.</summary>
/// <remarks>
/// A sample of frames tells about where the median of each pixel lies. A pass over all frames counts for each pixel the values below
/// sixteen thresholds around that place, chosen so that about as many values lie between each two of them. Counts of electrons are told
/// exactly by that; of other data a further pass keeps the values, about one of a hundred, between the two thresholds that enclose the
/// median. Where these would be too many, counting is repeated between the two. Detectors that are too large for that at once are done in
/// strips, one after the other, each of which reads only its own pixels where the source can. Of an even number of values the two in the
/// middle are averaged. The result <c>median</c> is f64; "no data" values are left out, a pixel that holds NaN, is
/// masked or has no values is NaN.
/// </remarks>
public sealed class Median : Udf, IStackUdf, IMultiPassUdf, IMergeUdf
{
    /// <summary>Name of the result.</summary>
    public const string Result = "median";

    private const string Outcome = "outcome";
    private const long TileBytes = 8 << 20;   // many frames at each touch of the counts, which are larger than a core's cache

    private readonly MedianStage? _stage;
    private readonly double[]? _found;

    /// <summary>Creates the UDF.</summary>
    public Median()
    {
    }

    private Median(MedianStage stage, double[] found)
    {
        _stage = stage;
        _found = found;
        MemoryBytes = stage.Limits.Bytes;
    }

    /// <inheritdoc/>
    public override string Name => "median";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public bool MergesEachPartition => false;

    /// <summary>
    /// Memory that it takes at most besides the results; by default a sixteenth of what the process may use, between 64 MiB and 1 GiB.
    /// </summary>
    public long MemoryBytes { get; init; } = MedianLimits.UsualBytes;

    /// <inheritdoc/>
    public override TilePreference Tiles => new(TilePreference.Most, TileBytes);

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => Stage(data).Strip.Support;

    /// <inheritdoc/>
    public int? FurtherPasses => _stage is { IsLast: true } ? 0 : null;

    /// <inheritdoc/>
    public ScanSelection Frames(ScanSelection selected) => _stage is null or MedianSampling ? FrameSample.Of(selected).Selection : selected;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Complex numbers have no order and no median; these frames hold {data.ElementType.Name()}.");
        if (data.Shape.FrameCount > uint.MaxValue)
            throw new ArgumentException($"{data.Shape.FrameCount} frames are too many for a median: choose a region of interest.");
        return
        [
            new(Result, ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
            new(Outcome, ResultKind.Single, ElementType.Object, new Extent(1), MergeRule.Shared, BufferUse.Private),
            .. Stage(data).Declare(data),
        ];
    }

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => Stage(task.Data).Add(tile, task);

    /// <inheritdoc/>
    public void Merge(UdfTask into, UdfTask from)
    {
        ArgumentNullException.ThrowIfNull(into);
        Stage(into.Data).Merge(into, from);
    }

    /// <inheritdoc/>
    public Udf? NextPass(UdfTask merged) => Conclude(merged) is { Next: { } next } outcome ? new Median(next, outcome.Found) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var found = Conclude(merged)?.Found ?? _found;
        var medians = new double[merged.Data.Shape.FrameElements];
        if (found is null)
            Array.Fill(medians, double.NaN);
        else
            found.CopyTo(medians, 0);
        // Where a value that is not finite counts, NaN is what was measured.
        var measured = MeasuredPixels.Of(merged, MedianStage.NaNCounts(merged.Data) ? null : pixel => !double.IsNaN(medians[pixel]));
        return [new(Result, ResultKind.Detector, ElementType.F64, merged.Data.Shape.Detector, medians) { Valid = measured }];
    }

    // What the pass has found, once; null while frames are missing.
    private MedianOutcome? Conclude(UdfTask merged)
    {
        if (!IsComplete(merged))
            return null;
        ref var outcome = ref merged[Outcome].Objects()[0];
        if (outcome is null)
        {
            var found = _found;
            if (found is null)
            {
                found = new double[merged.Data.Shape.FrameElements];
                Array.Fill(found, double.NaN);
            }

            outcome = new MedianOutcome(Stage(merged.Data).Conclude(merged, found), found);
        }

        return (MedianOutcome)outcome;
    }

    private static bool IsComplete(UdfTask merged)
    {
        if (merged.ValidScan.IsEmpty)
            return true;
        foreach (var run in merged.Roi.Runs)
        {
            if (merged.ValidScan.Slice((int)run.Start, run.Count).Contains(false))
                return false;
        }

        return true;
    }

    private MedianStage Stage(DataDescription data) =>
        _stage ?? new MedianSampling(new MedianLimits(MemoryBytes), DetectorStrip.First(data, MemoryBytes));

    private sealed record MedianOutcome(MedianStage? Next, double[] Found);
}
