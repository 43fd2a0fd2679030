namespace Ronchi.Hdf5.Storage;

/// <summary>A file that lies in memory. It has no folder, so its external links cannot be followed.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="name">Stands for the path in messages.</param>
public sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes, string name = "(memory)") : ByteSource
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= bytes.Length)
            return 0;
        var available = bytes.Span[(int)offset..];
        int count = Math.Min(available.Length, destination.Length);
        available[..count].CopyTo(destination);
        return count;
    }
}
