using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>
/// HDF5 files of DECTRIS detectors (ARINA, EIGER, EIGER2, QUADRO, SELUN): a master file that links to data files, or one data file alone.
/// </summary>
public sealed class EigerFileFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "DECTRIS HDF5";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.LeaveOut | SourceOptions.Follow;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [LinkedFilesOptions.Kind];

    /// <inheritdoc/>
    /// <remarks>
    /// A file that cannot be walked, or whose <c>/entry/data/data</c> lies in another file, is none: a more general format says what is
    /// wrong with it, or reads it.
    /// </remarks>
    public override bool Recognizes(FileHead file)
    {
        if (!file.IsHdf5)
            return false;
        try
        {
            using var hdf5 = Hdf5File.Open(file.Path, Hdf5Codecs.Probing);
            return EigerLayout.IsMaster(hdf5) || EigerLayout.IsDataFile(hdf5);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    /// <remarks><c>X_master.h5</c>, and <c>X_data_000001.h5</c> and <c>X_em_metadata.h5</c> beside it.</remarks>
    public override FileRole RoleOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith("_master.h5", StringComparison.OrdinalIgnoreCase) ? FileRole.Scan
            : name.EndsWith(MicroscopeCompanion.Ending, StringComparison.OrdinalIgnoreCase)
                || (name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) && name.Contains("_data_", StringComparison.OrdinalIgnoreCase))
            ? FileRole.Part
            : FileRole.Unknown;
    }

    /// <inheritdoc/>
    /// <remarks>It is the master file that says which data files there should be.</remarks>
    public override FileSetState StateOf(string path, OpenOptions options)
    {
        try
        {
            EigerFile.Open(path, options).Dispose();
            return FileSetState.Complete;
        }
        catch (SourceException e)
        {
            return e.Path == path && e.InnerException is not Hdf5Exception { IsOutOfReach: true }
                ? FileSetState.Unreadable
                : FileSetState.Incomplete;
        }
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => EigerFile.Open(path, options);
}
