using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>What a file says of the axes of an array, in the layout of HyperSpy, EMD (NCEM, py4DSTEM), NeXus, OME-Zarr, …</summary>
/// <param name="Kind">Whose layout it is; null: the file says nothing.</param>
/// <param name="Axes">One for each axis of the dataset; empty when the file says nothing.</param>
/// <param name="SignalAxes">Axes that belong to one measurement: 2 for frames, 1 for spectra. Null: not said.</param>
/// <param name="Facts">What is said of the microscope.</param>
internal sealed record StoredAxes(string? Kind, ImmutableArray<Axis> Axes, int? SignalAxes, IReadOnlyList<Fact> Facts)
{
    /// <summary>Nothing is said.</summary>
    public static StoredAxes Unknown { get; } = new(null, [], null, []);

    private const double StepTolerance = 1e-3;   // coordinates are often kept in single precision

    /// <summary>An axis through coordinates; not calibrated where they have no unit, or are not those of the axis.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="places">At least two coordinates: all, or the first two.</param>
    /// <param name="length">Length of the axis.</param>
    /// <param name="units">Their unit, as it is written.</param>
    public static Axis Through(string name, double[] places, long length, string? units)
    {
        if (LengthUnit.Normal(units) is not { } unit)
            return new(name);
        var step = (places[^1] - places[0]) / (places.Length - 1);
        if (double.IsFinite(step) && step != 0 && Enumerable.Range(1, places.Length - 1).All(
            i => Math.Abs(places[i] - places[0] - (i * step)) <= StepTolerance * Math.Abs(step) * Math.Max(1, i * 0.01)))
            return new(name, step, places[0], unit);
        return places.Length == length && places.All(double.IsFinite) ? Axis.Of(name, places, unit) : new(name);
    }

    /// <summary>The axes of the data as they are opened; empty when none is calibrated.</summary>
    /// <param name="shape">Scan and detector as opened.</param>
    /// <param name="written">The scan as it is stored. Another one was asked for: its axes are not known.</param>
    public ImmutableArray<Axis> On(DataShape shape, Extent written)
    {
        if (!Axes.Any(static axis => axis.IsCalibrated))
            return [];
        var scan = shape.Scan == written ? Axes[..^shape.Detector.Rank] : [.. Enumerable.Repeat(new Axis("scan"), shape.Scan.Rank)];
        var detector = Axes[^shape.Detector.Rank..];
        return
        [
            .. scan.Select((axis, i) => axis with { Name = Named(scan.Length - i, axis.Name) }),
            .. detector is [var row, var column, .. var colors]
                ? [row with { Name = "detector row" }, column with { Name = "detector column" },
                    .. colors.Select(static axis => axis with { Name = "color" })]
                : detector.Select(static axis => axis.Name.Length > 0 ? axis : axis with { Name = "channel" }),
        ];

        string Named(int fromEnd, string name) => (scan.Length, fromEnd) switch
        {
            (>= 2, 1) => "scan column",
            (>= 2, 2) => "scan row",
            _ => name.Length > 0 ? name : "scan",
        };
    }

    /// <summary>A number among attributes; null when it is none that is finite.</summary>
    public static double? Number(Hdf5Object of, string attribute) =>
        of.Attributes.TryGetValue(attribute, out var found) && found.Type.IsNumeric
            && found.ReadValue() is { Count: 1 } value && double.IsFinite(value.ToDouble())
            ? value.ToDouble()
            : null;

    /// <summary>A text among attributes; null when it is none.</summary>
    public static string? Text(Hdf5Object of, string attribute) =>
        of.Attributes.TryGetValue(attribute, out var found) && found.Type.IsText && found.ReadValue() is { Count: 1 } value
            ? value.ToText()
            : null;
}
