using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>Finds what other software wrote beside a master file: <c>X.h5</c> or <c>X_em_metadata.h5</c> for <c>X_master.h5</c>.</summary>
internal static class CompanionFile
{
    private const string MasterSuffix = "_master.h5";

    /// <summary>
    /// Path of a companion: beside the master file, beside the file to which it is a symbolic link, or in the folder of the data files.
    /// Null: there is none, or it may not be opened.
    /// </summary>
    /// <param name="master">The master file.</param>
    /// <param name="ending">What stands in the place of <c>_master.h5</c>.</param>
    /// <param name="options">Where data files lie, and which files may be opened.</param>
    public static string? Find(string master, string ending, OpenOptions options)
    {
        var folder = options.Of<LinkedFilesOptions>().DataFolder?.Path;
        foreach (var candidate in (string?[])[
            master, LinkTarget(master), folder is null ? null : Path.Combine(folder, Path.GetFileName(master))])
        {
            if (candidate is null || !candidate.EndsWith(MasterSuffix, StringComparison.OrdinalIgnoreCase))
                continue;
            var path = Path.GetFullPath(string.Concat(candidate.AsSpan(0, candidate.Length - MasterSuffix.Length), ending));
            if (options.MayRead?.Invoke(path) != false && File.Exists(path))
                return path;
        }

        return null;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
