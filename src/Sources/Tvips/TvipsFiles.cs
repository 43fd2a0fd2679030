using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>The files of a series: <c>X_000.tvips</c> with the header, then <c>X_001.tvips</c> and so on, without.</summary>
internal static class TvipsFiles
{
    private const string Ending = ".tvips";
    private const int Digits = 3;
    private const int MostFiles = 1000;

    /// <summary>The number at the end of a name; null: it has none.</summary>
    public static int? NumberOf(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && stem.Length > Digits && stem[^(Digits + 1)] == '_'
            && int.TryParse(stem[^Digits..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }

    /// <summary>The first file of the series that a file belongs to.</summary>
    public static string FirstOf(string path) => NumberOf(path) is > 0 ? Named(path, 0) : path;

    /// <summary>Where frames lie in the files of a series.</summary>
    /// <param name="first">The first file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="options">Which files may be opened.</param>
    /// <returns>The files, and a note on what is not whole.</returns>
    /// <exception cref="SourceException">One of them is missing, or none has a frame.</exception>
    public static (IReadOnlyList<FlatFile> Files, string? Note) Of(string first, TvipsHeader header, OpenOptions options)
    {
        var files = new List<FlatFile>();
        string? note = null;
        foreach (var path in Paths(first, options))
        {
            var start = files.Count == 0 ? TvipsHeader.Bytes : 0;
            var room = Math.Max(RegularFile.Behind(path).Length - start, 0);
            var layout = new FlatLayout(
                start + header.FrameHeaderBytes, header.FrameBytes, header.Stride, header.Type.Size(), IsBigEndian: false);
            files.Add(new(path, layout, room / header.Stride));
            if (room % header.Stride != 0)
                note = $"{Path.GetFileName(path)} ends within a frame, which is left out: the recording was aborted, or the file is "
                    + "truncated.";
        }

        return files.Sum(static file => file.Frames) > 0
            ? (files, note)
            : throw new SourceException(first, "the series holds no whole frame.", TvipsHeader.Bytes);
    }

    private static IEnumerable<string> Paths(string first, OpenOptions options)
    {
        yield return first;
        if (NumberOf(first) != 0)
            yield break;
        var last = 0;
        for (var number = 1; number < MostFiles; number++)
        {
            var path = Named(first, number);
            if (!File.Exists(path) || options.MayRead?.Invoke(Path.GetFullPath(path)) == false)
                continue;
            if (number != last + 1)
                throw new SourceException(
                    first,
                    $"{Path.GetFileName(Named(first, last + 1))} is missing from the series, which goes on with "
                    + $"{Path.GetFileName(path)}: put it beside them, or move the files behind it away.");
            last = number;
            yield return path;
        }
    }

    private static string Named(string path, int number)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var stem = Path.GetFileNameWithoutExtension(path)[..^Digits];
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem}{number:D3}{Path.GetExtension(path)}"));
    }
}
