using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Planes;

/// <summary>Sums of 64-pixel words of a chunk, scalar twin: what <see cref="PlaneMoments"/> builds on.</summary>
internal static unsafe class PlaneWordsScalar
{
    /// <summary>Writes Σ value of every word.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="words">Receives the sums of the words from byte <paramref name="from"/> on.</param>
    /// <param name="from">First byte that counts, a multiple of eight.</param>
    /// <returns>Σ value · (place in its word, 0 … 63).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(in PlaneChunk chunk, ulong* words, int from)
    {
        ulong places = 0;
        for (int w = from / 8; w < chunk.Words; w++)
        {
            ulong mask = Mask(chunk, w);
            ulong sum = 0;
            for (int p = 0; p < chunk.LivePlanes; p++)
            {
                ulong word = Word(chunk.Planes + ((long)p * chunk.PlaneBytes), chunk.Bytes, w) & mask;
                if (word == 0)
                    continue;
                sum += (ulong)BitOperations.PopCount(word) << p;
                places += (ulong)(
                    BitOperations.PopCount(word & 0xAAAAAAAAAAAAAAAA)
                    + (BitOperations.PopCount(word & 0xCCCCCCCCCCCCCCCC) << 1)
                    + (BitOperations.PopCount(word & 0xF0F0F0F0F0F0F0F0) << 2)
                    + (BitOperations.PopCount(word & 0xFF00FF00FF00FF00) << 3)
                    + (BitOperations.PopCount(word & 0xFFFF0000FFFF0000) << 4)
                    + (BitOperations.PopCount(word & 0xFFFFFFFF00000000) << 5)) << p;
            }
            words[w] = sum;
        }
        return places;
    }

    /// <summary>Σ value of the first <paramref name="pixels"/> pixels of a word, 1 … 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Below(in PlaneChunk chunk, int word, int pixels)
    {
        ulong mask = Mask(chunk, word) & ((1UL << pixels) - 1);
        ulong sum = 0;
        for (int p = 0; p < chunk.LivePlanes; p++)
            sum += (ulong)BitOperations.PopCount(Word(chunk.Planes + ((long)p * chunk.PlaneBytes), chunk.Bytes, word) & mask) << p;
        return sum;
    }

    private static ulong Mask(in PlaneChunk chunk, int word) =>
        chunk.Mask == null ? ulong.MaxValue : Word(chunk.Mask, chunk.Bytes, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(byte* bitmap, int bytes, int word)
    {
        int i = word * 8;
        if (i + 8 <= bytes)
            return Unsafe.ReadUnaligned<ulong>(bitmap + i);
        ulong bits = 0;
        for (int k = 0; i + k < bytes; k++)
            bits |= (ulong)bitmap[i + k] << (8 * k);
        return bits;
    }
}
