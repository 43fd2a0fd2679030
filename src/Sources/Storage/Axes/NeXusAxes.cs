using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Axes in the layout of NeXus' NXdata: the group names its signal and, axis by axis, datasets of coordinates; older files mark them by
/// attributes of the datasets (<c>signal="1"</c>, <c>axes="y:x"</c>, <c>axis="1"</c>).
/// </summary>
internal static class NeXusAxes
{
    /// <summary>Reads the axes of the signal of a group; null when the group is not of this layout, or plots something else.</summary>
    /// <param name="group">The group.</param>
    /// <param name="dataset">The dataset, by whatever path it was reached.</param>
    public static StoredAxes? Read(Hdf5Group group, Hdf5Dataset dataset)
    {
        if (NeXusPlot.SignalOf(group) is not { } signal || signal.File != dataset.File || signal.Address != dataset.Address)
            return null;
        var shape = dataset.WrittenShape;
        var axes = shape.Select(static _ => new Axis("")).ToArray();
        foreach (var (name, dimension) in Named(group, dataset))
        {
            if (dimension < axes.Length && name.Length > 0 && name != "." && group.FindLink(name) is not null
                && group.TryOpen(name) is Hdf5Dataset { Type.IsNumeric: true, Shape: [var length] } places && length == shape[dimension]
                && length is > 1 and <= AxisValues.Most)
                axes[dimension] = StoredAxes.Through(name, places.ReadValue().ToDoubles(), length, StoredAxes.Text(places, "units"));
        }

        return new("NeXus", [.. axes], Interpretation(dataset) ?? Interpretation(group), NeXusFacts.Of(group));
    }

    private static int? Interpretation(Hdf5Object of) => StoredAxes.Text(of, "interpretation") switch
    {
        "spectrum" => 1,
        "image" => 2,
        "rgb-image" or "rgba-image" or "hsl-image" or "hsla-image" or "cmyk-image" => 3,
        _ => null,
    };

    // Names of the datasets of coordinates, and the axis along which they run; those that run along several are no axes.
    private static IEnumerable<(string Name, int Dimension)> Named(Hdf5Group group, Hdf5Dataset dataset)
    {
        var names = Texts(group, "axes") ?? Texts(dataset, "axes") ?? ByNumber(group, dataset);
        for (var i = 0; i < names.Length; i++)
        {
            var told = Numbers(group, names[i] + "_indices");
            if (told is null or [_])
                yield return (names[i], told?[0] ?? i);
        }
    }

    private static string[]? Texts(Hdf5Object of, string attribute)
    {
        if (!of.Attributes.TryGetValue(attribute, out var found) || !found.Type.IsText)
            return null;
        var texts = found.ReadValue().ToTexts();
        return texts is [var list] && list.AsSpan().ContainsAny(':', ',') ? list.Trim('[', ']').Split(':', ',') : texts;
    }

    // Programs write them as numbers, some as texts.
    private static int[]? Numbers(Hdf5Group group, string attribute)
    {
        if (!group.Attributes.TryGetValue(attribute, out var found))
            return null;
        if (found.Type.IsNumeric)
            return [.. found.ReadValue().ToDoubles().Select(static number => number is >= 0 and < 32 ? (int)number : int.MaxValue)];
        return found.Type.IsText
            ? [.. found.ReadValue().ToTexts().Select(static text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue)]
            : null;
    }

    private static string[] ByNumber(Hdf5Group group, Hdf5Dataset dataset)
    {
        var names = dataset.WrittenShape.Select(static _ => "").ToArray();
        foreach (var link in group.Links)
        {
            if (link.Kind == LinkKind.Hard && group.TryOpen(link.Name) is Hdf5Dataset { Shape.Length: 1 } coordinates
                && NeXusPlot.Mark(coordinates, "axis") is >= 1 and var number && number <= names.Length && names[number - 1].Length == 0)
                names[number - 1] = link.Name;
        }

        return names;
    }
}
