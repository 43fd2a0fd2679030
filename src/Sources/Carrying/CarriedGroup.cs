using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// A <see cref="CarriedScan"/> in an HDF5 file: the group <c>/entry/ronchi</c>, for all that no standard has a place for.
/// </summary>
internal static class CarriedGroup
{
    /// <summary>Path of the group.</summary>
    public const string Path = "/entry/ronchi";

    private const string Name = "ronchi";
    private const int MostElements = 1 << 20;

    /// <summary>Writes it.</summary>
    /// <param name="entry">The group <c>/entry</c>.</param>
    /// <param name="carried">What to keep.</param>
    public static void Write(GroupWriter entry, CarriedScan carried)
    {
        var group = entry.Group(Name);
        group.Attribute("NX_class", "NXcollection");
        group.Attribute("frames", carried.Frames);
        group.Attribute<long>("scan_shape", carried.Scan.AsSpan());
        group.Attribute<long>("detector_shape", carried.Detector.AsSpan());
        if (!carried.Axes.IsEmpty)
        {
            var axes = carried.Axes;
            group.Attribute("axis_names", [.. axes.Select(static axis => axis.Name)]);
            group.Attribute("axis_units", [.. axes.Select(static axis => axis.Unit)]);
            group.Attribute<double>("axis_scales", [.. axes.Select(static axis => axis.Scale)]);
            group.Attribute<double>("axis_offsets", [.. axes.Select(static axis => axis.Offset)]);
            for (var i = 0; i < axes.Length; i++)
            {
                if (axes[i].Values is { } values)
                    group.Dataset<double>($"axis_values_{i}", [values.Count], values.AsSpan());
            }
        }

        if (!carried.Recorded.IsDefault)
            group.Dataset<long>(
                "recorded",
                [carried.Recorded.Length, 2],
                [.. carried.Recorded.SelectMany(static range => (long[])[range.Start, range.End])]);
        if (!carried.Facts.IsEmpty)
            group.Texts(
                "facts",
                [carried.Facts.Length, 3],
                [.. carried.Facts.SelectMany(static fact => (string[])[fact.Name, fact.Value, fact.Unit ?? ""])]);
        Texts(group, "notes", carried.Notes);
        Texts(group, "not_kept", carried.Losses);
        Texts(group, "made_by", carried.Provenance is { } provenance ? [provenance] : []);
    }

    /// <summary>Whether a file has such a group.</summary>
    public static bool IsIn(Hdf5File file) =>
        file.Root.FindLink("entry") is { Kind: LinkKind.Hard } && file.TryOpen("/entry") is Hdf5Group entry
            && entry.FindLink(Name) is { Kind: LinkKind.Hard };

    /// <summary>Reads it.</summary>
    /// <returns>Null: the file has no such group.</returns>
    /// <exception cref="SourceException">The group is damaged.</exception>
    public static CarriedScan? Read(Hdf5File file)
    {
        if (!IsIn(file) || file.TryOpen(Path) is not Hdf5Group group)
            return null;
        var carried = new CarriedScan
        {
            Frames = Words(group, "frames") is [var frames] ? frames : new CarriedScan().Frames,
            Scan = [.. Numbers(group, "scan_shape").Select(static length => (long)length)],
            Detector = [.. Numbers(group, "detector_shape").Select(static length => (long)length)],
            Axes = Axes(group),
            Facts = Facts(group),
            Notes = Texts(group, "notes"),
            Losses = Texts(group, "not_kept"),
            Recorded = Recorded(group),
            Provenance = Texts(group, "made_by") is [var provenance] ? provenance : null,
        };
        return carried.IsPlausible
            ? carried
            : throw new SourceException(file.Path, $"'{Path}' is inconsistent: its scan shape, axes and recorded frames do not match.");
    }

    private static double[] Numbers(Hdf5Group group, string name) =>
        group.Attributes.TryGetValue(name, out var found) && found.Type.IsNumeric && found.Shape.Length == 1
            ? found.ReadValue().ToDoubles()
            : [];

    private static string[] Words(Hdf5Group group, string name) =>
        group.Attributes.TryGetValue(name, out var found) && found.Type.IsText ? found.ReadValue().ToTexts() : [];

    private static ImmutableArray<Axis> Axes(Hdf5Group group)
    {
        var (names, units, scales, offsets) = (
            Words(group, "axis_names"), Words(group, "axis_units"), Numbers(group, "axis_scales"), Numbers(group, "axis_offsets"));
        return names.Length == units.Length && names.Length == scales.Length && names.Length == offsets.Length
            ? [.. names.Select((name, i) => Values(group, i) is { } values
                ? Axis.Of(name, values, units[i]) : new Axis(name, scales[i], offsets[i], units[i]))]
            : [];
    }

    private static double[]? Values(Hdf5Group group, int axis) =>
        Small(group, $"axis_values_{axis}") is { Shape: [> 0 and <= AxisValues.Most], Type.IsNumeric: true } dataset
        && dataset.ReadValue().ToDoubles() is var values && values.All(double.IsFinite)
            ? values
            : null;

    private static ImmutableArray<Fact> Facts(Hdf5Group group)
    {
        if (Small(group, "facts") is not { Shape: [_, 3], Type.IsText: true } dataset)
            return [];
        var texts = dataset.ReadValue().ToTexts();
        return [.. Enumerable.Range(0, texts.Length / 3)
            .Select(i => new Fact(texts[3 * i], texts[(3 * i) + 1], texts[(3 * i) + 2] is { Length: > 0 } unit ? unit : null))];
    }

    private static ImmutableArray<string> Texts(Hdf5Group group, string name) =>
        Small(group, name) is { Shape.Length: 1, Type.IsText: true } dataset
            ? ImmutableCollectionsMarshal.AsImmutableArray(dataset.ReadValue().ToTexts())
            : [];

    private static ImmutableArray<(long Start, long End)> Recorded(Hdf5Group group)
    {
        if (Small(group, "recorded") is not { Shape: [_, 2], Type.IsNumeric: true } dataset)
            return default;
        var numbers = dataset.ElementCount == 0 ? [] : dataset.ReadValue().ToInt64s();
        return [.. Enumerable.Range(0, numbers.Length / 2).Select(i => (numbers[2 * i], numbers[(2 * i) + 1]))];
    }

    private static Hdf5Dataset? Small(Hdf5Group group, string name) =>
        group.TryOpen(name) is Hdf5Dataset { ElementCount: <= MostElements } dataset ? dataset : null;

    private static void Texts(GroupWriter group, string name, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty)
            group.Texts(name, [texts.Length], texts);
    }
}
