namespace Ronchi.Hdf5.Filters;

/// <summary>Filter 2: bytes of equal significance stand together; parameter 0 is the element size.</summary>
internal sealed class ShuffleFilter : IChunkFilter
{
    public int Id => 2;

    public int LargestExpansion => 1;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        if (source.Length > destination.Length || parameters.Length < 1 || parameters[0] is 0 or > int.MaxValue)
            return -1;
        int size = (int)parameters[0];
        int count = source.Length / size;
        if (size == 1 || count <= 1)
        {
            source.CopyTo(destination);
            return source.Length;
        }
        // Runs of elements that stay in the first-level cache, one byte plane after the other.
        const int run = 2048;
        for (int start = 0; start < count; start += run)
        {
            int length = Math.Min(run, count - start);
            for (int plane = 0; plane < size; plane++)
            {
                var bytes = source.Slice((plane * count) + start, length);
                var elements = destination.Slice((start * size) + plane, ((length - 1) * size) + 1);
                int at = 0;
                foreach (byte value in bytes)
                {
                    elements[at] = value;
                    at += size;
                }
            }
        }
        source[(count * size)..].CopyTo(destination[(count * size)..]);
        return source.Length;
    }

    /// <summary>The way there, for the writer.</summary>
    public static void Encode(ReadOnlySpan<byte> source, int size, Span<byte> destination)
    {
        int count = source.Length / size;
        for (int plane = 0; plane < size; plane++)
        {
            for (int i = 0; i < count; i++)
                destination[(plane * count) + i] = source[(i * size) + plane];
        }
        source[(count * size)..].CopyTo(destination[(count * size)..]);
    }
}
