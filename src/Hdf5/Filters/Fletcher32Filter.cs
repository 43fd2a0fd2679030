using System.Buffers.Binary;

namespace Ronchi.Hdf5.Filters;

/// <summary>Filter 3: four bytes of checksum follow the data.</summary>
internal sealed class Fletcher32Filter : IChunkFilter
{
    public int Id => 3;

    public int LargestExpansion => 1;

    public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
    {
        if (source.Length < 4 || source.Length - 4 > destination.Length)
            return -1;
        var data = source[..^4];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(source[^4..]);
        uint sum = Sum(data);
        // Library versions before 1.6.3 wrote the bytes of each half in the other order; the library accepts both.
        uint swapped = ((sum & 0x00FF00FF) << 8) | ((sum >> 8) & 0x00FF00FF);
        if (stored != sum && stored != swapped)
            return -1;
        data.CopyTo(destination);
        return data.Length;
    }

    public static uint Sum(ReadOnlySpan<byte> data)
    {
        uint sum1 = 0, sum2 = 0;
        int words = data.Length / 2, at = 0;
        while (words > 0)
        {
            // 360 words is the longest run whose second sum cannot overflow.
            int run = Math.Min(words, 360);
            words -= run;
            for (; run > 0; run--, at += 2)
            {
                sum1 += BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
                sum2 += sum1;
            }
            sum1 = Fold(sum1);
            sum2 = Fold(sum2);
        }
        if (data.Length % 2 != 0)
        {
            sum1 += (uint)data[^1] << 8;
            sum2 += sum1;
            sum1 = Fold(sum1);
            sum2 = Fold(sum2);
        }
        return (Fold(sum2) << 16) | Fold(sum1);
    }

    private static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);
}
