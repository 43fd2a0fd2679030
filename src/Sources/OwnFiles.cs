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
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(data);
        if (target.Length == 0 || !File.Exists(target) || RegularFile.IsLoop(target))
            return;
        var place = Place(target);
        if (data.Files.Append(data.Path).Any(own => File.Exists(own) && Place(own) == place))
            throw new ArgumentException($"{target}: the data are read from this file; choose another name.");
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
