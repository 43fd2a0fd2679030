using System.Collections.Immutable;

namespace Ronchi.Server;

/// <summary>The folders below which a server reads. Links count as what they lead to: one that leads out is no way out.</summary>
public sealed class FileRoots
{
    private const int MostLinks = 40;

    /// <summary>Takes folders that exist.</summary>
    /// <exception cref="DirectoryNotFoundException">One does not.</exception>
    public FileRoots(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        Folders = [.. folders.Select(static folder => Directory.Exists(folder)
            ? Real(Path.GetFullPath(folder))!
            : throw new DirectoryNotFoundException($"{folder}: there is no such folder.")).Distinct()];
    }

    /// <summary>The folders, without links.</summary>
    public ImmutableArray<string> Folders { get; }

    /// <summary>The true path of a file or folder; null: it does not exist, or lies outside.</summary>
    /// <param name="path">A path, from the first root when it is relative.</param>
    public string? Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal) || Folders.IsEmpty)
            return null;
        return Real(Path.GetFullPath(path, Folders[0])) is { } real && Folders.Any(root => IsBelow(real, root)) ? real : null;
    }

    /// <summary>The true path of a file that may be written; null: its folder does not exist, or it lies outside.</summary>
    /// <param name="path">A path, from the first root when it is relative.</param>
    public string? ResolveNew(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal) || Folders.IsEmpty)
            return null;
        var full = Path.GetFullPath(path, Folders[0]);
        if (Path.GetFileName(full).Length == 0 || Path.GetDirectoryName(full) is not { } folder || Resolve(folder) is not { } real)
            return null;
        // A link that is there already may lead out.
        var file = Path.Combine(real, Path.GetFileName(full));
        return new FileInfo(file) is { Exists: false, LinkTarget: null } ? file : Resolve(file);
    }

    private static bool IsBelow(string path, string root) =>
        path == root
            || path.StartsWith(
                root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Folder by folder, each link replaced by what it leads to.
    private static string? Real(string path)
    {
        string real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>(
            path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; rest.TryPop(out string? part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (!entry.Exists && entry.LinkTarget is null)
                return null;
            if (entry.LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (string step in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(step);
        }

        return real;
    }
}
