using Ronchi.Engine;

namespace Ronchi.Analyses.Fourier;

/// <summary>The arguments that all analyses in Fourier space share.</summary>
internal static class FourierArguments
{
    public static Parameter RealCenter { get; } = new("real-center", "ROW,COL", "Centre of a disk to leave out of each frame (default: centre of the bright-field disk)");

    public static Parameter RealRadius { get; } = new("real-radius", "R", "Radius of that disk (default: nothing is left out)");

    public static RealSpaceMask LeftOut(AnalysisArguments arguments, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length("real-radius", data) is not { } radius)
        {
            return arguments.Has("real-center")
                ? throw new FormatException("--real-center needs the radius of the disk: give --real-radius too.")
                : new();
        }

        if (arguments.Position("real-center", data) is var (row, column))
            return new(row, column, radius);
        var used = arguments.FindDisk(center: null, radius);
        return new(used.Row, used.Column, used.Radius);
    }
}
