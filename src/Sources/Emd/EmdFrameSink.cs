using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Emd;

/// <summary>
/// Writes frames in the layout EMD 1.0 (<c>.emd</c>) of py4DSTEM and emdfile: one chunk a frame, deflated, with its axes and, of a scan of
/// frames, the calibration that py4DSTEM reads.
/// </summary>
/// <remarks>What that layout has no place for lies in <c>/entry</c>, where those programs do not look and Ronchi finds it again.</remarks>
public static class EmdFrameSink
{
    private const string Root = "datacube_root";
    private const string Group = $"/{Root}/datacube";
    private static readonly string[] s_names = ["Rx", "Ry", "Qx", "Qy"];

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "EMD",
        FileNames = ".emd",
        Takes = static name => name.EndsWith(".emd", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = DatasetFile.Parts($"{Group}/data", "`dimN` next to the frames, and py4DSTEM's calibration", ""),
    };

    private static DatasetFile Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(
            path, data, overwrite, isResumable, FrameEncoder.Deflate(data.ElementType, data.FrameBytes), Group, (root, group, frames) =>
            {
                Typed(root, "file", python: null);
                root.Attribute("version_major", 1L);
                root.Attribute("version_minor", 0L);
                root.VariableAttribute("authoring_program", "Ronchi");
                root.VariableAttribute("authoring_user", "");
                var tree = root.Group(Root);
                Typed(tree, "root", "Root");
                Typed(group, "array", IsCube(data) ? "DataCube" : "Array");
                frames.VariableAttribute("units", data.Info.ValueUnit ?? "");
                Axes(group, data);
                if (IsCube(data))
                    Calibration(tree, data);
            });

    private static bool IsCube(SinkDescription data) => data.Shape is { Scan.Rank: 2, Detector.Rank: 2 };

    private static void Typed(ObjectWriter item, string kind, string? python)
    {
        item.VariableAttribute("emd_group_type", kind);
        if (python is not null)
            item.VariableAttribute("python_class", python);
    }

    private static void Axes(GroupWriter group, SinkDescription data)
    {
        var known = data.Info.Axes.Length == data.Shape.Full.Rank;
        for (var i = 0; i < data.Shape.Full.Rank; i++)
        {
            var axis = EmdUnit.Of(known ? data.Info.Axes[i] : new Axis(string.Create(CultureInfo.InvariantCulture, $"dim{i}")));
            double[] coordinates = axis.Values is { } values ? [.. values] : [axis.At(0), axis.At(1)];
            var written = group.Dataset<double>(
                string.Create(CultureInfo.InvariantCulture, $"dim{i}"), [coordinates.Length], coordinates);
            written.VariableAttribute("name", IsCube(data) ? s_names[i] : axis.Name);
            written.VariableAttribute("units", axis.Unit);
        }
    }

    // One number for both axes of a plane: py4DSTEM knows square pixels only.
    private static void Calibration(GroupWriter tree, SinkDescription data)
    {
        if (data.Info.Axes.Length != 4)
            return;
        var bundle = tree.Group("metadatabundle");
        Typed(bundle, "metadatabundle", python: null);
        var calibration = bundle.Group("calibration");
        Typed(calibration, "metadata", "Calibration");
        Plane("R", EmdUnit.Of(data.Info.Axes[0]), EmdUnit.Of(data.Info.Axes[1]));
        Plane("Q", EmdUnit.Of(data.Info.Axes[2]), EmdUnit.Of(data.Info.Axes[3]));

        void Plane(string plane, Axis row, Axis column)
        {
            if (!row.IsCalibrated || row.Unit != column.Unit || Math.Abs(row.Scale) != Math.Abs(column.Scale) || row.Values is not null)
                return;
            calibration.Scalar($"{plane}_pixel_size", Math.Abs(row.Scale)).VariableAttribute("type", "number");
            calibration.VariableText($"{plane}_pixel_units", row.Unit).VariableAttribute("type", "string");
        }
    }
}
