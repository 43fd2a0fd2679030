using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>Copies values into a narrower type into which all of them fit.</summary>
public static unsafe class BlockNarrowing
{
    /// <summary>Copies u16 to u8, or u32 to u16 or u8.</summary>
    /// <param name="from">Values.</param>
    /// <param name="to">As many; filled. A value that does not fit loses its upper bits.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, IUnsignedNumber<TFrom>
        where TTo : unmanaged, IUnsignedNumber<TTo>
    {
        if (from.Length != to.Length)
            throw new ArgumentException($"{from.Length} values do not fit {to.Length}.", nameof(to));
        fixed (TFrom* source = from)
        fixed (TTo* target = to)
        {
            int i = 0;
            if (Vector512.IsHardwareAccelerated && typeof(TFrom) == typeof(ushort) && typeof(TTo) == typeof(byte))
            {
                for (; i + 64 <= from.Length; i += 64)
                    Vector512.Narrow(Vector512.Load((ushort*)source + i), Vector512.Load((ushort*)source + i + 32))
                        .Store((byte*)target + i);
            }
            else if (Vector512.IsHardwareAccelerated && typeof(TFrom) == typeof(uint) && typeof(TTo) == typeof(ushort))
            {
                for (; i + 32 <= from.Length; i += 32)
                    Words((uint*)source + i).Store((ushort*)target + i);
            }
            else if (Vector512.IsHardwareAccelerated && typeof(TFrom) == typeof(uint) && typeof(TTo) == typeof(byte))
            {
                for (; i + 64 <= from.Length; i += 64)
                    Vector512.Narrow(Words((uint*)source + i), Words((uint*)source + i + 32)).Store((byte*)target + i);
            }
            else if (Avx2.IsSupported && typeof(TFrom) == typeof(ushort) && typeof(TTo) == typeof(byte))
            {
                for (; i + 32 <= from.Length; i += 32)
                    Vector256.Narrow(Vector256.Load((ushort*)source + i), Vector256.Load((ushort*)source + i + 16))
                        .Store((byte*)target + i);
            }
            else if (Avx2.IsSupported && typeof(TFrom) == typeof(uint) && typeof(TTo) == typeof(ushort))
            {
                for (; i + 16 <= from.Length; i += 16)
                    HalfWords((uint*)source + i).Store((ushort*)target + i);
            }
            else if (Avx2.IsSupported && typeof(TFrom) == typeof(uint) && typeof(TTo) == typeof(byte))
            {
                for (; i + 32 <= from.Length; i += 32)
                    Vector256.Narrow(HalfWords((uint*)source + i), HalfWords((uint*)source + i + 16)).Store((byte*)target + i);
            }


            for (; i < from.Length; i++)
                target[i] = TTo.CreateTruncating(source[i]);
        }
    }

    private static Vector256<ushort> HalfWords(uint* values) => Vector256.Narrow(Vector256.Load(values), Vector256.Load(values + 8));

    private static Vector512<ushort> Words(uint* values) => Vector512.Narrow(Vector512.Load(values), Vector512.Load(values + 16));
}
