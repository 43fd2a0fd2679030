using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Any HDF5 file with a numeric dataset of three or more axes, the last two of them the detector's (or one, or three, if that is
/// asked for).</summary>
public sealed class Hdf5DatasetFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "HDF5";

    /// <inheritdoc/>
    public override SourceOptions Uses =>
        SourceOptions.LeaveOut | SourceOptions.Follow | SourceOptions.DetectorAxes;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind, LinkedFilesOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file) => file.IsHdf5;

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => Hdf5DatasetSource.Open(path, options);
}
