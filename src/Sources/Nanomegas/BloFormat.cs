using Ronchi.Frames;

namespace Ronchi.Sources.Nanomegas;

/// <summary>Blockfiles (<c>.blo</c>) of NanoMegas ASTAR: scans of precession diffraction patterns of 8 bits.</summary>
public sealed class BloFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "NanoMegas BLO";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    /// <remarks><c>--dataset vbf</c> is the virtual bright-field image that the program put beside the patterns.</remarks>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.Has("IMGBLO"u8);

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Blockfile.Open(path, options);
    }
}
