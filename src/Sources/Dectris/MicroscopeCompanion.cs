using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>
/// The file <c>X_em_metadata.h5</c> beside <c>X_master.h5</c>: what the microscope was set to, in the words of NXem, every number with its
/// unit.
/// </summary>
internal sealed class MicroscopeCompanion
{
    /// <summary>What stands in its name in the place of <c>_master.h5</c>.</summary>
    public const string Ending = "_em_metadata.h5";
    private const string Root = "/electron_microscope";
    private const string Scan = Root + "/scan_controller/regular_scan";
    private const string Optics = Root + "/imaging_system";
    private const long MaximumSide = 1 << 20;

    private static readonly Dictionary<string, double> Nanometres = new(StringComparer.Ordinal)
    {
        ["m"] = 1e9, ["mm"] = 1e6, ["µm"] = 1e3, ["nm"] = 1, ["Å"] = 0.1, ["pm"] = 1e-3,
    };

    private static readonly Dictionary<string, double> Milliradians = new(StringComparer.Ordinal)
    {
        ["rad"] = 1e3, ["mrad"] = 1, ["µrad"] = 1e-3, ["urad"] = 1e-3, ["deg"] = Math.PI / 0.18,
    };

    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["s"] = 1, ["ms"] = 1e-3, ["µs"] = 1e-6, ["us"] = 1e-6, ["ns"] = 1e-9,
    };

    private static readonly Dictionary<string, double> Volts = new(StringComparer.Ordinal) { ["V"] = 1, ["kV"] = 1e3, ["MV"] = 1e6 };

    private readonly Hdf5File _file;
    private readonly List<Fact> _facts = [];
    private readonly List<string> _notes = [];

    private MicroscopeCompanion(Hdf5File file, long frames, long? triggered)
    {
        _file = file;
        Path = file.Path;
        if (ShapeOf() is not { } shape)
            return;
        if (shape.Count != frames && shape.Count != triggered)
        {
            _notes.Add($"{Name} describes a scan of {shape}, which is not that of {Counted.Of(frames, "frame")}: it is not used.");
            return;
        }

        Shape = shape;
        Steps = Pair($"{Scan}/pixel_size_y", $"{Scan}/pixel_size_x", Nanometres, "a length");
        Angles = Pair($"{Optics}/reciprocal_pixel_size_y", $"{Optics}/reciprocal_pixel_size_x", Milliradians, "an angle");
        Add("high_tension", $"{Root}/electron_source/accelerating_voltage", Volts, "a voltage", "V", 1);
        CameraLengthMetres = Add("camera_length", $"{Optics}/camera_length", Nanometres, "a length", "m", 1e-9);
        Add("convergence_semi_angle", $"{Root}/illumination_system/semi_convergence_angle", Milliradians, "an angle", "mrad", 1);
        Add("scan_dwell_time", $"{Scan}/dwell_time", Seconds, "a time", "s", 1);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Shape of the scan; null: it is not that of the frames, and nothing else is used.</summary>
    public Extent? Shape { get; }

    /// <summary>Steps of the scan in nm.</summary>
    public (double Row, double Column)? Steps { get; }

    /// <summary>Angles between pixels of the detector in mrad.</summary>
    public (double Row, double Column)? Angles { get; }

    /// <summary>Camera length in m.</summary>
    public double? CameraLengthMetres { get; }

    /// <summary>What else it says.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>What of it is not used, and why.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads the companion of a master file; null: there is none.</summary>
    /// <param name="master">The master file.</param>
    /// <param name="frames">Frames in the files.</param>
    /// <param name="triggered">Frames that the detector was armed for.</param>
    /// <param name="options">Where data files lie, and which files may be opened.</param>
    /// <exception cref="SourceException">It is there but damaged.</exception>
    public static MicroscopeCompanion? Beside(Hdf5File master, long frames, long? triggered, OpenOptions options)
    {
        if (CompanionFile.Find(master.Path, Ending, options) is not { } path)
            return null;
        return Hdf5Opening.Guard(path, () =>
        {
            using var file = Hdf5File.Open(path, Hdf5Codecs.Probing);
            return file.TryOpen(Root) is Hdf5Group ? new MicroscopeCompanion(file, frames, triggered) : null;
        });
    }

    private Extent? ShapeOf()
    {
        if (Words($"{Root}/scan_controller/scan_type") is { } type and not "regular")
        {
            _notes.Add($"{Name} describes a scan of type '{type}'; only regular ones are understood: it is not used.");
            return null;
        }

        var (rows, columns) = (Number($"{Scan}/n_pixels_y"), Number($"{Scan}/n_pixels_x"));
        if (rows is not (>= 1 and <= MaximumSide) || columns is not (>= 1 and <= MaximumSide))
        {
            _notes.Add($"{Name} does not say how many rows and columns the scan has: it is not used.");
            return null;
        }

        return Number($"{Scan}/n_frames") is > 1 and <= MaximumSide and var repeats
            ? new((long)repeats, (long)rows, (long)columns)
            : new((long)rows, (long)columns);
    }

    private (double, double)? Pair(string row, string column, Dictionary<string, double> units, string kind) =>
        In(row, units, kind) is { } first && In(column, units, kind) is { } second ? (first, second) : null;

    private double? Add(string name, string path, Dictionary<string, double> units, string kind, string unit, double factor)
    {
        if (In(path, units, kind) is not { } value)
            return null;
        var number = (value * factor).ToString("G12", CultureInfo.InvariantCulture);
        _facts.Add(new(name, number, unit) { Origin = CalibrationOrigin.Companion });
        return value * factor;
    }

    // A number without a unit may be anything: it is told, not used.
    private double? In(string path, Dictionary<string, double> units, string kind)
    {
        if (Number(path) is not { } value || value <= 0)
            return null;
        var written = _file.TryOpen(path) is { } quantity ? StoredAxes.Text(quantity, "units") : null;
        var number = value.ToString("G6", CultureInfo.InvariantCulture);
        if (string.IsNullOrWhiteSpace(written))
            _notes.Add($"{Name} gives '{path}' as {number} without a unit: it is not used.");
        else if (LengthUnit.Normal(written) is not { } unit || !units.TryGetValue(unit, out var factor))
            _notes.Add($"{Name} gives '{path}' as {number} in '{written}', which is not {kind}: it is not used.");
        else
            return value * factor;
        return null;
    }

    private double? Number(string path) =>
        _file.TryOpen(path) is Hdf5Dataset { ElementCount: 1, Type.IsNumeric: true } dataset && dataset.Obstacle is null
            && dataset.ReadValue().ToDouble() is var number && double.IsFinite(number) ? number : null;

    private string? Words(string path) =>
        _file.TryOpen(path) is Hdf5Dataset { ElementCount: 1, Type.IsText: true } dataset ? dataset.ReadValue().ToText() : null;
}
