using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>What the file of a source holds besides frames.</summary>
public static class SourceObjects
{
    /// <summary>Groups and datasets of an HDF5 source that are no frames; 0 for other files.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static int Count(SourceInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return OriginTree.Count(info);
    }
}
