using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses;

/// <summary>Every frame operation that the faces offer: one line each.</summary>
public static class KnownFrameOperations
{
    /// <summary>Those that options of commands ask for, in the order in which they are done when data are opened.</summary>
    public static IReadOnlyList<FrameOperation> WhenOpened { get; } =
    [
        new SyncOffsetStep(),
        new SelectColorStep(),
        new MaskHotPixelsStep(),
        new MaskPixelsStep(),
        new CorrectFramesStep(),
        new CropStep(),
        new BinDetectorStep(),
        new BinScanStep(),
    ];

    /// <summary>All frame operations, in the order in which they are listed.</summary>
    public static IReadOnlyList<FrameOperation> All { get; } =
    [
        .. WhenOpened,
        new IgnoreNonFiniteStep(),
        new SelectPositionsStep(),
        new ReshapeScanStep(),
        new ShiftFramesStep(),
        new SelectChannelsStep(),
    ];

    /// <summary>Leaves NaN and infinite values out.</summary>
    public static OperationCall<FrameOperation> IgnoreNonFinite { get; } = new(
        All.First(static operation => operation is IgnoreNonFiniteStep), Arguments.None(ParameterSchema.Empty));

    /// <summary>A read path of known operations.</summary>
    /// <param name="parameters">Their parameter records, the first one first.</param>
    /// <exception cref="ArgumentException">A record is not that of a known operation.</exception>
    public static ReadPath Path(params ReadOnlySpan<object> parameters)
    {
        var steps = new List<OperationCall<FrameOperation>>();
        foreach (var record in parameters)
            steps.Add(OperationCall<FrameOperation>.Of(record, All));
        return new([.. steps]);
    }
}
