using Ronchi.Frames;

namespace Ronchi.Sources.Merlin;

/// <summary>The files of one acquisition: <c>scan_000001.mib</c>, <c>scan_000002.mib</c>, …, in the order of their frames'
/// numbers.</summary>
/// <param name="Files">The files.</param>
/// <param name="Note">What is to be said of files beside them; null: nothing.</param>
internal sealed record MibSeries(IReadOnlyList<MibFile> Files, string? Note)
{
    private const string Extension = ".mib";
    private const int MostListed = 100_000;
    private const int MostRead = 16;

    /// <summary>All files that go on where others end.</summary>
    /// <param name="path">One of them.</param>
    /// <param name="flips">Whether rows are turned over.</param>
    /// <param name="options">Which files may be read.</param>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static MibSeries Of(string path, bool flips, OpenOptions options)
    {
        var own = MibFile.Read(path, flips);
        var others = Siblings(path, options);
        if (others.Count == 0)
            return new([own], null);
        string[] paths = [.. others.Append(path).OrderBy(static name => Path.GetFileName(name).Length).ThenBy(Path.GetFileName)];
        try
        {
            var files = Guessed(paths, own, flips) ?? [.. paths.Select(other => other == path ? own : MibFile.Read(other, flips))];
            files.Sort(static (left, right) => left.Header.Sequence.CompareTo(right.Header.Sequence));
            for (var i = 1; i < files.Count; i++)
            {
                if (!files[i].Header.IsLike(own.Header))
                    return Alone($"frames of {Path.GetFileName(files[i].Path)} have another size");
                var next = files[i - 1].Header.Sequence + files[i - 1].Frames;
                if (files[i].Header.Sequence != next)
                    return Alone(
                        $"{Path.GetFileName(files[i].Path)} begins with frame {files[i].Header.Sequence} where {next} would follow");
            }

            return new(files, null);
        }
        catch (SourceException e) when (e.Path != path)
        {
            return Alone($"{Path.GetFileName(e.Path)} cannot be read");
        }

        MibSeries Alone(string why) => new(
            [own],
            $"the file is opened alone, for the {Counted.Of(others.Count, "file")} numbered like it and this one are no parts of one "
            + $"acquisition: {why}.");
    }

    // Of many files only some are read: the numbers of the others follow from how long they are. Null: not so.
    private static List<MibFile>? Guessed(string[] paths, MibFile own, bool flips)
    {
        if (paths.Length <= MostRead)
            return null;
        var first = MibFile.Read(paths[0], flips);
        var files = new List<MibFile>();
        var sequence = first.Header.Sequence;
        foreach (var path in paths)
        {
            var (frames, rest) = Math.DivRem(RegularFile.Behind(path).Length, own.Stride);
            files.Add(own with { Path = path, Header = own.Header with { Sequence = sequence }, Frames = frames, IsCut = rest != 0 });
            sequence += frames;
        }

        var read = Enumerable.Range(1, MostRead).Select(number => number * (files.Count - 1) / MostRead);
        return read.All(i => files[i].Frames > 0 && MibFile.Read(paths[i], flips) is var file
            && file.Header.IsLike(own.Header) && file.Header.Sequence == files[i].Header.Sequence)
            ? files
            : null;
    }

    /// <summary>The first file of an acquisition, by the path of its description.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public static string FirstOf(string hdr, OpenOptions options)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(hdr))!;
        var name = Path.GetFileNameWithoutExtension(hdr);
        var exact = Path.Combine(folder, name + Extension);
        if (File.Exists(exact) && options.MayRead?.Invoke(exact) != false)
            return exact;
        return Numbered(folder, name, options).FirstOrDefault()
            ?? throw new SourceException(
                hdr, $"its frames {name}.mib are not in the same folder: put them there, or open the .mib file itself.");
    }

    private static List<string> Siblings(string path, OpenOptions options)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var prefix = name.TrimEnd([.. "0123456789"]);
        return prefix.Length == name.Length || prefix.Length == 0
            ? []
            : [
                .. Numbered(Path.GetDirectoryName(Path.GetFullPath(path))!, prefix, options)
                    .Where(other => Path.GetFileName(other) != Path.GetFileName(path)),
            ];
    }

    // Files of a name, perhaps a line behind it, and a number.
    private static IEnumerable<string> Numbered(string folder, string prefix, OpenOptions options)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder)
                    .Where(path => IsNumbered(Path.GetFileName(path), prefix) && options.MayRead?.Invoke(path) != false)
                    .Take(MostListed)
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsNumbered(string name, string prefix) =>
        name.Length > prefix.Length + Extension.Length && name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            && name.AsSpan()[prefix.Length..^Extension.Length].TrimStart("_-") is { Length: > 0 } number
            && !number.ContainsAnyExceptInRange('0', '9');
}
