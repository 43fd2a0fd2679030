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
    public override string? WhyNot(FileHead file)
    {
        if (!Hdf5Opening.IsHdf5(file.Path))
            return "it has no HDF5 signature";
        return Hdf5Opening.Guard(file.Path, () =>
        {
            using var hdf5 = Hdf5File.Open(file.Path, Hdf5Codecs.Options with { ExternalFiles = static (_, _) => false });   // what it is, it says itself
            return EigerLayout.IsMaster(hdf5) || EigerLayout.IsDataFile(hdf5)
                ? null
                : "it has no /entry/data/data_000001 and no frames with image numbers";
        });
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => EigerFile.Open(path, options);
}
