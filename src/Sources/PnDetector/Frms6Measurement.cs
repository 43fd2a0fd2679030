using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.PnDetector;

/// <summary>The <c>.hdr</c> file of a measurement: lines of a name, a sign and a value.</summary>
internal sealed class Frms6Measurement
{
    /// <summary>Extension of the file.</summary>
    public const string Extension = ".hdr";

    /// <summary>The line before its values.</summary>
    public const string Section = "[measurementInfo]";

    private readonly Dictionary<string, string> _values;

    private Frms6Measurement(string path, Dictionary<string, string> values)
    {
        Path = path;
        _values = values;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Size of the scan; null: not said.</summary>
    public Extent? Scan => Extent.TryParse(Value("stemimagesize"), out var scan) && scan.Rank == 2 ? scan : null;

    /// <summary>How many rows were added up in the detector; 1: none.</summary>
    public int Binning
    {
        get
        {
            var text = Value("readoutmode").Trim('"');
            var digits = new string([.. text.SkipWhile(static letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
            return text.StartsWith("bin", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 1
                ? rows
                : 1;
        }
    }

    /// <summary>What it says of the measurement.</summary>
    public IEnumerable<Fact> Facts
    {
        get
        {
            if (long.TryParse(Value("dwelltimemicroseconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds))
                yield return new("scan_dwell_time", (microseconds / 1e6).ToString("R", CultureInfo.InvariantCulture), "s");
            foreach (var (name, key) in ((string Name, string Key)[])[("gain", "gain"), ("readout_mode", "readoutmode")])
            {
                if (Value(key).Trim('"') is { Length: > 0 } value)
                    yield return new(name, value);
            }
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public static Frms6Measurement Read(string path)
    {
        using var file = HeaderReader.Open(path);
        var text = Encoding.Latin1.GetString(file.Bytes(0, (int)Math.Min(file.Length, 1 << 16)));
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            var sign = line.AsSpan().IndexOfAny('=', ':');
            if (sign > 0)
                values.TryAdd(line[..sign].Trim(), line[(sign + 1)..].Trim());
        }

        return new(path, values);
    }

    private string Value(string name) => _values.GetValueOrDefault(name, "");
}
