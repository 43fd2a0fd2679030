using System.Buffers;
using System.IO.Compression;

namespace Ronchi.Hdf5.Filters;

/// <summary>Filter 1: a zlib stream.</summary>
internal sealed class DeflateFilter : IChunkFilter
{
    public int Id => 1;

    public int LargestExpansion => 1040;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        // The framework's inflater reads from a stream, and a stream needs an array; the copy costs a hundredth of inflating.
        var input = ArrayPool<byte>.Shared.Rent(source.Length);
        try
        {
            source.CopyTo(input);
            using var stream = new ZLibStream(new MemoryStream(input, 0, source.Length, writable: false), CompressionMode.Decompress);
            int written = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            if (written == destination.Length && stream.ReadByte() >= 0)
                return -1;
            return written;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
