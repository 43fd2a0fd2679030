using System.Collections.Immutable;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// Axes of OME-Zarr images (https://ngff.openmicroscopy.org, 0.3 to 0.5): <c>multiscales</c> among the attributes of the group, which lists
/// the arrays of one image in all resolutions, the finest first.
/// </summary>
internal static class OmeAxes
{
    private const string Member = "multiscales";

    // What is called otherwise in UDUNITS, as the specification has it.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["angstrom"] = "Å", ["picometer"] = "pm", ["nanometer"] = "nm", ["micrometer"] = "µm", ["millimeter"] = "mm", ["meter"] = "m",
        ["nanosecond"] = "ns", ["microsecond"] = "µs", ["millisecond"] = "ms", ["second"] = "s", ["minute"] = "min", ["hour"] = "h",
    };

    /// <summary>Whether a group is an image.</summary>
    public static bool Are(JsonElement attributes) => Image(attributes) is not null;

    /// <summary>Path of the finest array of an image, from its group.</summary>
    public static string? FinestOf(JsonElement attributes) => Image(attributes)?.Items("datasets").FirstOrDefault().Text("path");

    /// <summary>The axes of an array of the image; null when the group is none, or does not list it.</summary>
    /// <param name="attributes">Attributes of the group.</param>
    /// <param name="path">Path of the array from the group.</param>
    /// <param name="shape">Its lengths.</param>
    public static StoredAxes? Read(JsonElement attributes, string path, ImmutableArray<long> shape)
    {
        if (Image(attributes) is not { } image)
            return null;
        var dataset = image.Items("datasets").FirstOrDefault(one => one.Text("path") == path);
        var written = image.Items("axes").ToList();
        if (dataset.ValueKind != JsonValueKind.Object || written.Count != shape.Length)
            return null;
        var (scale, offset) = (Enumerable.Repeat(1.0, shape.Length).ToArray(), new double[shape.Length]);
        foreach (var step in dataset.Items("coordinateTransformations").Concat(image.Items("coordinateTransformations")))
            Apply(step, scale, offset);
        return new(
            "OME-Zarr",
            [.. written.Select((axis, i) =>
            {
                var name = axis.Text("name") ?? (axis.ValueKind == JsonValueKind.String ? axis.GetString()! : "");
                var unit = axis.Text("unit") is { } text ? Units.GetValueOrDefault(text, text) : null;
                return unit is null || scale[i] == 0 ? new Axis(Named(name)) : new Axis(Named(name), scale[i], offset[i], unit);
            })],
            SignalAxes: shape.Length == 1 ? 1 : 2,
            []);
    }

    private static JsonElement? Image(JsonElement attributes) =>
        (attributes.Member("ome") ?? attributes).Items(Member).FirstOrDefault() is { ValueKind: JsonValueKind.Object } first ? first : null;

    private static string Named(string name) => name switch { "t" => "time", "c" => "channel", "z" => "depth", _ => name };

    private static void Apply(JsonElement step, double[] scale, double[] offset)
    {
        var numbers = step.Items(step.Text("type") ?? "").Select(static number =>
            number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : 0).ToList();
        if (numbers.Count != scale.Length)
            return;
        for (var axis = 0; axis < scale.Length; axis++)
        {
            if (step.Text("type") == "scale")
                (scale[axis], offset[axis]) = (scale[axis] * numbers[axis], offset[axis] * numbers[axis]);
            else if (step.Text("type") == "translation")
                offset[axis] += numbers[axis];
        }
    }
}
