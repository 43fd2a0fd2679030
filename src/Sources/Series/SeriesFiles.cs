using System.IO.Enumeration;
using Ronchi.Frames;

namespace Ronchi.Sources.Series;

/// <summary>Finds the files of a series: scans of one place that differ in time, tilt, focus or anything else.</summary>
public static class SeriesFiles
{
    private const int Most = 100_000;

    /// <summary>Whether a path names a series: a folder, or a pattern with <c>*</c> or <c>?</c>.</summary>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Directory.Exists(path) || (path.AsSpan().IndexOfAny('*', '?') >= 0 && !File.Exists(path));
    }

    /// <summary>The files, in the order in which people number them.</summary>
    /// <param name="path">A folder: its files with which a scan is opened, as their names say (DECTRIS master files), else those in its
    /// folders (<c>scan_*/…_master.h5</c>), else all its files when they have one extension. Or a pattern, with wildcards also in folder
    /// names.</param>
    /// <param name="formats">The formats that know the names. Null: the known ones.</param>
    /// <exception cref="SourceException">There are none, or a folder holds files of several kinds.</exception>
    public static IReadOnlyList<string> Find(string path, IReadOnlyList<SourceFormat>? formats = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Directory.Exists(path) ? InFolder(path, formats ?? KnownFormats.All) : ByPattern(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the folder cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    private static IReadOnlyList<string> InFolder(string folder, IReadOnlyList<SourceFormat> formats)
    {
        if (Sorted(Scans(folder)) is { Count: > 0 } masters)
            return masters;
        if (Sorted(Directory.EnumerateDirectories(folder).SelectMany(Scans)) is { Count: > 0 } inFolders)
            return inFolders;
        var files = Sorted(Directory.EnumerateFiles(folder)
            .Where(static file => !Path.GetFileName(file).StartsWith('.') && !file.EndsWith(SidecarName.Suffix, StringComparison.Ordinal)));
        if (files.Count == 0)
            throw new SourceException(folder, "the folder holds no files: give the folder of a series, or a file.");
        string[] kinds = [.. files.Select(static file => Path.GetExtension(file).ToLowerInvariant()).Distinct()];
        return kinds.Length == 1
            ? files
            : throw new SourceException(
                folder,
                "the folder holds files of several kinds "
                + $"({string.Join(", ", kinds.Take(6).Select(static kind => kind.Length == 0 ? "none" : kind))}): choose those of the "
                + $"series with a pattern, as in '{Path.Combine(folder, "*" + kinds.FirstOrDefault(static kind => kind.Length > 0))}'.");

        // Folders that are data sets, too.
        IEnumerable<string> Scans(string place) =>
            Directory.EnumerateFileSystemEntries(place)
                .Where(file => SourceOpener.RoleOf(Path.GetFileName(file), formats) == FileRole.Scan);
    }

    private static List<string> ByPattern(string pattern)
    {
        string[] parts = pattern.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        List<string> folders = [Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : "."];
        foreach (string part in parts[..^1].Where(static part => part.Length > 0))
            folders = [.. folders.SelectMany(folder => HasWildcard(part)
                ? Directory.EnumerateDirectories(folder).Where(inner => Matches(part, inner))
                : Existing(Path.Combine(folder, part)))
                .Take(Most)];
        var files = Sorted(folders.SelectMany(folder => HasWildcard(parts[^1])
            ? Directory.EnumerateFiles(folder).Where(file => Matches(parts[^1], file))
            : File.Exists(Path.Combine(folder, parts[^1])) ? [Path.Combine(folder, parts[^1])] : [])
            .Select(static file => file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file));
        return files.Count > 0 ? files : throw new SourceException(pattern, "no file matches the pattern.");
    }

    private static IEnumerable<string> Existing(string folder) => Directory.Exists(folder) ? [folder] : [];

    private static bool HasWildcard(string part) => part.AsSpan().IndexOfAny('*', '?') >= 0;

    private static bool Matches(string pattern, string path) =>
        FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), ignoreCase: OperatingSystem.IsWindows());

    private static List<string> Sorted(IEnumerable<string> files) => [.. files.Take(Most).Order(NaturalOrder.Instance)];
}
