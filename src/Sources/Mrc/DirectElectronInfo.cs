using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Mrc;

/// <summary>What the server of Direct Electron cameras writes beside a movie: <c>STAMP_info.txt</c> for <c>STAMP_movie.mrc</c>, a line
/// <c>Name = value</c> for each setting.</summary>
internal sealed class DirectElectronInfo
{
    private const string MovieEnding = "_movie";
    private readonly Dictionary<string, string> _values;

    private DirectElectronInfo(string path, Dictionary<string, string> values)
    {
        Path = path;
        _values = values;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Frames that the camera took at each position.</summary>
    public long FramesPerPoint => Math.Max(Number("Scan - Camera Frames Per Point") ?? 1, 1);

    /// <summary>How often the scan was done.</summary>
    public long Repeats => Math.Max(Number("Scan - Repeats") ?? 1, 1);

    /// <summary>How positions follow one another, where not line by line; null: line by line.</summary>
    public string? OtherPath => Value("Scan - Type") is { Length: > 0 } type && type != "Raster" ? type : null;

    /// <summary>Sizes of the scan, the one that holds first; empty: frames are no scan.</summary>
    public IEnumerable<Extent> Scans
    {
        get
        {
            if (Value("Scan - Enable") != "Enable")
                yield break;
            if (Value("Scan - ROI Enable") == "Enable" && Size("Scan - ROI Size Y", "Scan - ROI Size X") is { } region)
                yield return region;
            if (Size("Scan - Size Y", "Scan - Size X") is { } whole)
                yield return whole;
            if (Number("Scan - Points") is > 0 and < int.MaxValue and var points)
                yield return new Extent(points);
        }
    }

    /// <summary>Steps of the scan in nm; 0 where they are not said.</summary>
    public (double Row, double Column) StepNanometres =>
        (Real("Specimen Pixel Size Y (nanometers)"), Real("Specimen Pixel Size X (nanometers)"));

    /// <summary>What it says of the microscope.</summary>
    public IEnumerable<Fact> Facts
    {
        get
        {
            foreach (var (name, key, factor, unit) in ((string Name, string Key, double Factor, string? Unit)[])
            [
                ("high_tension", "Instrument Accelerating Voltage (V)", 1, "V"),
                ("camera_length", "Instrument Project Camera Length (centimeters)", 0.01, "m"),
                ("magnification", "Instrument Project Magnification", 1, null),
                ("scan_dwell_time", "Scan - Dwell Time (microseconds)", 1e-6, "s"),
                ("scan_rotation", "Scan - Rotation", 1, "deg"),
                ("frames_per_second", "Frames Per Second", 1, "Hz"),
            ])
            {
                if (Real(key) is > 0 and var value)
                    yield return new(name, (value * factor).ToString("R", CultureInfo.InvariantCulture), unit);
            }

            foreach (var (name, key) in ((string Name, string Key)[])[
                ("detector_name", "Camera Model"), ("software_version", "Server Software Version"), ("recorded", "Local time")])
            {
                if (Value(key) is { Length: > 0 } value)
                    yield return new(name, value);
            }
        }
    }

    /// <summary>What lies beside a movie; null: nothing, or it is no movie.</summary>
    /// <exception cref="SourceException">It is there but cannot be read.</exception>
    public static DirectElectronInfo? Beside(string movie, OpenOptions options)
    {
        var name = System.IO.Path.ChangeExtension(System.IO.Path.GetFullPath(movie), null);
        if (!name.EndsWith(MovieEnding, StringComparison.Ordinal))
            return null;
        var path = name[..^MovieEnding.Length] + "_info.txt";
        return File.Exists(path) && options.MayRead?.Invoke(path) != false ? Read(path) : null;
    }

    private static DirectElectronInfo Read(string path)
    {
        using var file = HeaderReader.Open(path);
        var text = Encoding.Latin1.GetString(file.Bytes(0, (int)Math.Min(file.Length, HeaderReader.MaximumBytes / 2)));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
                values.TryAdd(line[..sign].Trim(), line[(sign + 1)..].Trim());
        }

        return new(path, values);
    }

    private string? Value(string name) => _values.GetValueOrDefault(name);

    private Extent? Size(string rows, string columns) =>
        Number(rows) is > 0 and < int.MaxValue and var height && Number(columns) is > 0 and < int.MaxValue and var width
            ? new Extent(height, width)
            : null;

    private long? Number(string name) =>
        long.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private double Real(string name) =>
        double.TryParse(Value(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;
}
