using Ronchi.Frames;

namespace Ronchi.Sources.Empad;

/// <summary>Finds the frames of a description, and the description of frames: both lie in one folder, or the frames one below.</summary>
internal static class EmpadFiles
{
    private const int MostDescriptions = 8;
    private const int MostListed = 1000;

    /// <summary>Whether a file without a mark holds frames.</summary>
    public static bool AreFrames(FileHead file) =>
        file.Length >= EmpadFrames.PlainBytes
            && ((EmpadName.ScanOf(file.Path) is { } scan && EmpadFrames.Fitting(file.Length, scan.Count) is not null)
                || DescriptionOf(file.Path, OpenOptions.None) is not null);

    /// <summary>The frames of a description.</summary>
    /// <exception cref="SourceException">They are not there, or may not be read.</exception>
    public static string FramesOf(EmpadDescription description, OpenOptions options)
    {
        if (description.FramesName is not { Length: > 0 } name)
            throw new SourceException(description.Path, "the description does not name its frames (raw_file): open the .raw file itself.");
        var folder = Path.GetDirectoryName(description.Path)!;
        string[] places = [Path.Combine(folder, name), Path.Combine(folder, Path.GetFileNameWithoutExtension(description.Path), name)];
        return Array.Find(places, place => File.Exists(place) && options.MayRead?.Invoke(place) != false)
            ?? throw new SourceException(
                description.Path, $"its frames {name} are not in the same folder: put them there, or open the .raw file itself.");
    }

    /// <summary>The description of frames; null: there is none.</summary>
    public static EmpadDescription? DescriptionOf(string frames, OpenOptions options)
    {
        var name = Path.GetFileName(frames);
        foreach (var path in Candidates(frames))
        {
            if (options.MayRead?.Invoke(path) == false)
                continue;
            try
            {
                var description = EmpadDescription.Read(path);
                if (name.Equals(description.FramesName, StringComparison.OrdinalIgnoreCase))
                    return description;
            }
            catch (SourceException)
            {
                // It describes something else.
            }
        }

        return null;
    }

    // Those that are called like the frames or their folder first.
    private static IEnumerable<string> Candidates(string frames)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(frames))!;
        var own = Path.GetFileNameWithoutExtension(frames);
        var group = Path.GetFileName(folder);
        IEnumerable<string> found;
        try
        {
            found =
            [
                .. Directory.EnumerateFiles(folder, "*.xml").Take(MostListed)
                    .OrderByDescending(path => Path.GetFileNameWithoutExtension(path) == own)
                    .ThenByDescending(path => Path.GetFileNameWithoutExtension(path) == group)
                    .ThenBy(static path => path, StringComparer.Ordinal)
                    .Take(MostDescriptions),
                Path.Combine(Path.GetDirectoryName(folder) ?? folder, group + ".xml"),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return found.Where(File.Exists);
    }
}
