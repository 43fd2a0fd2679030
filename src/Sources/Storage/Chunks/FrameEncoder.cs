using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Encodes frames on the threads that bring them and writes them as chunks, one after the other, into a file that several datasets may
/// share.
/// </summary>
/// <param name="filters">What reads them again, in the order in which it is applied.</param>
internal abstract class FrameEncoder(params Hdf5Filter[] filters)
{
    private readonly Lock _writing = new();

    /// <summary>The filters of the datasets.</summary>
    public Hdf5Filter[] Filters { get; } = filters;

    /// <summary>The bitshuffle filter with LZ4 as detectors write it: small and fast, but no part of the HDF5 library.</summary>
    public static FrameEncoder Bitshuffle(ElementType elementType, int frameBytes) => new BitshuffleEncoder(elementType, frameBytes);

    /// <summary>Shuffle and deflate, which every HDF5 library reads.</summary>
    public static FrameEncoder Deflate(ElementType elementType, int frameBytes) => new DeflateEncoder(elementType, frameBytes);

    /// <summary>Writes one frame as a chunk.</summary>
    public abstract void Write(ChunkedWriter dataset, long chunk, ReadOnlySpan<byte> pixels);

    /// <summary>Writes what one became.</summary>
    protected void WriteEncoded(ChunkedWriter dataset, long chunk, ReadOnlySpan<byte> encoded)
    {
        lock (_writing)
            dataset.WriteEncoded(chunk, encoded);
    }
}
