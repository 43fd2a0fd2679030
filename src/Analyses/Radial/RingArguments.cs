using Ronchi.Engine;

namespace Ronchi.Analyses.Radial;

/// <summary>The arguments that all analyses of rings share.</summary>
internal static class RingArguments
{
    public static Parameter Center { get; } = new("center", "ROW,COL|auto", "Centre of the rings (default, auto: centre of the bright-field disk)");

    public static Parameter InnerRadius { get; } = new("inner-radius", "R", "Inner radius of the rings");

    public static Parameter OuterRadius { get; } = new("outer-radius", "R", "Outer radius of the rings");

    public static (double Row, double Column) CenterOf(AnalysisArguments arguments, DataDescription data)
    {
        if (arguments.Text("center") is not (null or "auto"))
            return arguments.Position("center", data)!.Value;
        var (row, column, _) = arguments.FindDisk();
        return (row, column);
    }
}
