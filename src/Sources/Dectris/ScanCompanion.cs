using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>The file that scan software (NOVENA) writes beside a master file: <c>X.h5</c> for <c>X_master.h5</c>. It alone knows the shape of the scan.</summary>
/// <param name="Shape">Rows × columns.</param>
/// <param name="StepNanometres">Step of the scan in nm, when it is written.</param>
/// <param name="Facts">What else it says.</param>
internal sealed record ScanCompanion(Extent? Shape, double? StepNanometres, IReadOnlyList<Fact> Facts)
{
    private const string MasterSuffix = "_master.h5";
    internal const string Group = "/STEM Metadata";
    private const long MaximumSide = 1 << 20;

    internal static readonly (string Attribute, string Name, string? Unit)[] Known =
    [
        ("High Tension", "high_tension", "V"),
        ("Camera Length", "camera_length", "m"),
        ("Magnification", "magnification", null),
        ("Rotation", "scan_rotation", "deg"),
        ("ScanDwellTime", "scan_dwell_time", null),
    ];

    /// <summary>Reads the companion of a master file; null when there is none.</summary>
    /// <param name="master">The master file.</param>
    /// <param name="mayRead">Says whether the companion may be opened. Null: it may.</param>
    /// <exception cref="SourceException">It is there but damaged.</exception>
    public static ScanCompanion? Beside(string master, Func<string, bool>? mayRead = null)
    {
        return FileFor(master) is { } path && File.Exists(path) && mayRead?.Invoke(Path.GetFullPath(path)) != false ? Hdf5Opening.Guard(path, () => Read(path)) : null;
    }

    /// <summary>The file beside a master file, which need not be there; null: the name is no master's.</summary>
    internal static string? FileFor(string master) => master.EndsWith(MasterSuffix, StringComparison.OrdinalIgnoreCase) ? string.Concat(master.AsSpan(0, master.Length - MasterSuffix.Length), ".h5") : null;

    private static ScanCompanion? Read(string path)
    {
        using var file = Hdf5File.Open(path, Hdf5Codecs.Options);
        if (file.TryOpen(Group) is not Hdf5Group group)
            return null;
        var facts = new List<Fact>();
        foreach (var (attribute, name, unit) in Known)
        {
            if (Number(group, attribute) is { } value and not 0)
                facts.Add(new(name, value.ToString("R", CultureInfo.InvariantCulture), unit));
        }

        var (rows, columns) = (Number(group, "NumPixelsY"), Number(group, "NumPixelsX"));
        Extent? shape = rows is >= 1 and <= MaximumSide && columns is >= 1 and <= MaximumSide ? new((long)rows, (long)columns) : null;
        var step = Number(group, "Pixel Size");
        return new(shape, step is > 0 && double.IsFinite(step.Value) ? step : null, facts);
    }

    internal static double? Number(Hdf5Group group, string attribute) =>
        group.Attributes.TryGetValue(attribute, out var found) && found.Type.IsNumeric && found.ReadValue() is { Count: 1 } value ? value.ToDouble() : null;
}
