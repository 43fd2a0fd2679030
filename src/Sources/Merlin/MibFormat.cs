using Ronchi.Frames;

namespace Ronchi.Sources.Merlin;

/// <summary>Frames of Merlin detectors (Quantum Detectors, Medipix3): <c>.mib</c> files, and the <c>.hdr</c> file of an
/// acquisition.</summary>
public sealed class MibFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Merlin MIB";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [MerlinOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has("MQ1,"u8) || IsHdr(file);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return MerlinAcquisition.Open(path, IsHdr(FileHead.Read(path)), options);
    }

    private static bool IsHdr(FileHead file) => file.Has("HDR,"u8);
}
