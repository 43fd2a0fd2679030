using Ronchi.Frames;

namespace Ronchi.Sources.Series;

/// <summary>The stored frames of one member among those of a series.</summary>
internal sealed class MemorySlice(IFrameMemory memory, long start, long length) : IFrameMemory
{
    public long Length => length;

    public Span<byte> Bytes(long offset, int count) => offset >= 0 && count >= 0 && offset <= length - count
        ? memory.Bytes(start + offset, count)
        : throw new ArgumentOutOfRangeException(
            nameof(offset), offset, $"{count} bytes from {offset} lie outside the {length} of a member.");
}
