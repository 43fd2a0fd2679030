using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>What all analyses ask for that begin with the centre of mass of each frame.</summary>
public abstract record DeflectionParameters
{
    /// <summary>Only pixels up to this distance from the centre count; null: all.</summary>
    [Parameter("Use only pixels up to this distance from the centre", Default = "all")]
    public DetectorLength? Radius { get; init; }

    /// <summary>Only pixels from this distance on count.</summary>
    [Parameter("Use only pixels at least this far from the centre")]
    public DetectorLength InnerRadius { get; init; }

    /// <summary>Direction of the detector against the scan, in degrees, clockwise on screen.</summary>
    [Parameter("Rotate the shifts, clockwise on screen, to point along the scan axes", Form = "DEGREES", Unit = "°", Minimum = -3600, Maximum = 3600)]
    public double ScanRotation { get; init; }

    /// <summary>Whether the detector's rows run against those of the scan.</summary>
    [Parameter("Flip the shifts: the detector rows run against the scan rows")]
    public bool FlipY { get; init; }

    /// <summary>These and the rest as settings.</summary>
    internal CenterOfMassSettings Settings((double Row, double Column)? center, FieldRegression regression) => new()
    {
        Center = center,
        Radius = Radius?.Pixels,
        InnerRadius = InnerRadius.Pixels,
        ScanRotation = ScanRotation,
        FlipY = FlipY,
        Regression = regression,
    };
}
