namespace Ronchi.Frames;

/// <summary>
/// Memory of an accelerator, as much as was asked for. It belongs to one thread at a time and is given back when disposed.
/// </summary>
/// <param name="byteCount">Its size.</param>
public abstract class DeviceMemory(long byteCount) : IDisposable
{
    /// <summary>Its size.</summary>
    public long ByteCount { get; } = byteCount;

    /// <summary>Copies bytes to the device; they may be changed once this returns.</summary>
    /// <param name="bytes">What to copy.</param>
    /// <param name="offset">Where to, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not fit there.</exception>
    public void Upload(ReadOnlySpan<byte> bytes, long offset = 0)
    {
        Check(offset, bytes.Length);
        Write(bytes, offset);
    }

    /// <summary>Copies bytes from the device, after everything that was queued there before.</summary>
    /// <param name="bytes">Filled.</param>
    /// <param name="offset">Where from, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public void Download(Span<byte> bytes, long offset = 0)
    {
        Check(offset, bytes.Length);
        Read(bytes, offset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Copies bytes that are known to fit to the device.</summary>
    protected abstract void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Copies bytes that are known to be there from the device.</summary>
    protected abstract void Read(Span<byte> bytes, long offset);

    /// <summary>Gives the memory back.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected abstract void Dispose(bool disposing);

    private void Check(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ByteCount - offset);
    }
}
