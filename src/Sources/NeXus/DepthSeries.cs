using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Datasets in groups <c>NAME_depth0000</c>, <c>NAME_depth0001</c>, …: what Prismatic computed for several thicknesses, a
/// series.</summary>
internal static class DepthSeries
{
    private const string Parameters = "/4DSTEM_simulation/metadata/metadata_0/original/simulation_parameters";

    /// <summary>The datasets in the order of their depths; null: they are no such series.</summary>
    /// <param name="datasets">Datasets of one size.</param>
    public static IReadOnlyList<FoundDataset>? Of(IReadOnlyList<FoundDataset> datasets)
    {
        var first = datasets[0];
        var places = datasets.Select(static found => Place(found.Path)).ToList();
        if (first.Dataset.File.Truncation is not null || !places.TrueForAll(place => place?.Names == places[0]?.Names && place is not null)
            || datasets.Any(found => found.Dataset.File != first.Dataset.File || found.Shape != first.Shape
                || found.Dataset.Type.ToString() != first.Dataset.Type.ToString()))
            return null;
        return [.. datasets.Zip(places).OrderBy(static pair => pair.Second!.Value.Depth).Select(static pair => pair.First)];
    }

    /// <summary>The axis of such a series: the thickness, where the parameters of the simulation tell it.</summary>
    public static Axis AxisOf(Hdf5File file)
    {
        if (file.TryOpen(Parameters) is not Hdf5Group parameters)
            return new("depth");
        var step = (StoredAxes.Number(parameters, "s") ?? 0) * (StoredAxes.Number(parameters, "ns") ?? 0);
        return step > 0 ? new("depth", step, Math.Max(StoredAxes.Number(parameters, "zs") ?? 0, step), "Å") : new("depth");
    }

    // The path without the digits of the depth, and these.
    private static (string Names, int Depth)? Place(string path)
    {
        const string Mark = "_depth";
        var end = path.LastIndexOf('/');
        var at = end < 0 ? -1 : path.LastIndexOf(Mark, end, StringComparison.Ordinal);
        var digits = at < 0 ? [] : path.AsSpan(at + Mark.Length, end - at - Mark.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var depth)
            ? (string.Concat(path.AsSpan(0, at), path.AsSpan(end)), depth)
            : null;
    }
}
