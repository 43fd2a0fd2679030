using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.HyperSpy;

/// <summary>
/// Writes frames as HyperSpy does (<c>.hspy</c>, version 3.1 of its layout): one chunk a frame, deflated, with axes and what it knows of
/// the microscope. HyperSpy opens it lazily.
/// </summary>
/// <remarks>What that layout has no place for lies in <c>/entry</c>, where HyperSpy does not look and Ronchi finds it again.</remarks>
public static class HspyFrameSink
{
    private const string Version = "3.1";
    private const string Group = "/Experiments/scan";

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "HyperSpy",
        FileNames = ".hspy",
        Takes = static name => name.EndsWith(".hspy", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = DatasetFile.Parts(
            $"{Group}/data", "`axis-N` next to the frames", "beam energy and camera length in `metadata`; "),
    };

    private static DatasetFile Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(
            path, data, overwrite, isResumable, FrameEncoder.Deflate(data.ElementType, data.FrameBytes), Group, (root, group, _) =>
            {
                root.VariableAttribute("file_format", "HyperSpy");
                root.VariableAttribute("file_format_version", Version);
                Axes(group, data);
                Metadata(group, data);
            });

    private static void Axes(GroupWriter group, SinkDescription data)
    {
        var shape = data.Shape;
        var known = data.Info.Axes.Length == shape.Full.Rank;
        for (var i = 0; i < shape.Full.Rank; i++)
        {
            var axis = known ? data.Info.Axes[i] : new Axis("");
            var written = group.Group(string.Create(CultureInfo.InvariantCulture, $"axis-{i}"));
            written.VariableAttribute("_type", axis.Values is null ? "UniformDataAxis" : "DataAxis");
            written.VariableAttribute("name", HyperSpyName.Of(axis.Name, i, shape));
            written.VariableAttribute("units", axis.Unit);
            written.Attribute("navigate", i < shape.Scan.Rank);
            written.Attribute("is_binned", false);
            written.Attribute("size", shape.Full[i]);
            if (axis.Values is { } values)
            {
                written.Dataset<double>("axis", [values.Count], values.AsSpan());
                continue;
            }

            written.Attribute("scale", axis.Scale);
            written.Attribute("offset", axis.Offset);
        }
    }

    // The groups metadata and original_metadata must be there; the latter holds what a vendor's file said, which /entry/origin does here.
    private static void Metadata(GroupWriter group, SinkDescription data)
    {
        var metadata = group.Group("metadata");
        metadata.Group("General").VariableAttribute("title", Path.GetFileNameWithoutExtension(data.Info.Path));
        metadata.Group("Signal").VariableAttribute("signal_type", "");
        group.Group("original_metadata");
        var microscope = HyperSpyMicroscope.Of(data.Facts, data.Info.Kilovolts);
        if (microscope.Count == 0)
            return;
        var written = metadata.Group("Acquisition_instrument").Group("TEM");
        foreach (var (name, value) in microscope)
            written.Attribute(name, value);
    }
}
