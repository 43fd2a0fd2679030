using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Writes frames to one HDF5 dataset, <c>/entry/data/data</c> (NeXus NXdata): scan axes, then detector axes; a chunk a frame, bitshuffle+LZ4.</summary>
public sealed class Hdf5FrameSink : IFrameSink
{
    private readonly SinkDescription _data;
    private readonly Hdf5Writer _file;
    private readonly ChunkedWriter _dataset;
    private readonly FrameEncoder _encoder;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="ArgumentException">The type cannot be written.</exception>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public Hdf5FrameSink(string path, SinkDescription data, bool overwrite = false)
    {
        _data = data;
        _encoder = new(data.ElementType, data.FrameBytes);
        _file = new Hdf5Writer(path, overwrite);
        try
        {
            var entry = _file.Root.Group("entry");
            entry.Attribute("NX_class", "NXentry");
            var group = entry.Group("data");
            group.Attribute("NX_class", "NXdata");
            group.Attribute("signal", "data");
            var chunk = new Extent([.. Enumerable.Repeat(1L, data.Shape.Scan.Rank), .. data.Shape.Detector.Lengths]);
            _dataset = ChunkedDataset.Begin(group, "data", data.ElementType, data.Shape.Full, chunk, _encoder.Filter);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        _encoder.Write(_dataset, frame, pixels);
    }

    /// <inheritdoc/>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
