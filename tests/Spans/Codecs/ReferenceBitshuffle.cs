namespace Ronchi.Tests.Codecs;

/// <summary>Bit planes made one bit at a time.</summary>
internal static class ReferenceBitshuffle
{
    public static byte[] Shuffle(ReadOnlySpan<byte> elements, int elementBytes)
    {
        byte[] planes = new byte[elements.Length];
        int count = elements.Length / elementBytes & ~7;
        int planeBytes = count / 8;
        for (int e = 0; e < count; e++)
            for (int p = 0; p < elementBytes * 8; p++)
                if ((elements[(e * elementBytes) + (p / 8)] >> (p % 8) & 1) != 0)
                    planes[(p * planeBytes) + (e / 8)] |= (byte)(1 << (e % 8));
        elements[(count * elementBytes)..].CopyTo(planes.AsSpan(count * elementBytes));
        return planes;
    }
}
