using System.Buffers;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Storage;

/// <summary>Frames in bitshuffle+LZ4, with the filter as detectors write it: version, element size, default block, LZ4.</summary>
/// <param name="elementType">Type of the values.</param>
/// <param name="frameBytes">Bytes of a frame.</param>
internal sealed class BitshuffleEncoder(ElementType elementType, int frameBytes) : FrameEncoder(new Hdf5Filter(
    Hdf5Codecs.BitshuffleId,
    "bitshuffle; see https://github.com/kiyo-masui/bitshuffle",
    IsOptional: false,
    [0, 3, (uint)elementType.Size(), 0, Hdf5Codecs.BitshuffleWithLz4]))
{
    private readonly int _room = checked((int)BitshuffleLz4.MaxEncodedLength(frameBytes, elementType.Size()));

    /// <inheritdoc/>
    public override void Write(ChunkedWriter dataset, long chunk, ReadOnlySpan<byte> pixels)
    {
        var encoded = ArrayPool<byte>.Shared.Rent(_room);
        try
        {
            WriteEncoded(dataset, chunk, encoded.AsSpan(0, BitshuffleLz4.Encode(pixels, elementType.Size(), blockBytes: 0, encoded)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }
}
