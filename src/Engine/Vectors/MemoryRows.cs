using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Engine;

/// <summary>Rows in an array.</summary>
internal sealed class MemoryRows<T>(T[] values) : IRowStorage
    where T : unmanaged
{
    /// <inheritdoc/>
    public long HeldBytes => (long)values.Length * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(long offset, int count) =>
        MemoryMarshal.AsBytes(values.AsSpan(checked((int)(offset / Unsafe.SizeOf<T>())), count / Unsafe.SizeOf<T>()));
}
