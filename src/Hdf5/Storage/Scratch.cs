using System.Buffers;
using System.Runtime.InteropServices;

namespace Ronchi.Hdf5.Storage;

/// <summary>
/// Memory for one step. Small pieces are pooled; a large one goes back to the system at once, so that no pool keeps a gigabyte for the next
/// reader.
/// </summary>
internal unsafe ref struct Scratch
{
    private const int LargestPooled = 16 << 20;
    private byte[]? _pooled;
    private void* _native;

    /// <summary>Takes memory; its contents are arbitrary.</summary>
    /// <param name="bytes">How much.</param>
    public Scratch(int bytes)
    {
        if (bytes <= LargestPooled)
        {
            _pooled = ArrayPool<byte>.Shared.Rent(bytes);
            Bytes = _pooled.AsSpan(0, bytes);
        }
        else
        {
            _native = NativeMemory.Alloc((nuint)bytes);
            Bytes = new Span<byte>(_native, bytes);
        }
    }

    /// <summary>The memory; empty when none was taken.</summary>
    public Span<byte> Bytes { get; private set; }

    public void Dispose()
    {
        if (_pooled is not null)
            ArrayPool<byte>.Shared.Return(_pooled);
        NativeMemory.Free(_native);
        _pooled = null;
        _native = null;
        Bytes = default;
    }
}
