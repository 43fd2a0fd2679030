using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// What a file of Ronchi's own says of a scan besides its frames: in a group of an HDF5 file, or beside a file that has no place for it.
/// </summary>
internal sealed record CarriedScan
{
    /// <summary>Begins a note that an earlier step left.</summary>
    public const string EarlierNote = "before conversion: ";

    /// <summary>Path of the frames in an HDF5 file.</summary>
    public string Frames { get; init; } = "/entry/data/data";

    /// <summary>Lengths of the scan axes.</summary>
    public ImmutableArray<long> Scan { get; init; } = [];

    /// <summary>Lengths of the detector axes.</summary>
    public ImmutableArray<long> Detector { get; init; } = [];

    /// <summary>One axis for each, scan first; empty: nothing is known.</summary>
    public ImmutableArray<Axis> Axes { get; init; } = [];

    /// <summary>Facts of the experiment.</summary>
    public ImmutableArray<Fact> Facts { get; init; } = [];

    /// <summary>What was said of the scan when it was written.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What was lost when it was written.</summary>
    public ImmutableArray<string> Losses { get; init; } = [];

    /// <summary>Ranges of flat scan indices of the frames that were recorded; default: all were.</summary>
    public ImmutableArray<(long Start, long End)> Recorded { get; init; }

    /// <summary>Masked pixels; null: none, or they are kept elsewhere.</summary>
    public PixelSet? MaskedPixels { get; init; }

    /// <summary>Whether the maximum of the type means "no data".</summary>
    public bool MaximumIsNoData { get; init; }

    /// <summary>How the frames were made; null: it is not said.</summary>
    public string? Provenance { get; init; }

    /// <summary>What is to be carried of a scan.</summary>
    public static CarriedScan Of(SinkDescription data) => new()
    {
        Scan = data.Shape.Scan.Lengths,
        Detector = data.Shape.Detector.Lengths,
        Axes = data.Info.Axes.Length == data.Shape.Full.Rank ? data.Info.Axes : [],
        Facts = data.Facts,
        Notes = data.Info.Notes.RemoveAll(IsOfRecording),   // whoever opens the file finds it again
        Losses = data.Losses,
        Recorded = data.IsComplete ? default : data.Recorded,
        MaskedPixels = data.MaskedPixels,
        MaximumIsNoData = data.MaximumIsNoData,
        Provenance = data.Provenance,
    };

    /// <summary>
    /// Whether lengths are positive, axes as many as lengths with finite steps, and recorded ranges ascending and within the scan.
    /// </summary>
    public bool IsPlausible
    {
        get
        {
            var frames = 1L;
            foreach (var length in Scan.Concat(Detector))
            {
                if (length < 0 || length > int.MaxValue || (frames *= Math.Max(length, 1)) > 1L << 60)
                    return false;
            }

            if (!Axes.IsEmpty
                && (Axes.Length != Scan.Length + Detector.Length
                || Axes.Zip((IEnumerable<long>)[.. Scan, .. Detector])
                .Any(static pair => pair.First.Values is { } values && values.Count != pair.Second)
                || Axes.Any(static axis => !double.IsFinite(axis.Scale) || axis.Scale == 0 || !double.IsFinite(axis.Offset))))
                return false;
            var before = 0L;
            foreach (var (start, end) in Recorded.IsDefault ? [] : Recorded)
            {
                if (start < before || end <= start || end > new Extent(Scan.AsSpan()).Count)
                    return false;
                before = end;
            }

            return true;
        }
    }

    /// <summary>The axes, when the data that were opened have as many.</summary>
    public ImmutableArray<Axis> AxesOf(DataShape shape) => Axes.Length == shape.Full.Rank && shape.Scan.Rank == Scan.Length ? Axes : [];

    /// <summary>How many axes of an array of frames are the detector's; null: nothing is said of an array of this shape.</summary>
    /// <param name="shape">All its axes.</param>
    public int? DetectorAxesOf(ReadOnlySpan<long> shape) =>
        !Detector.IsEmpty && shape.SequenceEqual([.. Scan, .. Detector]) ? Detector.Length : null;

    /// <summary>The scan's own shape, when so many frames fill it.</summary>
    public Extent? ScanOf(long frames) => Scan.Length > 0 && new Extent(Scan.AsSpan()) is var scan && scan.Count == frames ? scan : null;

    /// <summary>What is no measurement, as written down.</summary>
    /// <param name="before">What the file itself says.</param>
    /// <param name="shape">The data that were opened.</param>
    /// <returns>It, with what this says where it fits the data.</returns>
    public Validity ValidityOf(Validity before, DataShape shape)
    {
        if (MaskedPixels is { } masked && masked.Pixels == shape.FrameElements)
            before = before with { MaskedPixels = before.MaskedPixels?.Union(masked) ?? masked };
        if (!Recorded.IsDefault && new Extent(Scan.AsSpan()).Count == shape.FrameCount)
            before = before.WithRecorded(before.Recorded(shape.FrameCount).SelectMany(Common), shape.FrameCount);

        return before with { MaximumIsNoData = before.MaximumIsNoData || MaximumIsNoData };
    }

    /// <summary>The facts and notes of a source, with these behind its own.</summary>
    /// <param name="info">What the source says itself.</param>
    /// <param name="shape">The data that were opened.</param>
    /// <param name="validity">What is no measurement in them.</param>
    public SourceInfo InfoOf(SourceInfo info, DataShape shape, Validity validity) => info with
    {
        Provenance = Provenance,
        Axes = AxesOf(shape) is { IsEmpty: false } axes ? axes : info.Axes,
        Facts = [.. info.Facts, .. Facts.Where(fact => !info.Facts.Any(own => own.Name == fact.Name))],
        Notes =
        [
            .. info.Notes,
            .. validity.IsComplete(shape.FrameCount) || info.Notes.Any(IsOfRecording)
                ? (ImmutableArray<string>)[]
                : [Incomplete(validity, shape)],
            .. Notes.Concat(Losses.Select(static loss => $"not kept: {loss}."))
                .Select(static note => note.StartsWith(EarlierNote, StringComparison.Ordinal) ? note : EarlierNote + note),
        ],
    };

    // The parts of a run that were recorded by this, too.
    private IEnumerable<FrameRange> Common(FrameRange run) => Recorded
        .Select(range => (Start: Math.Max(range.Start, run.Start), End: Math.Min(range.End, run.End)))
        .Where(static range => range.Start < range.End)
        .Select(static range => new FrameRange(range.Start, (int)(range.End - range.Start)));

    private static bool IsOfRecording(string note) =>
        note.StartsWith("the scan of ", StringComparison.Ordinal)
            && (note.Contains(" was aborted: ", StringComparison.Ordinal) || note.Contains(" is not complete: ", StringComparison.Ordinal));

    private static string Incomplete(Validity validity, DataShape shape) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the scan of {shape.Scan} is not complete: {validity.RecordedCount(shape.FrameCount):N0} of {shape.FrameCount:N0} frames are "
            + $"present; the other positions are blank and invalid.");
}
