using System.Runtime.CompilerServices;

namespace Ronchi.Codecs.Lz4;

/// <summary>Copies that touch exactly their bytes: for the ends of a span, where wide stores would pass them.</summary>
internal static unsafe class Lz4Copy
{
    /// <summary>Copies a run of literals.</summary>
    public static void Literals(byte* from, byte* to, long length) => Buffer.MemoryCopy(from, to, length, length);

    /// <summary>Repeats what lies <paramref name="offset"/> bytes back; source and destination may overlap.</summary>
    public static void Match(byte* to, long offset, long length)
    {
        byte* from = to - offset;
        byte* end = to + length;
        if (offset >= 8)
        {
            for (; end - to >= 8; to += 8, from += 8)
                Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));
        }
        while (to < end)
            *to++ = *from++;
    }
}
