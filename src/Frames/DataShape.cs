namespace Ronchi.Frames;

/// <summary>Shape of a data set: scan axes (slow to fast; a series first), then detector axes (row, column).</summary>
/// <param name="Scan">Lengths of the scan axes: where a frame was recorded. Any number of axes.</param>
/// <param name="Detector">Lengths of the detector axes: what a frame holds. Any number of axes; a spectrum has one.</param>
public readonly record struct DataShape(Extent Scan, Extent Detector)
{
    /// <summary>Number of frames.</summary>
    public long FrameCount => Scan.Count;

    /// <summary>Number of pixels of one frame.</summary>
    public long FrameElements => Detector.Count;

    /// <summary>All axes, scan first.</summary>
    public Extent Full => Scan.Append(Detector);

    /// <inheritdoc/>
    public override string ToString() => $"{Scan} scan, {Detector} detector";
}
