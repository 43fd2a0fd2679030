using System.IO.Compression;

namespace Ronchi.Hdf5.Filters;

/// <summary>Filter 1: a zlib stream.</summary>
internal sealed unsafe class DeflateFilter : IChunkFilter
{
    public int Id => 1;

    public int LargestExpansion => 1040;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        try
        {
            // The framework's inflater reads from a stream; this one stands over the span, which stays in place meanwhile.
            fixed (byte* input = source)
            {
                if (input is null)
                    return -1;
                using var stream = new ZLibStream(new UnmanagedMemoryStream(input, source.Length), CompressionMode.Decompress);
                int written = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                return written == destination.Length && stream.ReadByte() >= 0 ? -1 : written;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Most damage is the former; a stream that asks for a dictionary is the latter.
            return -1;
        }
    }
}
