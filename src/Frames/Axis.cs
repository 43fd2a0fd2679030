namespace Ronchi.Frames;

/// <summary>One axis with its calibration: coordinate = <paramref name="Offset"/> + index × <paramref name="Scale"/>.</summary>
/// <param name="Name">What runs along the axis: <c>scan row</c>, <c>detector column</c>, <c>time</c>, …</param>
/// <param name="Scale">Step from one index to the next, in <paramref name="Unit"/>.</param>
/// <param name="Offset">Coordinate of index 0, in <paramref name="Unit"/>.</param>
/// <param name="Unit">nm, mrad, 1/nm, s, …; <c>px</c> when not calibrated.</param>
public sealed record Axis(string Name, double Scale = 1, double Offset = 0, string Unit = "px")
{
    /// <summary>Whether the axis has a physical unit.</summary>
    public bool IsCalibrated => Unit != "px";
}
