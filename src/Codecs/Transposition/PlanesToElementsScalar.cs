namespace Ronchi.Codecs.Transposition;

/// <summary>Bit planes to elements, eight elements at a time.</summary>
internal static unsafe class PlanesToElementsScalar
{
    /// <summary>
    /// As <see cref="BitTransposition.ToElements"/>, for the bytes <paramref name="from"/> … <paramref name="to"/> of every plane.
    /// </summary>
    public static void Run(byte* planes, int from, int to, int planeBytes, int livePlanes, byte* elements, int elementBytes)
    {
        for (int i = from; i < to; i++)
        {
            byte* octet = elements + ((long)i * 8 * elementBytes);
            for (int b = 0; b < elementBytes; b++)
            {
                ulong rows = 0;
                int live = Math.Min(livePlanes - (b * 8), 8);
                byte* plane = planes + ((long)b * 8 * planeBytes) + i;
                for (int p = 0; p < live; p++, plane += planeBytes)
                    rows |= (ulong)*plane << (8 * p);
                rows = BitMatrix.Transpose(rows);
                for (int e = 0; e < 8; e++, rows >>= 8)
                    octet[(e * elementBytes) + b] = (byte)rows;
            }
        }
    }
}
