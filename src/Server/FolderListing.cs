using System.IO.Enumeration;
using System.Text;

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
        int looks = 0;
        var found = new Entries(folder) { ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.') }.ToArray();
        var text = new StringBuilder();
        var order = Array.ConvertAll(found, entry => Counted(entry, text));
        Array.Sort(order, found, StringComparer.Ordinal);
        for (int i = 0; i < found.Length && looks < MostLooks; i++)
        {
            if (found[i].Kind != "scan")
                continue;
            looks++;
            found[i] = found[i] with { Kind = whyNot(Path.Combine(folder, found[i].Name)) switch { null => "ready", var why when why.Contains("data_", StringComparison.Ordinal) => "incomplete", _ => "bad" } };
        }

        return found;
    }

    private static string Kind(string name) =>
        name.EndsWith("_master.h5", StringComparison.OrdinalIgnoreCase) ? "scan"
        : name.Contains("_data_", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) ? "part"
        : "file";

    // As it is compared: scan_2 before scan_10, capital or small. A number is its digits without leading zeros, behind their count; folders go first.
    private static string Counted(FileEntry entry, StringBuilder text)
    {
        string name = entry.Name;
        text.Clear().Append(entry.IsFolder ? '0' : '1');
        for (int i = 0; i < name.Length;)
        {
            if (!char.IsAsciiDigit(name[i]))
            {
                text.Append(char.ToUpperInvariant(name[i++]));
                continue;
            }

            int end = i;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
                end++;
            var digits = name.AsSpan(i, end - i).TrimStart('0');
            text.Append('0').Append((char)digits.Length).Append(digits);
            i = end;
        }

        return text.Append('\0').Append(name).ToString();
    }

    // Read in one go, without an object for each entry on the way.
    private sealed class Entries(string folder) : FileSystemEnumerable<FileEntry>(folder, Transform, new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
    {
        private static FileEntry Transform(ref FileSystemEntry entry)
        {
            string name = entry.FileName.ToString();
            return entry.IsDirectory
                ? new(name, IsFolder: true, 0, entry.LastWriteTimeUtc.ToUnixTimeSeconds(), "folder")
                : new(name, IsFolder: false, entry.Length, entry.LastWriteTimeUtc.ToUnixTimeSeconds(), FolderListing.Kind(name));
        }
    }
}
