using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Sources.Images;

/// <summary>Takes the filters off the rows of a PNG (ISO/IEC 15948, clause 9): each was stored as differences from its
/// neighbours.</summary>
internal static class PngRows
{
    /// <summary>Takes them off in place.</summary>
    /// <param name="stored">Rows, each behind the number of its filter.</param>
    /// <param name="rowBytes">Bytes of a row, without that number.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the one left of it, at least 1.</param>
    /// <returns>Whether every filter is known.</returns>
    public static bool Unfilter(Span<byte> stored, int rowBytes, int pixelBytes)
    {
        ReadOnlySpan<byte> above = [];
        while (stored.Length > rowBytes)
        {
            var row = stored.Slice(1, rowBytes);
            switch (stored[0])
            {
                case 0:
                    break;
                case 1:
                    AddLeft(row, pixelBytes);
                    break;
                case 2:
                    if (!above.IsEmpty)
                        AddAbove(row, above);
                    break;
                case 3:
                    AddMean(row, above, pixelBytes);
                    break;
                case 4:
                    if (above.IsEmpty)
                        AddLeft(row, pixelBytes);
                    else
                        AddPaeth(row, above, pixelBytes);
                    break;
                default:
                    return false;
            }

            above = row;
            stored = stored[(1 + rowBytes)..];
        }

        return true;
    }

    private static void AddLeft(Span<byte> row, int pixelBytes)
    {
        for (var i = pixelBytes; i < row.Length; i++)
            row[i] += row[i - pixelBytes];
    }

    private static void AddAbove(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var whole = row.Length - (row.Length % Vector<byte>.Count);
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        var others = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += others[i];
        for (var i = whole; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void AddMean(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < pixelBytes ? 0 : row[i - pixelBytes];
            var top = above.IsEmpty ? 0 : above[i];
            row[i] += (byte)((left + top) >> 1);
        }
    }

    private static void AddPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        above = above[..row.Length];
        var first = Math.Min(pixelBytes, row.Length);
        for (var i = 0; i < first; i++)
            row[i] += above[i];
        // The neighbours of one byte of a pixel are kept while its row is walked.
        for (var part = 0; part < pixelBytes; part++)
        {
            if (part >= row.Length)
                return;
            int left = row[part], corner = above[part];
            for (var i = part + pixelBytes; i < row.Length; i += pixelBytes)
            {
                int top = above[i];
                int toLeft = Math.Abs(top - corner), toTop = Math.Abs(left - corner), toCorner = Math.Abs(left + top - (2 * corner));
                var nearest = toLeft <= toTop && toLeft <= toCorner ? left : toTop <= toCorner ? top : corner;
                left = (byte)(row[i] + nearest);
                row[i] = (byte)left;
                corner = top;
            }
        }
    }
}
