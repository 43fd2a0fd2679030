using System.Globalization;
using System.Text.RegularExpressions;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Datasets in groups <c>NAME_depth0000</c>, <c>NAME_depth0001</c>, …: what Prismatic computed for several thicknesses, a
/// series.</summary>
internal static partial class DepthSeries
{
    private const string Parameters = "/4DSTEM_simulation/metadata/metadata_0/original/simulation_parameters";

    /// <summary>The datasets in the order of their depths; null: they are no such series.</summary>
    /// <param name="datasets">Datasets of one shape and type.</param>
    public static IReadOnlyList<FoundDataset>? Of(IReadOnlyList<FoundDataset> datasets)
    {
        var names = datasets.Select(static found => Name().Match(found.Path)).ToList();
        var first = datasets[0];
        var (group, data) = (names[0].Groups["group"].Value, names[0].Groups["data"].Value);
        if (first.Dataset.File.Truncation is not null
            || !names.TrueForAll(name => name.Success && name.Groups["group"].Value == group && name.Groups["data"].Value == data)
            || datasets.Any(found => found.Dataset.File != first.Dataset.File || found.Shape != first.Shape
                || found.Dataset.Type.ToString() != first.Dataset.Type.ToString()))
            return null;
        return [.. datasets.Zip(names)
            .OrderBy(static pair => int.Parse(pair.Second.Groups["depth"].ValueSpan, CultureInfo.InvariantCulture))
            .Select(static pair => pair.First)];
    }

    /// <summary>The axis of such a series: the thickness, where the parameters of the simulation tell it.</summary>
    public static Axis AxisOf(Hdf5File file)
    {
        if (file.TryOpen(Parameters) is not Hdf5Group parameters)
            return new("depth");
        var step = (StoredAxes.Number(parameters, "s") ?? 0) * (StoredAxes.Number(parameters, "ns") ?? 0);
        return step > 0 ? new("depth", step, Math.Max(StoredAxes.Number(parameters, "zs") ?? 0, step), "Å") : new("depth");
    }

    [GeneratedRegex(@"^(?<group>.*_depth)(?<depth>\d{1,9})/(?<data>[^/]+)$")]
    private static partial Regex Name();
}
