using System.Buffers;
using System.IO.Compression;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;

namespace Ronchi.Sources.Storage;

/// <summary>Frames shuffled by bytes and deflated: filters 2 and 1 of the HDF5 library.</summary>
/// <param name="elementType">Type of the values.</param>
/// <param name="frameBytes">Bytes of a frame.</param>
internal sealed class DeflateEncoder(ElementType elementType, int frameBytes) : FrameEncoder(
    new Hdf5Filter(2, "shuffle", IsOptional: false, [(uint)elementType.Size()]),
    new Hdf5Filter(1, "deflate", IsOptional: false, [Level]))
{
    // Counts of electrons gain little from more.
    private const int Level = 1;

    /// <inheritdoc/>
    public override void Write(ChunkedWriter dataset, long chunk, ReadOnlySpan<byte> pixels)
    {
        var shuffled = ArrayPool<byte>.Shared.Rent(frameBytes);
        try
        {
            ByteShuffle.Shuffle(pixels, shuffled.AsSpan(0, frameBytes), elementType.Size());
            using var encoded = new MemoryStream(frameBytes / 4);
            using (var deflate = new ZLibStream(encoded, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
                deflate.Write(shuffled, 0, frameBytes);
            WriteEncoded(dataset, chunk, encoded.GetBuffer().AsSpan(0, (int)encoded.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(shuffled);
        }
    }
}
