using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>The <c>.hdr</c> file of an acquisition: lines of a name, a colon and a value, from <c>HDR,</c> to <c>End</c>.</summary>
internal sealed class MerlinHdr
{
    private readonly Dictionary<string, string> _values;

    private MerlinHdr(string path, Dictionary<string, string> values)
    {
        Path = path;
        _values = values;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Frames that the acquisition was set to; null: not said.</summary>
    public long? Frames => Number("Frames in Acquisition");

    /// <summary>Frames of a trigger: of a line of the scan, where it is more than one; null: not said.</summary>
    public long? FramesPerTrigger => Number("Frames per Trigger");

    /// <summary>Whether the detector ran by itself, one frame after the other, without a scan to trigger it.</summary>
    public bool IsFreeRunning => Value("Trigger Start") is { } start && start.StartsWith("Internal", StringComparison.OrdinalIgnoreCase)
        && FramesPerTrigger == 1;

    /// <summary>The scan as scan software writes it into the file; null: it does not.</summary>
    public Extent? Scan =>
        Number("ScanY") is > 0 and < 1 << 20 and var rows && Number("ScanX") is > 0 and < 1 << 20 and var columns
            ? new Extent(rows, columns)
            : null;

    /// <summary>What it says of the detector.</summary>
    public IEnumerable<Fact> Facts
    {
        get
        {
            foreach (var (name, key) in ((string Name, string Key)[])
            [
                ("detector_name", "Readout System"), ("chip", "Chip ID"), ("chip_mode", "Chip Mode"), ("gain", "Gain"),
                ("gap_fill_mode", "Gap Fill Mode"), ("sensor_bias", "Sensor Bias"), ("software_version", "Software Version"),
            ])
            {
                if (Value(key)?.Trim(' ', ',', '-') is { Length: > 0 } value)
                    yield return new(name, value);
            }

            if (double.TryParse(
                Value("Thresholds")?.Split(',')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var kiloelectronvolts)
                && kiloelectronvolts is > 0 and < 1e4)
                yield return new("threshold_energy", (kiloelectronvolts * 1000).ToString("R", CultureInfo.InvariantCulture), "eV");
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public static MerlinHdr Read(string path)
    {
        using var file = HeaderReader.Open(path);
        var text = Encoding.Latin1.GetString(file.Bytes(0, (int)Math.Min(file.Length, 1 << 16)));
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            var end = line.IndexOf(':', StringComparison.Ordinal);
            if (end > 0)
                values.TryAdd(line[..end].Split('(')[0].Trim(), line[(end + 1)..].Trim());
        }

        return new(path, values);
    }

    private string? Value(string name) => _values.GetValueOrDefault(name);

    private long? Number(string name) =>
        long.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
