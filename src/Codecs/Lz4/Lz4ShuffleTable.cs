using System.Runtime.InteropServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Byte shuffles of <see cref="Lz4ShortSequences"/>, made once.</summary>
/// <remarks>
/// Row <c>d</c> stands for a match <c>d</c> bytes back, 1…32 (32 and more), of which 32 bytes are wanted: byte <c>k</c> is byte <c>k mod
/// d</c> of what lies there.
/// Its first 32 entries choose from the first 16 bytes, the others from the next 16; the entry of a byte that the other half gives is 128,
/// which leaves a zero.
/// </remarks>
internal static unsafe class Lz4ShuffleTable
{
    /// <summary>Bytes of a match that one store writes; matches that begin as far back or further need no repetition.</summary>
    public const int Reach = 32;

    public const int RowBytes = 64;

    public static readonly byte* Rows = Make();

    // Lives as long as the process.
    private static byte* Make()
    {
        const byte none = 128;
        byte* table = (byte*)NativeMemory.AlignedAlloc((Reach + 1) * RowBytes, RowBytes);
        for (int distance = 0; distance <= Reach; distance++)
        {
            byte* row = table + (distance * RowBytes);
            for (int k = 0; k < Reach; k++)
            {
                int from = distance == 0 ? 0 : k % distance;
                row[k] = from < 16 ? (byte)from : none;
                row[Reach + k] = from < 16 ? none : (byte)(from - 16);
            }
        }
        return table;
    }
}
