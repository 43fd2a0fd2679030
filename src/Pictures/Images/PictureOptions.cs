using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>How an image of numbers is shown.</summary>
public sealed record PictureOptions
{
    /// <summary>For results over the scan, and for pictures in colour: gray, linear, the outermost 0.1 % of the values clipped.</summary>
    public static PictureOptions ForScan { get; } = new();

    /// <summary>For results over the detector: inferno, logarithmic, nothing clipped.</summary>
    public static PictureOptions ForDetector { get; } = new()
    {
        Map = ColorMap.Inferno,
        Scale = PictureScale.Logarithmic,
        LowPercentile = 0,
        HighPercentile = 100,
    };

    /// <summary>What suits a result that follows the scan, or the detector.</summary>
    public static PictureOptions For(ResultKind kind) => kind == ResultKind.Detector ? ForDetector : ForScan;

    /// <summary>The colours.</summary>
    public ColorMap Map { get; init; } = ColorMap.Gray;

    /// <summary>
    /// Whether zero has the middle colour and both limits are equally far from it; null: yes for a diverging map whose limits are not
    /// given.
    /// </summary>
    /// <remarks>
    /// A <see cref="Low"/> or <see cref="High"/> then sets the distance of both; the scale works on the distance from zero.
    /// </remarks>
    public bool? CenterOnZero { get; init; }

    /// <summary>How values become brightness.</summary>
    public PictureScale Scale { get; init; }

    /// <summary>The exponent of <see cref="PictureScale.Power"/>.</summary>
    public double Exponent { get; init; } = 0.5;

    /// <summary>This share of the finite values, in percent, is at or below the darkest colour.</summary>
    public double LowPercentile { get; init; } = 0.1;

    /// <summary>This share of the finite values, in percent, is at or below the brightest colour.</summary>
    public double HighPercentile { get; init; } = 99.9;

    /// <summary>The value of the darkest colour, instead of <see cref="LowPercentile"/>.</summary>
    public double? Low { get; init; }

    /// <summary>The value of the brightest colour, instead of <see cref="HighPercentile"/>.</summary>
    public double? High { get; init; }

    /// <summary>
    /// Whether a file that <see cref="ArrayFile"/> writes shows the picture as a <see cref="Figure"/>: with colour bar and scale bar.
    /// </summary>
    public bool HasLegend { get; init; }

    /// <summary>The axis that runs to the right, for the scale bar; null, or not calibrated: no bar.</summary>
    public Axis? Axis { get; init; }

    /// <summary>Smaller images are enlarged by a whole factor until their longer side has this many pixels.</summary>
    public int MinimumSide { get; init; } = 256;
}
