using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Velox;

/// <summary>EMD files of Thermo Fisher's Velox: HDF5 with images whose last axis counts frames, and their metadata as JSON.</summary>
public sealed class VeloxFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Velox EMD";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.IsHdf5)
            return false;
        try
        {
            using var hdf5 = Hdf5File.Open(file.Path, Hdf5Codecs.Probing);
            return hdf5.TryOpen("/Application/Velox") is Hdf5Group
                || (hdf5.TryOpen("/Version") is Hdf5Dataset { ElementCount: 1, Type.IsText: true } version
                    && version.ReadValue().ToText().Contains("Velox", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;   // whoever opens the file says what is wrong with it
        }
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => VeloxSource.Open(path, options);
}
