using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>
/// The file that scan software (NOVENA) writes beside a master file: <c>X.h5</c> for <c>X_master.h5</c>. It alone knows the shape of the
/// scan.
/// </summary>
/// <param name="Shape">Rows × columns.</param>
/// <param name="StepNanometres">Step of the scan in nm, when it is written and not marked as not calibrated.</param>
/// <param name="CameraLengthMetres">Camera length in m, likewise.</param>
/// <param name="Facts">What else it says.</param>
/// <param name="Notes">What it says and marks as not calibrated.</param>
internal sealed record ScanCompanion(
    Extent? Shape, double? StepNanometres, double? CameraLengthMetres, IReadOnlyList<Fact> Facts, IReadOnlyList<string> Notes)
{
    internal const string Group = "/STEM Metadata";
    private const string Step = "Pixel Size";
    private const string CameraLength = "Camera Length";
    private const long MaximumSide = 1 << 20;

    internal static readonly (string Attribute, string Name, string? Unit)[] Known =
    [
        ("High Tension", "high_tension", "V"),
        (CameraLength, "camera_length", "m"),
        ("Magnification", "magnification", null),
        ("Rotation", "scan_rotation", "deg"),
        ("ScanDwellTime", "scan_dwell_time", null),
    ];

    /// <summary>
    /// Reads the companion of a master file: beside it, beside the file to which it is a symbolic link, or in the folder of the data files.
    /// Null when there is none.
    /// </summary>
    /// <param name="master">The master file.</param>
    /// <param name="options">Where data files lie, and which files may be opened.</param>
    /// <exception cref="SourceException">It is there but damaged, or no file.</exception>
    public static ScanCompanion? Beside(Hdf5File master, OpenOptions options) =>
        Find(master.Path, options) is { } path ? Hdf5Opening.Guard(path, () => Read(path)) : null;

    /// <summary>Whether a file is what scan software writes beside a master file, so that another may take its place.</summary>
    internal static bool Is(string path)
    {
        try
        {
            using var file = Hdf5File.Open(path, Hdf5Codecs.Probing);
            return file.TryOpen(Group) is Hdf5Group;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Path of the companion of a master file; null: there is none, or it may not be opened.</summary>
    internal static string? Find(string master, OpenOptions options) => CompanionFile.Find(master, ".h5", options);

    private static ScanCompanion? Read(string path)
    {
        using var file = Hdf5File.Open(path, Hdf5Codecs.Probing);
        if (file.TryOpen(Group) is not Hdf5Group group)
            return null;
        var facts = new List<Fact>();
        var notes = new List<string>();
        foreach (var (attribute, name, unit) in Known)
        {
            if (Calibrated(group, attribute, unit, notes) is { } value and not 0)
                facts.Add(StoredFacts.Of(name, value, unit) with { Origin = CalibrationOrigin.Companion });
        }

        var (rows, columns) = (Number(group, "NumPixelsY"), Number(group, "NumPixelsX"));
        Extent? shape = rows is >= 1 and <= MaximumSide && columns is >= 1 and <= MaximumSide ? new((long)rows, (long)columns) : null;
        return new(
            shape,
            Length(Calibrated(group, Step, "nm", notes)),
            Length(facts.Exists(static fact => fact.Name == "camera_length") ? Number(group, CameraLength) : null),
            facts,
            notes);
    }

    // A value with a mark Is…Calibrated of 0 was never measured: it is told as such, and nothing is computed from it.
    private static double? Calibrated(Hdf5Group group, string attribute, string? unit, List<string> notes)
    {
        if (Number(group, attribute) is not { } value)
            return null;
        if (Number(group, $"Is{attribute.Replace(" ", "", StringComparison.Ordinal)}Calibrated") is not 0)
            return value;
        if (value != 0)
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"the scan software gives a {(attribute == Step ? "scan step" : attribute.ToLowerInvariant())} of "
                + $"{value:G6}{(unit is null ? "" : $" {unit}")} and marks it as not calibrated: it is not used."));
        return null;
    }

    private static double? Length(double? value) => value is > 0 && double.IsFinite(value.Value) ? value : null;

    internal static double? Number(Hdf5Group group, string attribute) =>
        group.Attributes.TryGetValue(attribute, out var found) && found.Type.IsNumeric && found.ReadValue() is { Count: 1 } value
            ? value.ToDouble()
            : null;
}
