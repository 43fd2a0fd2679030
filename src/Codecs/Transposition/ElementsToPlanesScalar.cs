namespace Ronchi.Codecs.Transposition;

/// <summary>Elements to bit planes, eight elements at a time.</summary>
internal static unsafe class ElementsToPlanesScalar
{
    /// <summary>As <see cref="BitTransposition.ToPlanes"/>, for the bytes <paramref name="from"/> … of every plane.</summary>
    public static void Run(byte* elements, int elementBytes, byte* planes, int from, int planeBytes)
    {
        for (int i = from; i < planeBytes; i++)
        {
            byte* octet = elements + ((long)i * 8 * elementBytes);
            for (int b = 0; b < elementBytes; b++)
            {
                ulong rows = 0;
                for (int e = 0; e < 8; e++)
                    rows |= (ulong)octet[(e * elementBytes) + b] << (8 * e);
                rows = BitMatrix.Transpose(rows);
                byte* plane = planes + ((long)b * 8 * planeBytes) + i;
                for (int p = 0; p < 8; p++, plane += planeBytes, rows >>= 8)
                    *plane = (byte)rows;
            }
        }
    }
}
