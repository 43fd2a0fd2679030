using System.IO.Compression;
using Ronchi.Hdf5.Filters;

namespace Ronchi.Hdf5.Writing;

/// <summary>Applies the filters that the writer knows: shuffle and deflate.</summary>
/// <param name="filters">In the order in which they are applied.</param>
internal sealed class ChunkEncoder(IReadOnlyList<Hdf5Filter> filters)
{
    /// <summary>The chunk as it is to be stored.</summary>
    public ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> chunk)
    {
        ReadOnlyMemory<byte> current = chunk.ToArray();
        foreach (var filter in filters)
        {
            current = filter.Id switch
            {
                1 => Deflate(current.Span, filter.Parameters.Count > 0 ? (int)filter.Parameters[0] : 6),
                2 => Shuffle(current.Span, (int)filter.Parameters[0]),
                _ => throw new ArgumentException($"The filter {filter} is not applied here: append encoded chunks.", nameof(chunk)),
            };
        }
        return current;
    }

    private static byte[] Shuffle(ReadOnlySpan<byte> chunk, int size)
    {
        var shuffled = new byte[chunk.Length];
        ShuffleFilter.Encode(chunk, size, shuffled);
        return shuffled;
    }

    private static ReadOnlyMemory<byte> Deflate(ReadOnlySpan<byte> chunk, int level)
    {
        var output = new MemoryStream();
        using (var stream = new ZLibStream(
            output, new ZLibCompressionOptions { CompressionLevel = Math.Clamp(level, 0, 9) }, leaveOpen: true))
            stream.Write(chunk);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }
}
