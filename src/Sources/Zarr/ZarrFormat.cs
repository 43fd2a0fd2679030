using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// Zarr stores of versions 2 and 3, in folders and in ZIP archives: arrays of three or more axes, signals of HyperSpy (<c>.zspy</c>),
/// images in OME-Zarr.
/// </summary>
public sealed class ZarrFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Zarr";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return (file.Has("PK\x03\x04"u8) || file.Has("PK\x05\x06"u8)) && ZarrArchive.IsStore(file.Path);
    }

    /// <inheritdoc/>
    public override bool RecognizesFolder(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ZarrKey.IsStore(path);
    }

    /// <inheritdoc/>
    /// <remarks>Folders and archives alike.</remarks>
    public override FileRole RoleOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(".zspy", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".zarr", StringComparison.OrdinalIgnoreCase)
            ? FileRole.Scan
            : FileRole.Unknown;
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ZarrSource.Open(
            Directory.Exists(path) ? new ZarrFolder(path, options.MayRead) : new ZarrArchive(path), options);
    }
}
