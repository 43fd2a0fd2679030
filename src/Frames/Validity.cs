namespace Ronchi.Frames;

/// <summary>Which stored values are no measurement. Analyses leave them out of every sum and report how many there were.</summary>
public sealed record Validity
{
    /// <summary>Everything is a measurement.</summary>
    public static Validity Everything { get; } = new();

    /// <summary>Pixels that the detector's pixel mask marks as bad, in every frame. Null: none.</summary>
    public PixelSet? MaskedPixels { get; init; }

    /// <summary>Whether the maximum of the unsigned element type means "no data", as counting detectors store it.</summary>
    public bool MaximumIsNoData { get; init; }

    /// <summary>Flat scan index of the first frame that was recorded; those before it are blank and invalid.</summary>
    public long FirstRecorded { get; init; }

    /// <summary>Flat scan index behind the last frame that was recorded; those from there on are missing and invalid. Null: all are there.</summary>
    public long? RecordedFrames { get; init; }

    /// <summary>Whether every position of a scan was recorded.</summary>
    public bool IsComplete(long frameCount) => FirstRecorded == 0 && (RecordedFrames ?? frameCount) >= frameCount;
}
