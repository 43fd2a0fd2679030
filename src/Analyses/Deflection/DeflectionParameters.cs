using System.Collections.Immutable;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

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
    [Parameter(
        "Rotate the shifts, clockwise on screen, to point along the scan axes",
        Form = "DEGREES", Unit = "°", Minimum = -3600, Maximum = 3600)]
    public double ScanRotation { get; init; }

    /// <summary>Whether the detector's rows run against those of the scan.</summary>
    [Parameter("Flip the shifts: the detector rows run against the scan rows")]
    public bool FlipY { get; init; }

    /// <summary>The pictures of a field of directions.</summary>
    /// <param name="what">What moved, in a phrase.</param>
    /// <param name="result">Name of the result that holds the vectors.</param>
    /// <param name="unit">Unit of their lengths; null: none.</param>
    internal static ImmutableArray<LookPart> Pictures(string what, string result, string? unit) =>
    [
        new("direction", $"Direction of the {what}, a colour for each; the brighter, the longer", result, LookForm.Directions)
        {
            Unit = unit,
        },
        new("length", $"Length of the {what}", result, LookForm.Length) { Unit = unit },
        new("angle", $"Angle of the {what}", result, LookForm.Angle) { Unit = "°" },
        new("x", $"The {what} towards larger columns", result, LookForm.Column) { Unit = unit },
        new("y", $"The {what} towards larger rows", result, LookForm.Row) { Unit = unit },
    ];

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
