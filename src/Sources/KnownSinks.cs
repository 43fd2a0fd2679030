using Ronchi.Frames;
using Ronchi.Sources.Dectris;
using Ronchi.Sources.NeXus;
using Ronchi.Sources.Numpy;
using Ronchi.Sources.Raw;

namespace Ronchi.Sources;

/// <summary>Every kind of file for frames, begun as its name asks for: one line each.</summary>
public static class KnownSinks
{
    /// <summary>What may be written, for help texts and messages.</summary>
    public const string Names = "X_master.h5 (DECTRIS layout), .h5 (HDF5, bitshuffle+LZ4), .npy, .raw (no header)";

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of such names are replaced.</param>
    /// <exception cref="ArgumentException">The name asks for no kind that is written, or the kind cannot hold such data.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or its folder cannot be written to.</exception>
    public static IFrameSink Create(string path, SinkDescription data, bool overwrite = false)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder))
            throw new IOException($"{path}: its folder does not exist; create it first.");
        if (!overwrite && File.Exists(path))
            throw new IOException($"{path}: exists already; choose another name, or replace it with --force.");
        return Path.GetFileName(path) switch
        {
            var name when name.EndsWith("_master.h5", StringComparison.Ordinal) => new EigerFileWriter(path, EigerRecording.Of(data), overwrite),
            var name when name.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase) => new Hdf5FrameSink(path, data, overwrite),
            var name when name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) => new NpyFrameSink(path, data, overwrite),
            var name when name.EndsWith(".raw", StringComparison.OrdinalIgnoreCase) => new RawFrameSink(path, data, overwrite),
            _ => throw new ArgumentException($"{path}: the name says what is written, one of {Names}.", nameof(path)),
        };
    }
}
