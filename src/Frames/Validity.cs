namespace Ronchi.Frames;

/// <summary>Which stored values are no measurement. Analyses leave them out of every sum and report how many there were.</summary>
public sealed class Validity
{
    /// <summary>Everything is a measurement.</summary>
    public static Validity Everything { get; } = new();

    /// <summary>Pixels that the detector's pixel mask marks as bad, in every frame. Null: none.</summary>
    public PixelSet? MaskedPixels { get; init; }

    /// <summary>Whether the maximum of the unsigned element type means "no data", as counting detectors store it.</summary>
    public bool MaximumIsNoData { get; init; }

    /// <summary>Frames from the start of the scan that were recorded; those behind are missing and invalid. Null: all.</summary>
    public long? RecordedFrames { get; init; }
}
