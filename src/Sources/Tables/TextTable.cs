using System.Buffers;
using System.Globalization;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Tables;

/// <summary>Reads small text files whole, and cuts them into lines and cells.</summary>
internal static class TextTable
{
    private const long MostBytes = 64 << 20;
    private static readonly SearchValues<char> Separators = SearchValues.Create(",; \t");

    /// <summary>The text of a file; its encoding is UTF-8, or else Latin-1.</summary>
    /// <exception cref="SourceException">It cannot be read, or is too long.</exception>
    public static string Read(string path)
    {
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > MostBytes)
            throw new SourceException(path, "a text of more than 64 MB: save the values as .npy.");
        try
        {
            var bytes = File.ReadAllBytes(path);
            var text = Encoding.UTF8.GetString(bytes);
            return (text.Contains('\uFFFD') ? Encoding.Latin1.GetString(bytes) : text).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    /// <summary>Whether bytes are those of a text.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value < 32 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 12))
                return false;
        }

        return !bytes.IsEmpty;
    }

    /// <summary>The numbers of a line, between commas, semicolons, tabs or blanks.</summary>
    /// <param name="line">The line.</param>
    /// <param name="numbers">Receives them.</param>
    /// <returns>False: a cell is none.</returns>
    public static bool TryNumbers(ReadOnlySpan<char> line, List<double> numbers)
    {
        line = line.Trim();
        while (!line.IsEmpty)
        {
            var end = line.IndexOfAny(Separators);
            var cell = end < 0 ? line : line[..end];
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return false;
            numbers.Add(number);
            line = end < 0 ? [] : line[(end + 1)..].TrimStart();
            if (!line.IsEmpty && line[0] is ',' or ';' && end >= 0)
                line = line[1..].TrimStart();
        }

        return true;
    }
}
