using Ronchi.Frames;

namespace Ronchi.Sources.Emd;

/// <summary>Units as py4DSTEM writes them.</summary>
internal static class EmdUnit
{
    private const double AngstromsInNanometre = 10;

    /// <summary>The same axis: reciprocal lengths in <c>A^-1</c>, lengths in nm as they are, others under their names there.</summary>
    public static Axis Of(Axis axis) => axis.Unit switch
    {
        "1/Å" => axis with { Unit = "A^-1" },
        "1/nm" => Scaled(axis, 1 / AngstromsInNanometre, "A^-1"),
        "Å" => axis with { Unit = "A" },
        "px" => axis with { Unit = "pixels" },
        _ => axis,
    };

    private static Axis Scaled(Axis axis, double factor, string unit) => axis.Values is { } values
        ? Axis.Of(axis.Name, [.. values.Select(value => value * factor)], unit)
        : axis with { Scale = axis.Scale * factor, Offset = axis.Offset * factor, Unit = unit };
}
