using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>dpc</c> asks for.</summary>
public sealed record SegmentedSignalParameters
{
    /// <summary>Where the quadrants meet.</summary>
    [Parameter("Where the quadrants meet, in pixels", Default = "auto, the centre of the bright-field disk")]
    public DetectorPosition? Center { get; init; }

    /// <summary>Where the quadrants begin.</summary>
    [Parameter("Distance from the centre at which the quadrants begin")]
    public DetectorLength InnerRadius { get; init; }

    /// <summary>Where the quadrants end; null: at the edge of the bright-field disk.</summary>
    [Parameter("Distance from the centre at which the quadrants end", Default = "radius of the bright-field disk")]
    public DetectorLength? Radius { get; init; }

    /// <summary>Direction of the detector against the scan, in degrees, clockwise on screen.</summary>
    [Parameter(
        "Rotate the signal, clockwise on screen, to point along the scan axes",
        Form = "DEGREES", Unit = "°", Minimum = -3600, Maximum = 3600)]
    public double ScanRotation { get; init; }

    /// <summary>Whether the detector's rows run against those of the scan.</summary>
    [Parameter("Flip the signal: the detector rows run against the scan rows")]
    public bool FlipY { get; init; }
}
