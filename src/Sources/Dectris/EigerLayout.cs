using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Dectris;

/// <summary>Where the file writer puts frames and facts (NeXus NXmx, DECTRIS file writer "hdf5 nexus legacy nxmx").</summary>
internal static class EigerLayout
{
    public const string DataGroup = "/entry/data";
    public const string Detector = "/entry/instrument/detector";
    public const string Specific = Detector + "/detectorSpecific";

    private const string LinkPrefix = "data_";
    private const string FirstImage = "image_nr_low";

    /// <summary>A file with links data_000001, … to data files, or with the frames inside.</summary>
    public static bool IsMaster(Hdf5File file) =>
        file.TryOpen(DataGroup) is Hdf5Group group
            && (DataLinks(group).Count > 0 || (group.FindLink("data") is not null && file.TryOpen(Specific) is Hdf5Group));

    /// <summary>Shape of the scan, where programs for the microscope add it to the group of the frames; null: they did not.</summary>
    public static Extent? ScanShapeOf(Hdf5File file) =>
        file.TryOpen(DataGroup) is Hdf5Group group && group.Attributes.TryGetValue("scan_shape", out var found) && found.Type.IsNumeric
            && found.ReadValue() is { Count: 2 } value
            && value.ToDoubles() is [>= 1 and <= 1 << 20 and var rows, >= 1 and <= 1 << 20 and var columns]
            ? new((long)rows, (long)columns)
            : null;

    /// <summary>A data file alone: its frames carry the numbers of the first and last image.</summary>
    public static bool IsDataFile(Hdf5File file) =>
        file.TryOpen(DataGroup) is Hdf5Group group && group.TryOpen("data") is Hdf5Dataset dataset
            && dataset.Attributes.ContainsKey(FirstImage);

    /// <summary>Names of the links to the datasets that hold frames, in order.</summary>
    public static List<string> FrameLinks(Hdf5Group group) => DataLinks(group) is { Count: > 0 } links ? links : ["data"];

    // Sorted by number, however the names are padded.
    private static List<string> DataLinks(Hdf5Group group) =>
    [
        .. group.Links
            .Select(static link => link.Name)
            .Where(static name => name.StartsWith(LinkPrefix, StringComparison.Ordinal) && name.Length > LinkPrefix.Length
                && name.AsSpan(LinkPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0)
            .OrderBy(static name => name.AsSpan(LinkPrefix.Length).TrimStart('0').Length)
            .ThenBy(static name => name[LinkPrefix.Length..].TrimStart('0'), StringComparer.Ordinal),
    ];
}
