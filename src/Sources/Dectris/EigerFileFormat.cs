using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>HDF5 files of DECTRIS detectors (ARINA, EIGER, EIGER2, QUADRO, SELUN): a master file that links to data files, or one data file alone.</summary>
public sealed class EigerFileFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "DECTRIS HDF5";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.LeaveOut | SourceOptions.DataFolder;

    /// <inheritdoc/>
    /// <remarks>A file that cannot be walked, or whose <c>/entry/data/data</c> lies in another file, is none: a more general format says what is wrong with it, or reads it.</remarks>
    public override bool Recognizes(FileHead file)
    {
        if (!Hdf5Opening.IsHdf5(file.Path))
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
    public override IFrameSource Open(string path, OpenOptions options) => EigerFile.Open(path, options);
}
