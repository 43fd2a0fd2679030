using Ronchi.Frames;

namespace Ronchi.Sources.Tia;

/// <summary>Images, spectra and series of them that FEI's TIA and ES Vision record (<c>.ser</c>).</summary>
public sealed class SerFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "TIA SER";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Has([0x49, 0x49, 0x97, 0x01]);
    }

    /// <inheritdoc/>
    /// <remarks>What the microscope was set to is read from the EMI file beside it.</remarks>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SerSource.Open(path, EmiFiles.Of(path, options), options);
    }
}
