namespace Ronchi.Sources.Following;

/// <summary>By what it is seen that files have changed: their lengths and times, and those of the folders in which more may
/// appear.</summary>
internal static class FileState
{
    /// <summary>The state of files and folders, equal as long as nothing changes.</summary>
    public static string Of(params IEnumerable<string> paths) => string.Join('|', paths.Select(One));

    private static string One(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return $"{Directory.GetLastWriteTimeUtc(path).Ticks}";
            var file = RegularFile.Behind(path);
            return file.Exists ? $"{file.Length},{file.LastWriteTimeUtc.Ticks}" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
