using System.Runtime.CompilerServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Where each four-byte sequence was seen last. One a thread, never cleared between calls.</summary>
internal sealed unsafe class Lz4PositionTable
{
    private const int SlotBits = 12;
    private const uint Multiplier = 0x9E3779B1; // 2³² divided by the golden ratio: spreads neighbouring sequences

    [ThreadStatic]
    private static Lz4PositionTable? s_table;

    private uint _next = 1;

    public uint[] Positions { get; } = new uint[1 << SlotBits];

    public static Lz4PositionTable ForThread() => s_table ??= new Lz4PositionTable();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Slot(byte* input) => (Unsafe.ReadUnaligned<uint>(input) * Multiplier) >> (32 - SlotBits);

    /// <summary>The number of a block's first byte; no position in the table is as high yet.</summary>
    public uint Reserve(int length)
    {
        if (_next > uint.MaxValue - (uint)length)
        {
            Array.Clear(Positions);
            _next = 1;
        }
        uint first = _next;
        _next += (uint)length;
        return first;
    }
}
