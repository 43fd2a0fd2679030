using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Packed;

/// <summary>A byte, 0 or 1, for each bit of big-endian words of 64.</summary>
internal static class OneBit
{
    private const int WordBytes = 8;
    private const int WordPixels = 64;

    // Which byte of a word a pixel is in, and which bit of it: the lowest bit of the last byte is first.
    private static readonly byte[] s_bytes = Pixels(static pixel => 7 - (pixel / 8));
    private static readonly byte[] s_bits = Pixels(static pixel => 1 << (pixel % 8));
    private static readonly byte[] s_bytesBackward = Pixels(static pixel => pixel / 8);
    private static readonly byte[] s_bitsBackward = Pixels(static pixel => 1 << (7 - (pixel % 8)));

    /// <summary>The lowest bit of each word first.</summary>
    public static void Expand(ReadOnlySpan<byte> words, Span<byte> pixels)
    {
        for (var at = 0; at < words.Length; at += WordBytes)
            Expand(words[at..], pixels.Slice(at * WordBytes, WordPixels), s_bytes, s_bits);
    }

    /// <summary>From the highest bit of the last word to the lowest of the first.</summary>
    public static void ExpandBackward(ReadOnlySpan<byte> words, Span<byte> pixels)
    {
        for (var at = 0; at < words.Length; at += WordBytes)
            Expand(words[at..], pixels.Slice(pixels.Length - ((at + WordBytes) * WordBytes), WordPixels), s_bytesBackward, s_bitsBackward);
    }

    private static void Expand(ReadOnlySpan<byte> words, Span<byte> pixels, byte[] bytes, byte[] bits)
    {
        var word = MemoryMarshal.Read<ulong>(words);
        if (Avx512BW.IsSupported)
        {
            var spread = Avx512BW.Shuffle(Vector512.Create(word).AsByte(), Vector512.Create(bytes));
            Vector512.Min(spread & Vector512.Create(bits), Vector512<byte>.One).CopyTo(pixels);
            return;
        }

        for (var at = 0; at < WordPixels; at += Vector128<byte>.Count)
        {
            var spread = Vector128.ShuffleNative(Vector128.Create(word).AsByte(), Vector128.Create(bytes, at));
            Vector128.Min(spread & Vector128.Create(bits, at), Vector128<byte>.One).CopyTo(pixels[at..]);
        }
    }

    private static byte[] Pixels(Func<int, int> of) => [.. Enumerable.Range(0, WordPixels).Select(pixel => (byte)of(pixel))];
}
