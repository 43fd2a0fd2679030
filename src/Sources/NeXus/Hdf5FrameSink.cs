using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>
/// Writes frames to one HDF5 dataset, <c>/entry/data/data</c> (NeXus NXdata): scan axes, then detector axes; a chunk a frame,
/// bitshuffle+LZ4.
/// </summary>
/// <remarks>What NeXus has a place for lies there: calibrated axes (NXdata), the pixel mask (NXdetector). The largest value of the type as
/// "no data" is the attribute <c>missing_value</c>, as in netCDF. The rest lies in <c>/entry/ronchi</c>, what an HDF5 source said besides
/// in <c>/entry/origin</c>.</remarks>
public static class Hdf5FrameSink
{
    private const string Group = "/entry/data";

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "HDF5",
        FileNames = ".h5",
        Takes = static name => name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = DatasetFile.Parts($"{Group}/data", "NXdata axes next to the frames", ""),
    };

    private static DatasetFile Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(
            path, data, overwrite, isResumable, FrameEncoder.Bitshuffle(data.ElementType, data.FrameBytes), Group, (root, group, _) =>
            {
                root.Group("entry").Attribute("NX_class", "NXentry");
                group.Attribute("NX_class", "NXdata");
                group.Attribute("signal", "data");
                Axes(group, data);
            });

    // NXdata: the group names a dataset of coordinates for each axis of the signal.
    private static void Axes(GroupWriter group, SinkDescription data)
    {
        if (data.Info.Axes.Length != data.Shape.Full.Rank)
            return;
        var names = new List<string>();
        for (var i = 0; i < data.Info.Axes.Length; i++)
        {
            var axis = data.Info.Axes[i];
            var name = NameOf(axis.Name, i, names);
            names.Add(name);
            var coordinates = new double[data.Shape.Full[i]];
            for (var index = 0; index < coordinates.Length; index++)
                coordinates[index] = axis.At(index);
            var written = group.Dataset<double>(name, [coordinates.Length], coordinates);
            written.Attribute("units", axis.Unit);
            written.Attribute("long_name", axis.Name);
        }

        group.Attribute("axes", names);
    }

    private static string NameOf(string axis, int number, List<string> taken)
    {
        var name = string.Concat(axis.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));
        return name.Length is 0 or > 64 || name == "data" || taken.Contains(name)
            ? string.Create(CultureInfo.InvariantCulture, $"axis_{number}")
            : name;
    }
}
