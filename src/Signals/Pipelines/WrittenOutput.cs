using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals.Pipelines;

/// <summary>An output that is there without being recorded: the file itself says what it holds, if it can.</summary>
internal static class WrittenOutput
{
    /// <summary>The files of an output that is complete, for files appear when they are; null: it is not there, or is another.</summary>
    /// <param name="path">The file.</param>
    /// <param name="provenance">What it would say.</param>
    /// <param name="session">Opens it.</param>
    public static IReadOnlyList<string>? FilesOf(string path, string provenance, Session session)
    {
        if (!Path.Exists(path))
            return null;
        try
        {
            if (File.Exists(path) && ResultGraph.Find(path) == provenance)
                return [path];
            if (!KnownSinks.All.Any(kind => kind.Takes(Path.GetFileName(path))))
                return null;
            using var frames = session.Open(path, OpenOptions.None, CancellationToken.None);
            return frames.Info.Provenance == provenance
                ? [.. frames.Info.Files.Append(path + SidecarName.Suffix).Where(File.Exists).Distinct(StringComparer.Ordinal)]
                : null;
        }
        catch (Exception e) when (e is SourceException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;   // whatever it is, it is not this
        }
    }
}
