using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Codecs;

/// <summary>
/// Byte transposition of one block: bytes of equal significance stand together, those of the first byte of each element first. Bytes that
/// make no whole element are copied as they are, behind them.
/// </summary>
public static unsafe class ByteShuffle
{
    /// <summary>Elements to byte planes.</summary>
    /// <param name="source">Elements.</param>
    /// <param name="destination">As long as <paramref name="source"/>; must not overlap it.</param>
    /// <param name="elementBytes">Bytes of an element, at least one.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Shuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int count = Check(source, destination, elementBytes);
        source[(count * elementBytes)..].CopyTo(destination[(count * elementBytes)..]);
        fixed (byte* elements = source, planes = destination)
        {
            int done = BitConverter.IsLittleEndian
                ? elementBytes switch
                {
                    2 => ToPlanes2(elements, planes, count),
                    4 => ToPlanes4(elements, planes, count),
                    _ => 0,
                }
                : 0;
            for (int plane = 0; plane < elementBytes; plane++)
            {
                byte* to = planes + ((long)plane * count);
                for (int i = done; i < count; i++)
                    to[i] = elements[((long)i * elementBytes) + plane];
            }
        }
    }

    /// <summary>Byte planes to elements.</summary>
    /// <param name="source">Planes, then bytes that were not shuffled.</param>
    /// <param name="destination">As long as <paramref name="source"/>; must not overlap it.</param>
    /// <param name="elementBytes">Bytes of an element, at least one.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Unshuffle(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        int count = Check(source, destination, elementBytes);
        source[(count * elementBytes)..].CopyTo(destination[(count * elementBytes)..]);
        fixed (byte* planes = source, elements = destination)
        {
            int done = BitConverter.IsLittleEndian
                ? elementBytes switch
                {
                    2 => ToElements2(planes, elements, count),
                    4 => ToElements4(planes, elements, count),
                    8 => ToElements8(planes, elements, count),
                    _ => 0,
                }
                : 0;
            for (int plane = 0; plane < elementBytes; plane++)
            {
                byte* from = planes + ((long)plane * count);
                for (int i = done; i < count; i++)
                    elements[((long)i * elementBytes) + plane] = from[i];
            }
        }
    }

    private static int Check(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elementBytes);
        if (source.Length != destination.Length)
            throw new ArgumentException($"{source.Length} bytes cannot be shuffled into {destination.Length}.", nameof(destination));
        return source.Length / elementBytes;
    }

    // Each returns how many elements are done: whole vectors of byte lanes.
    private static int ToPlanes2(byte* elements, byte* planes, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var a = Vector.Load((ushort*)elements + i);
            var b = Vector.Load((ushort*)elements + i + Vector<ushort>.Count);
            Vector.Narrow(a, b).Store(planes + i);
            Vector.Narrow(a >>> 8, b >>> 8).Store(planes + count + i);
        }

        return i;
    }

    private static int ToPlanes4(byte* elements, byte* planes, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var from = (uint*)elements + i;
            var a = Vector.Load(from);
            var b = Vector.Load(from + Vector<uint>.Count);
            var c = Vector.Load(from + (2 * Vector<uint>.Count));
            var d = Vector.Load(from + (3 * Vector<uint>.Count));
            for (int plane = 0; plane < 4; plane++)
            {
                Vector.Narrow(Vector.Narrow(a, b), Vector.Narrow(c, d)).Store(planes + ((long)plane * count) + i);
                (a, b, c, d) = (a >>> 8, b >>> 8, c >>> 8, d >>> 8);
            }
        }

        return i;
    }

    private static int ToElements2(byte* planes, byte* elements, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Pair(planes + i, count, out var a, out var b);
            a.Store((ushort*)elements + i);
            b.Store((ushort*)elements + i + Vector<ushort>.Count);
        }

        return i;
    }

    private static int ToElements4(byte* planes, byte* elements, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Quad(planes + i, count, out var a, out var b, out var c, out var d);
            var to = (uint*)elements + i;
            a.Store(to);
            b.Store(to + Vector<uint>.Count);
            c.Store(to + (2 * Vector<uint>.Count));
            d.Store(to + (3 * Vector<uint>.Count));
        }

        return i;
    }

    private static int ToElements8(byte* planes, byte* elements, int count)
    {
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Quad(planes + i, count, out var a, out var b, out var c, out var d);
            Quad(planes + (4L * count) + i, count, out var e, out var f, out var g, out var h);
            var to = (ulong*)elements + i;
            StoreOct(a, e, to);
            StoreOct(b, f, to + Vector<uint>.Count);
            StoreOct(c, g, to + (2 * Vector<uint>.Count));
            StoreOct(d, h, to + (3 * Vector<uint>.Count));
        }

        return i;
    }

    // Two planes to elements of two bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(byte* planes, int count, out Vector<ushort> first, out Vector<ushort> second)
    {
        Vector.Widen(Vector.Load(planes), out var lowFirst, out var lowSecond);
        Vector.Widen(Vector.Load(planes + count), out var highFirst, out var highSecond);
        first = lowFirst | (highFirst << 8);
        second = lowSecond | (highSecond << 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        byte* planes, int count, out Vector<uint> first, out Vector<uint> second, out Vector<uint> third, out Vector<uint> fourth)
    {
        Pair(planes, count, out var low, out var lowNext);
        Pair(planes + (2L * count), count, out var high, out var highNext);
        Vector.Widen(low, out var lowFirst, out var lowSecond);
        Vector.Widen(high, out var highFirst, out var highSecond);
        first = lowFirst | (highFirst << 16);
        second = lowSecond | (highSecond << 16);
        Vector.Widen(lowNext, out lowFirst, out lowSecond);
        Vector.Widen(highNext, out highFirst, out highSecond);
        third = lowFirst | (highFirst << 16);
        fourth = lowSecond | (highSecond << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreOct(Vector<uint> low, Vector<uint> high, ulong* to)
    {
        Vector.Widen(low, out var lowFirst, out var lowSecond);
        Vector.Widen(high, out var highFirst, out var highSecond);
        (lowFirst | (highFirst << 32)).Store(to);
        (lowSecond | (highSecond << 32)).Store(to + Vector<ulong>.Count);
    }
}
