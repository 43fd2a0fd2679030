using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Codecs.Transposition;

/// <summary>
/// 8 × 8 bits in 64: row <c>r</c> is byte <c>r</c>, column <c>c</c> its bit <c>c</c>. Transposed by swapping ever larger quadrants
/// (Hacker's Delight §7-3).
/// </summary>
internal static class BitMatrix
{
    private const ulong Ones = 0x00AA00AA00AA00AA;
    private const ulong Twos = 0x0000CCCC0000CCCC;
    private const ulong Fours = 0x00000000F0F0F0F0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Transpose(ulong rows)
    {
        ulong swap = (rows ^ (rows >> 7)) & Ones;
        rows ^= swap ^ (swap << 7);
        swap = (rows ^ (rows >> 14)) & Twos;
        rows ^= swap ^ (swap << 14);
        swap = (rows ^ (rows >> 28)) & Fours;
        return rows ^ swap ^ (swap << 28);
    }

    /// <summary>Four matrices at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Transpose(Vector256<ulong> rows)
    {
        var swap = (rows ^ (rows >>> 7)) & Vector256.Create(Ones);
        rows ^= swap ^ (swap << 7);
        swap = (rows ^ (rows >>> 14)) & Vector256.Create(Twos);
        rows ^= swap ^ (swap << 14);
        swap = (rows ^ (rows >>> 28)) & Vector256.Create(Fours);
        return rows ^ swap ^ (swap << 28);
    }
}
