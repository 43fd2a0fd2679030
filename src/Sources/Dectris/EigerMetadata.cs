using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>
/// What a master file and the scan software's file say besides frames, carried into new ones: unchanged where it still holds, else changed
/// or left out.
/// </summary>
internal sealed class EigerMetadata
{
    private const string DataPrefix = EigerLayout.DataGroup + "/data";
    private const string PixelMask = EigerLayout.Specific + "/pixel_mask";

    // They say where pixels lie, of the detector as it was.
    private static readonly string[] OfTheGrid = [
        EigerLayout.Detector + "/geometry", EigerLayout.Detector + "/module", EigerLayout.Detector + "/transformations"];
    private static readonly string[] PixelCounts = [
        EigerLayout.Specific + "/y_pixels_in_detector", EigerLayout.Specific + "/x_pixels_in_detector"];

    private readonly SinkDescription _data;
    private readonly string _path;
    private readonly List<string> _losses = [];

    private EigerMetadata(SinkDescription data, string path)
    {
        _data = data;
        _path = path;
    }

    /// <summary>What could not be carried so far, a phrase each.</summary>
    public IReadOnlyList<string> Losses => _losses;

    /// <summary>The metadata of the master that frames come from; null: they come from no master file.</summary>
    public static EigerMetadata? Of(SinkDescription data) =>
        data.Info.Format == "DECTRIS HDF5" && OriginTree.FileOf(data.Info) is { } path ? new(data, path) : null;

    /// <summary>Copies what the master says.</summary>
    /// <param name="root">Root of the new master.</param>
    /// <returns>The pixel mask of the old one, when it fits frames still; else null.</returns>
    /// <exception cref="SourceException">The old master is damaged.</exception>
    public long[]? CopyMaster(GroupWriter root) => Hdf5Opening.Guard(_path, () =>
    {
        using var file = Open(_path);
        var mask = file.TryOpen(PixelMask) as Hdf5Dataset;
        var grid = _data.Shape.Detector;
        var before = mask is { Shape: [var rows, var columns] } ? new Extent(rows, columns) : grid;
        var changed = Changed(file);
        var copy = ObjectCopy.Copy(file.Root, root, "", (path, item) =>
            path.StartsWith(DataPrefix, StringComparison.Ordinal) || path is CarriedGroup.Path or PixelMask
                || changed.Contains(path) || IsVoid(path, item, before, grid));
        _losses.AddRange(copy.Losses);
        WriteChanged(root, changed);
        if (before != grid)
        {
            var specific = root.Group("entry").Group("instrument").Group("detector").Group("detectorSpecific");
            for (var axis = 0; axis < 2; axis++)
                specific.Scalar(PixelCounts[axis][(EigerLayout.Specific.Length + 1)..], (ulong)grid[axis]);
        }

        return before == grid ? mask?.ReadValue().ToInt64s() : null;
    });

    /// <summary>Copies what the scan software says, where it still holds.</summary>
    /// <param name="root">Root of the new file.</param>
    /// <param name="stepNanometres">Step of the scan as it is written; null: it is not known.</param>
    /// <exception cref="SourceException">The old file is damaged.</exception>
    public void CopyCompanion(GroupWriter root, double? stepNanometres)
    {
        if (ScanCompanion.Find(_path, OpenOptions.None) is not { } path)
            return;
        Hdf5Opening.Guard(path, () =>
        {
            using var file = Open(path);
            if (file.TryOpen(ScanCompanion.Group) is not Hdf5Group group || CarriedGroup.IsIn(file))
                return true;
            var (rows, columns) = (ScanCompanion.Number(group, "NumPixelsY"), ScanCompanion.Number(group, "NumPixelsX"));
            var isWhole = _data.Shape.Scan is { Rank: 2 } scan && scan[0] == rows && scan[1] == columns;
            var said = ScanCompanion.Number(group, "Pixel Size");
            var isStepKept = stepNanometres is { } step
                ? said == step
                : _data.Info.Axes.Take(_data.Shape.Scan.Rank).All(static axis => axis.Scale == 1);
            var copy = ObjectCopy.Copy(file.Root, root, "", (at, item) =>
            {
                if (at.StartsWith($"{group.Path}@", StringComparison.Ordinal))
                    return IsChanged(group, at[(group.Path.Length + 1)..], isWhole, isStepKept, stepNanometres is not null);
                return !isWhole && item is Hdf5Dataset { Shape: [var height, var width] } && height == rows
                    && width == columns && Lose($"'{at}' is an image of the whole scan");
            });
            _losses.AddRange(copy.Losses);
            return true;
        });
    }

    private bool IsChanged(Hdf5Group group, string attribute, bool isWhole, bool isStepKept, bool isStepKnown) => attribute switch
    {
        "NumPixelsX" or "NumPixelsY" => !isWhole,
        "IsPixelSizeCalibrated" => !isStepKept,
        "Pixel Size" => !isStepKept && (isStepKnown || Lose("'Pixel Size' of the scan software describes the scan before binning")),
        "ScanIncrement" =>
            !(isWhole && isStepKept) && Lose("'ScanIncrement' of the scan software describes the scan before cutting or binning"),
        _ => Array.Find(ScanCompanion.Known, known => known.Attribute == attribute).Name is { } name
            && ScanCompanion.Number(group, attribute) is { } said && Fact(name) is { } fact
            && fact.Value != said.ToString("R", CultureInfo.InvariantCulture),
    };

    // What a step between reading and writing has changed or made void.
    private HashSet<string> Changed(Hdf5File file)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, name) in EigerFacts.Known)
        {
            var full = $"{EigerLayout.Detector}/{path}";
            if (EigerFacts.Text(file, full) is { } said && Fact(name)?.Value != said.Value)
                changed.Add(full);
        }

        var armed = (Count(file, "ntrigger") ?? 0) * (Count(file, "nimages") ?? 1);
        if (armed != _data.Shape.FrameCount)
            changed.UnionWith([EigerLayout.Specific + "/ntrigger", EigerLayout.Specific + "/nimages"]);
        return changed;
    }

    private void WriteChanged(GroupWriter root, HashSet<string> changed)
    {
        foreach (var (path, name) in EigerFacts.Known)
        {
            // How many frames there are is written by the writer, which counts them.
            if (!changed.Contains($"{EigerLayout.Detector}/{path}") || name is "ntrigger" or "nimages" || Fact(name) is not { } fact)
                continue;
            WriteFact(root.Group("entry").Group("instrument").Group("detector"), path, fact);
        }
    }

    /// <summary>Writes a fact as the detector does.</summary>
    /// <param name="detector">The group of the detector.</param>
    /// <param name="path">Path below it.</param>
    /// <param name="fact">Name, value and unit.</param>
    public static void WriteFact(GroupWriter detector, string path, Fact fact)
    {
        var (group, name) = path.Split('/') is [var inner, var last] ? (detector.Group(inner), last) : (detector, path);
        if (group.Has(name))
            return;
        var isText = fact.Name is "detector_name" or "detector_number" or "recorded"
            or "trigger_mode" or "sensor_material" or "software_version" or "firmware_version";
        ObjectWriter written = !isText
            && long.TryParse(fact.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? group.Scalar(name, whole)
            : !isText && double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? group.Scalar(name, number)
            : group.Text(name, fact.Value);
        if (fact.Unit is { } unit)
            written.Attribute("units", unit);
    }

    // A flat field belongs to the whole detector, cut-offs and tables of the count-rate correction to single stored values.
    private bool IsVoid(string path, Hdf5Object? item, Extent before, Extent grid)
    {
        if (before != grid
            && (PixelCounts.Contains(path) || OfTheGrid.Contains(path)
                || item is Hdf5Dataset { Shape: [.., var rows, var columns] } && new Extent(rows, columns) == before))
            return PixelCounts.Contains(path) || Lose($"'{path}' describes the detector before cropping or binning");
        return path.Contains("/countrate_correction_", StringComparison.Ordinal) && !path.EndsWith("_applied", StringComparison.Ordinal)
            && _data.Info.FactChanges.Any(static change => change.StartsWith("saturation_value ", StringComparison.Ordinal))
            && Lose($"'{path}' applies to single stored values, not to sums");
    }

    private bool Lose(string phrase)
    {
        _losses.Add(phrase);
        return true;
    }

    private Fact? Fact(string name) => _data.Info.Facts.FirstOrDefault(fact => fact.Name == name);

    private static long? Count(Hdf5File file, string name) =>
        file.TryOpen($"{EigerLayout.Specific}/{name}") is Hdf5Dataset { ElementCount: 1, Type.IsNumeric: true } dataset
            ? dataset.ReadValue().ToInt64()
            : null;

    private static Hdf5File Open(string path) => Hdf5File.Open(path, Hdf5Codecs.Options with { ExternalFiles = static (_, _) => false });
}
