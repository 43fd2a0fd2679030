using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>One stretch of memory for stored frames.</summary>
internal sealed unsafe class HeldFrames(NativeSlabs slabs, long length) : IFrameMemory
{
    private readonly nint _start = (nint)slabs.Allocate(Math.Max(length, 1));

    /// <inheritdoc/>
    public long Length => length;

    /// <inheritdoc/>
    public Span<byte> Bytes(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > length - count)
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, $"{count} bytes from {offset} lie outside the {length} that are held.");
        return new((byte*)_start + offset, count);
    }
}
