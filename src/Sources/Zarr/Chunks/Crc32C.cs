using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Sources.Zarr;

/// <summary>The checksum of RFC 3720 (Castagnoli), as shards and the codec of that name have it.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            sum = BitOperations.Crc32C(sum, word);
        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, single);
        return ~sum;
    }
}
