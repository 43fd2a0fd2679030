using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>How uncompressed frames are read.</summary>
public sealed record MapOptions
{
    /// <summary>
    /// Whether they are mapped into memory instead of read: no copy, but a file that another program shortens meanwhile ends the process.
    /// </summary>
    [Parameter("Map uncompressed files into memory instead of reading them: less copying, but do not shorten the file while it is open")]
    public bool Map { get; init; }

    internal static FormatOptions Kind { get; } = FormatOptions.Of<MapOptions>("--map maps uncompressed files (.npy, raw)");
}
