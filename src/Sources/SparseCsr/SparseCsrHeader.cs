using System.Globalization;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Sources.SparseCsr;

/// <summary>
/// The description of a sparse data set: the small part of TOML 1.0 that these files use, tables, strings and arrays of whole numbers.
/// </summary>
internal sealed class SparseCsrHeader
{
    private const int LongestFile = 1 << 16;
    private readonly string _path;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private SparseCsrHeader(string path) => _path = path;

    public Extent Scan => Shape("params.nav_shape");

    public Extent Detector => Shape("params.sig_shape");

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">It is too long, or not of the form.</exception>
    public static SparseCsrHeader Read(string path)
    {
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > LongestFile)
            throw new SourceException(path, $"more than {LongestFile} bytes: not the header of a sparse dataset.");
        var header = new SparseCsrHeader(path);
        var table = "";
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = WithoutComment(raw).Trim();
            if (line.Length == 0)
                continue;
            if (line.StartsWith('[') && line.EndsWith(']') && !line.Contains('=', StringComparison.Ordinal))
            {
                table = line[1..^1].Trim();
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !header._values.TryAdd($"{table}.{line[..equals].Trim()}", line[(equals + 1)..].Trim()))
                throw new SourceException(path, $"line {number} is not 'name = value', or repeats a name: {Shortened(line)}");
        }

        return header;
    }

    /// <summary>A file that the description names, in its own folder, with the type of its values.</summary>
    /// <exception cref="SourceException">It is not named, lies elsewhere, is not there, or its type is not read.</exception>
    public (string Path, ElementType Type, bool IsBigEndian) Named(string name)
    {
        var file = Text($"raw_csr.{name}_file");
        if (Path.GetFileName(file) != file || file is "." or "..")
            throw new SourceException(_path, $"'{file}' is not the name of a file in the same folder; only such files are opened.");
        var full = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, file);
        if (!File.Exists(full))
            throw new SourceException(_path, $"its {name} file {file} is missing.");
        var dtype = Text($"raw_csr.{name}_dtype");
        return TypeOf(dtype) is var (type, isBigEndian)
            ? (full, type, isBigEndian)
            : throw new SourceException(
                _path, $"{name}_dtype '{Shortened(dtype)}' is not supported; use integers or floats of 8 to 64 bits.");
    }

    private static (ElementType Type, bool IsBigEndian)? TypeOf(string dtype) =>
        NpyType.TryParse(dtype, out var type, out var isBigEndian) && !type.IsComplex() && type != ElementType.Bool
            ? (type, isBigEndian)
            : null;

    private static string WithoutComment(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == '#' && !quoted)
                return line[..i];
        }

        return line;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private string Text(string name)
    {
        var value = Value(name);
        return value.Length >= 2 && (value[0], value[^1]) is ('"', '"') or ('\'', '\'')
            ? value[1..^1]
            : throw new SourceException(_path, $"{name} is {Shortened(value)}, but must be a quoted string.");
    }

    private Extent Shape(string name)
    {
        var value = Value(name);
        var lengths = new List<long>();
        if (value.StartsWith('[') && value.EndsWith(']'))
        {
            foreach (var part in value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1)
                    throw new SourceException(_path, $"{name} is {Shortened(value)}, but must be whole numbers from 1, as in [256, 256].");
                lengths.Add(length);
            }
        }

        try
        {
            return lengths.Count > 0
                ? new Extent([.. lengths])
                : throw new SourceException(_path, $"{name} is {Shortened(value)}, but must be whole numbers from 1, as in [256, 256].");
        }
        catch (ArgumentException e)
        {
            throw new SourceException(_path, $"{name}: {e.Message}", innerException: e);
        }
    }

    private string Value(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new SourceException(_path, $"'{name}' is missing.");
}
