namespace Ronchi.Server;

/// <summary>What a folder holds, for choosing a scan.</summary>
internal static class FolderListing
{
    private const int MostLooks = 64;   // master files that are opened to see whether they are whole

    /// <summary>Lists a folder: folders first, numbers in the order in which people count.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="whyNot">Says what keeps a master file from being opened; null: nothing.</param>
    public static IReadOnlyList<FileEntry> Of(string folder, Func<string, string?> whyNot)
    {
        var entries = new List<FileEntry>();
        int looks = 0;
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options))
        {
            if (entry.Name.StartsWith('.'))
                continue;
            string kind = entry is DirectoryInfo ? "folder" : Kind(entry.Name);
            if (kind == "scan")
                kind = looks++ < MostLooks ? whyNot(entry.FullName) switch { null => "ready", var why when why.Contains("data_", StringComparison.Ordinal) => "incomplete", _ => "bad" } : "scan";
            entries.Add(new(entry.Name, entry is DirectoryInfo, entry is FileInfo { Exists: true } file ? file.Length : 0, new DateTimeOffset(entry.LastWriteTimeUtc).ToUnixTimeSeconds(), kind));
        }

        entries.Sort(static (a, b) => a.IsFolder != b.IsFolder ? (a.IsFolder ? -1 : 1) : Numbered(a.Name, b.Name));
        return entries;
    }

    private static string Kind(string name) =>
        name.EndsWith("_master.h5", StringComparison.OrdinalIgnoreCase) ? "scan"
        : name.Contains("_data_", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) ? "part"
        : "file";

    // scan_2 before scan_10.
    private static int Numbered(string a, string b)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                int startA = i, startB = j;
                while (i < a.Length && char.IsAsciiDigit(a[i]))
                    i++;
                while (j < b.Length && char.IsAsciiDigit(b[j]))
                    j++;
                var numberA = a.AsSpan(startA, i - startA).TrimStart('0');
                var numberB = b.AsSpan(startB, j - startB).TrimStart('0');
                int order = numberA.Length != numberB.Length ? numberA.Length.CompareTo(numberB.Length) : numberA.CompareTo(numberB, StringComparison.Ordinal);
                if (order != 0)
                    return order;
                continue;
            }

            int letters = char.ToUpperInvariant(a[i++]).CompareTo(char.ToUpperInvariant(b[j++]));
            if (letters != 0)
                return letters;
        }

        int rest = (a.Length - i).CompareTo(b.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(a, b);
    }
}
