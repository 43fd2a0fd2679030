using System.Runtime.InteropServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Permutations of the window decoder, made once.</summary>
/// <remarks>
/// The window holds the last 64 output bytes. Row <c>d</c> (a match <c>d</c> bytes back, 0…65) has 128 entries for the output positions
/// −64…63 around the match's start: a position before it keeps its byte, a position behind it repeats the last <c>d</c> bytes. Loading a
/// row <c>m</c> bytes on gives the window after a match of <c>m</c> bytes.
/// Rows 0 and 65 stand for matches whose bytes come from memory; only their shifted part is used.
/// Behind the rows lies a mask of 64 zeros and 64 ones: loaded <c>m</c> bytes on it marks the last <c>m</c> lanes.
/// </remarks>
internal static unsafe class Lz4WindowTable
{
    public const int Window = 64;
    public const int RowBytes = 128;
    public const int FarRow = 65;

    /// <summary>Where the mask begins.</summary>
    public const int LastLanes = (FarRow + 1) * RowBytes;

    public static readonly byte* Rows = Make();

    // Lives as long as the process.
    private static byte* Make()
    {
        byte* table = (byte*)NativeMemory.AlignedAlloc((FarRow + 2) * RowBytes, 64);
        for (int distance = 0; distance <= FarRow; distance++)
        {
            byte* row = table + (distance * RowBytes);
            for (int k = 0; k < Window; k++)
            {
                row[k] = (byte)k;
                row[Window + k] = distance is > 0 and <= Window ? (byte)(Window - distance + (k % distance)) : (byte)(Window - 1);
            }
        }
        byte* lanes = table + LastLanes;
        for (int k = 0; k < Window; k++)
        {
            lanes[k] = 0;
            lanes[Window + k] = 255;
        }
        return table;
    }
}
