using System.IO.Enumeration;
using System.Text;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What a folder holds, for choosing a scan.</summary>
internal static class FolderListing
{
    private const int MostLooks = 64;   // files that are opened to see whether the scan is whole

    /// <summary>Lists a folder: folders first, numbers in the order in which people count.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="session">Whose formats know the files.</param>
    public static IReadOnlyList<FileEntry> Of(string folder, Session session)
    {
        int looks = 0;
        var found = new Entries(folder, session)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.FileName.StartsWith('.'),
        }.ToArray();
        var text = new StringBuilder();
        var order = Array.ConvertAll(found, entry => Counted(entry, text));
        Array.Sort(order, found, StringComparer.Ordinal);
        for (int i = 0; i < found.Length && looks < MostLooks; i++)
        {
            if (found[i].Kind != "scan")
                continue;
            looks++;
            found[i] = found[i] with
            {
                Kind = session.StateOf(Path.Combine(folder, found[i].Name)) switch
                {
                    FileSetState.Complete => "ready",
                    FileSetState.Incomplete => "incomplete",
                    _ => "bad",
                },
            };
        }

        return found;
    }

    private static string Kind(FileRole role) => role switch { FileRole.Scan => "scan", FileRole.Part => "part", _ => "file" };

    // As it is compared: scan_2 before scan_10, capital or small. A number is its digits without leading zeros, behind their count; folders
    // go first.
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
    private sealed class Entries(string folder, Session session)
        : FileSystemEnumerable<FileEntry>(
            folder,
            (ref FileSystemEntry entry) => Transform(ref entry, session),
            new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
    {
        private static FileEntry Transform(ref FileSystemEntry entry, Session session)
        {
            string name = entry.FileName.ToString();
            // A folder may be one data set.
            return entry.IsDirectory && session.RoleOf(name) != FileRole.Scan
                ? new(name, IsFolder: true, 0, entry.LastWriteTimeUtc.ToUnixTimeSeconds(), "folder")
                : new(
                    name, IsFolder: false, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.ToUnixTimeSeconds(),
                    FolderListing.Kind(session.RoleOf(name)));
        }
    }
}
