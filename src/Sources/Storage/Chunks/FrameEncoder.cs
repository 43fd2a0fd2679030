using System.Buffers;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Encodes frames on the threads that bring them and writes them as chunks, one after the other, into a file that several datasets may
/// share.
/// </summary>
/// <param name="elementType">Type of the values.</param>
/// <param name="frameBytes">Bytes of a frame.</param>
internal sealed class FrameEncoder(ElementType elementType, int frameBytes)
{
    private readonly Lock _writing = new();
    private readonly int _room = checked((int)BitshuffleLz4.MaxEncodedLength(frameBytes, elementType.Size()));

    /// <summary>The filter as detectors write it: version, element size, default block, LZ4.</summary>
    public Hdf5Filter Filter { get; } = new(
        Hdf5Codecs.BitshuffleId,
        "bitshuffle; see https://github.com/kiyo-masui/bitshuffle",
        IsOptional: false,
        [0, 3, (uint)elementType.Size(), 0, Hdf5Codecs.BitshuffleWithLz4]);

    /// <summary>Writes one frame as a chunk.</summary>
    public void Write(ChunkedWriter dataset, long chunk, ReadOnlySpan<byte> pixels)
    {
        var encoded = ArrayPool<byte>.Shared.Rent(_room);
        try
        {
            var length = BitshuffleLz4.Encode(pixels, elementType.Size(), blockBytes: 0, encoded);
            lock (_writing)
                dataset.WriteEncoded(chunk, encoded.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }
}
