using System.Runtime.CompilerServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Lengths of 15 and more go on in bytes that are added up; the first that is not 255 is the last.</summary>
internal static unsafe class Lz4Length
{
    /// <summary>The byte after the extension that begins at <paramref name="input"/>; null when the block ends before it does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* End(byte* input, byte* inputEnd)
    {
        while (input < inputEnd)
        {
            if (*input++ != 255)
                return input;
        }
        return null;
    }

    /// <summary>What the extension adds. 64 bits: no block that fits into memory overflows them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Value(byte* input, byte* end) => ((end - input - 1) * 255) + end[-1];
}
