namespace Ronchi.Tests.Codecs;

/// <summary>Bytes as codecs meet them: runs, repeats at all distances, sparse counts, noise. Everything follows from the seed.</summary>
internal static class RandomBytes
{
    private static readonly int[] OddLengths = [
        0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 16, 17, 31, 32, 33, 47, 48, 63, 64, 65,
        112, 127, 128, 129, 255, 256, 257, 511, 512, 513, 1023, 4096, 8191, 8192, 8193];

    public static int Length(Random random, int most)
    {
        int length = random.Next(2) == 0 ? OddLengths[random.Next(OddLengths.Length)] : random.Next(most + 1);
        return Math.Min(length, most);
    }

    /// <summary>
    /// Compressible bytes: literals, and copies of earlier ones at short, middle and long distance, with runs of zeros among them.
    /// </summary>
    public static byte[] Mixed(Random random, int length)
    {
        byte[] bytes = new byte[length];
        int longest = 1 << random.Next(1, 12);
        int i = 0;
        while (i < length)
        {
            int run = Math.Min(1 + random.Next(longest), length - i);
            switch (random.Next(5))
            {
                case 0:
                    random.NextBytes(bytes.AsSpan(i, run));
                    break;
                case 1:
                    break;
                default:
                    int distance = 1 + random.Next(random.Next(3) switch { 0 => 16, 1 => 80, _ => 65535 });
                    if (distance <= i)
                    {
                        for (int k = 0; k < run; k++)
                            bytes[i + k] = bytes[i + k - distance];
                    }
                    break;
            }
            i += run;
        }
        return bytes;
    }

    /// <summary>Little-endian counts whose high bytes are mostly empty, some saturated.</summary>
    public static byte[] Counts(Random random, int elements, int elementBytes)
    {
        byte[] bytes = new byte[elements * elementBytes];
        int bits = random.Next((elementBytes * 8) + 1);
        double share = random.Next(3) switch { 0 => 0.02, 1 => 0.5, _ => 1 };
        for (int e = 0; e < elements; e++)
        {
            ulong value = random.NextDouble() < share ? (ulong)random.NextInt64() << 1 | (uint)random.Next(2) : 0;
            value = bits == 0 ? 0 : value >> (64 - bits);
            for (int b = 0; b < elementBytes; b++)
                bytes[(e * elementBytes) + b] = (byte)(value >> (8 * b));
        }
        return bytes;
    }
}
