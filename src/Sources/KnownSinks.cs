using Ronchi.Frames;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.Emd;
using Ronchi.Sources.HyperSpy;
using Ronchi.Sources.NeXus;
using Ronchi.Sources.Numpy;
using Ronchi.Sources.Raw;
using Ronchi.Sources.Tiff;
using Ronchi.Sources.Zarr;

namespace Ronchi.Sources;

/// <summary>Every kind of file for frames, begun as its name asks for: one line each.</summary>
public static class KnownSinks
{
    /// <summary>What may be written, for help texts and messages.</summary>
    public const string Names = "X_master.h5 (DECTRIS layout), .h5 (HDF5, bitshuffle+LZ4), .hspy (HyperSpy), "
        + ".emd (EMD 1.0, py4DSTEM), .zspy (HyperSpy, Zarr 2), .zarr (Zarr 3, shards), .npy, .tif (TIFF or BigTIFF stack), "
        + ".raw (no header)";

    /// <summary>The kinds, in the order in which a name is offered to them.</summary>
    public static IReadOnlyList<SinkKind> All { get; } =
    [
        EigerFileWriter.Kind,
        Hdf5FrameSink.Kind,
        HspyFrameSink.Kind,
        EmdFrameSink.Kind,
        ZarrFrameSink.HyperSpy,
        ZarrFrameSink.Sharded,
        NpyFrameSink.Kind,
        TiffFrameSink.Kind,
        RawFrameSink.Kind,
    ];

    /// <summary>The kind that a name asks for.</summary>
    /// <exception cref="ArgumentException">It asks for none that is written.</exception>
    public static SinkKind KindOf(string path)
    {
        var name = Path.GetFileName(path);
        return All.FirstOrDefault(kind => kind.Takes(name))
            ?? throw new ArgumentException($"{path}: unknown output format; use one of {Names}.", nameof(path));
    }

    /// <summary>Says, without creating anything, whether a name is free, or what has it may be replaced.</summary>
    /// <param name="path">The name; it asks for a kind that is written.</param>
    /// <param name="overwrite">Whether files of such names are replaced.</param>
    /// <exception cref="ArgumentException">It asks for none that is written.</exception>
    /// <exception cref="IOException">Something of that name is there and not to be replaced.</exception>
    public static void Refuse(string path, bool overwrite)
    {
        if (KindOf(path).IsFolder)
            StoreFolder.Refuse(path, overwrite);
        else if (!overwrite && File.Exists(path))
            throw new IOException($"{path}: already exists; choose another name, or replace it with --force.");
    }

    /// <summary>Begins a file, or goes on with one.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of such names are replaced.</param>
    /// <param name="isResumable">Whether a file of the same frames that was not completed is gone on with, and this one can be:
    /// <see cref="SinkDescription.Provenance"/> says which they are. Without it a file begins anew.</param>
    /// <exception cref="ArgumentException">The name asks for no kind that is written, or the kind cannot hold such data.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public static IResumableSink Create(string path, SinkDescription data, bool overwrite = false, bool isResumable = false)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder))
            throw new IOException($"{path}: its folder does not exist; create it first.");
        Refuse(path, overwrite);
        return KindOf(path).Begin(path, data, overwrite, isResumable);
    }
}
