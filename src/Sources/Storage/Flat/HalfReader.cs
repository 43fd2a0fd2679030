using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Widens frames of 16-bit floats to 32 bits, exactly, subnormal numbers, infinities and NaN included.</summary>
/// <param name="inner">Gives dense frames of 16-bit floats; disposed with this reader.</param>
internal sealed class HalfReader(ITileReader inner) : ITileReader
{
    // 2^112 takes the exponent of a half, read as that of a single, to where it belongs.
    private const uint ScaleBits = (127u + 112) << 23;
    private const uint HalfMagnitude = 0x7FFF;
    private const uint HalfInfinity = 0x7C00;
    private const uint SingleInfinity = 0x7F80_0000;
    private byte[] _wide = [];

    public void Seek(FrameRange frames) => inner.Seek(frames);

    public bool TryRead(out Tile tile)
    {
        if (!inner.TryRead(out tile))
            return false;
        var halves = tile.Pixels<ushort>();
        var bytes = checked(halves.Length * sizeof(float));
        if (_wide.Length < bytes)
        {
            Return();
            _wide = ArrayPool<byte>.Shared.Rent(bytes);
        }

        Widen(halves, MemoryMarshal.Cast<byte, uint>(_wide.AsSpan(0, bytes)));
        tile = new(tile.Frames, _wide.AsSpan(0, bytes), 2 * tile.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        inner.Dispose();
        Return();
    }

    /// <summary>Bits of 16-bit floats to bits of 32-bit floats.</summary>
    internal static void Widen(ReadOnlySpan<ushort> halves, Span<uint> singles)
    {
        var at = 0;
        for (; at <= halves.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(halves[at..]), out var low, out var high);
            Widen(low).CopyTo(singles[at..]);
            Widen(high).CopyTo(singles[(at + Vector<uint>.Count)..]);
        }

        for (; at < halves.Length; at++)
            singles[at] = Widen(halves[at]);
    }

    /// <summary>One of them.</summary>
    internal static uint Widen(ushort half)
    {
        var magnitude = half & HalfMagnitude;
        var value = magnitude < HalfInfinity
            ? BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(magnitude << 13) * BitConverter.UInt32BitsToSingle(ScaleBits))
            : (magnitude << 13) | SingleInfinity;
        return value | ((half ^ magnitude) << 16);
    }

    private static Vector<uint> Widen(Vector<uint> halves)
    {
        var magnitude = halves & new Vector<uint>(HalfMagnitude);
        var scaled = Vector.AsVectorUInt32(
            Vector.AsVectorSingle(magnitude << 13) * new Vector<float>(BitConverter.UInt32BitsToSingle(ScaleBits)));
        var isFinite = Vector.LessThan(magnitude, new Vector<uint>(HalfInfinity));
        var value = Vector.ConditionalSelect(isFinite, scaled, (magnitude << 13) | new Vector<uint>(SingleInfinity));
        return value | ((halves ^ magnitude) << 16);
    }

    private void Return()
    {
        if (_wide.Length > 0)
            ArrayPool<byte>.Shared.Return(_wide);
        _wide = [];
    }
}
