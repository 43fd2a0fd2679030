using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>The files that data are read from: what is made of the data never replaces them.</summary>
public static class OwnFiles
{
    /// <summary>Refuses a file to be written that is one of those that data are read from, under whatever name.</summary>
    /// <param name="target">The file to be written.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">It is one of them.</exception>
    public static void Refuse(string target, SourceInfo data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (IsAmong(target, [.. data.Files, .. data.FilesBeside, data.Path]))
            throw new ArgumentException($"{target}: the data are read from this file; choose another name.");
    }

    /// <summary>Refuses a file to be written that is read beside the data: a dark frame, a mask, positions, other data that are
    /// open.</summary>
    /// <param name="target">The file to be written.</param>
    /// <param name="files">What is read; enumerated only when the target is there.</param>
    /// <exception cref="ArgumentException">It is one of them.</exception>
    public static void Refuse(string target, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (IsAmong(target, files))
            throw new ArgumentException($"{target}: this file is read, too, as a parameter or as other data; choose another name.");
    }

    private static bool IsAmong(string target, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Length == 0 || !Path.Exists(target) || RegularFile.IsLoop(target))
            return false;
        var place = Place(target);
        return files.Any(own => Path.Exists(own) && Place(own) == place);
    }

    // With every link on the way followed.
    private static string Place(string path)
    {
        var file = RegularFile.Behind(Path.GetFullPath(path)).FullName;
        var (rest, folder) = (Path.GetFileName(file), Path.GetDirectoryName(file));
        while (folder is not null)
        {
            if (Directory.ResolveLinkTarget(folder, returnFinalTarget: true) is { } target)
                return Place(Path.Combine(target.FullName, rest));
            rest = Path.Combine(Path.GetFileName(folder), rest);
            folder = Path.GetDirectoryName(folder);
        }

        return file;
    }
}
