using System.Runtime.Intrinsics;

namespace Ronchi.Codecs;

/// <summary>Numbers of 12 bits, two in three bytes, the lower bits first.</summary>
/// <remarks>Paths: vectors of 8 numbers; <see cref="Packed12Scalar"/>.</remarks>
public static class Packed12
{
    private const int VectorNumbers = 8;

    // Two bytes for each number, where it begins in the last 12 of 16 bytes or in the first.
    private static readonly Vector128<byte> s_first = Vector128.Create((byte)0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11);
    private static readonly Vector128<byte> s_last = s_first + Vector128.Create((byte)4);

    /// <summary>Numbers in their order.</summary>
    /// <param name="packed">Three bytes for two numbers.</param>
    /// <param name="numbers">As many as are packed.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<ushort> numbers)
    {
        Check(packed, numbers);
        var at = 0;
        // Sixteen bytes are loaded where twelve are needed: the last numbers end a load, the others begin one.
        for (; at + VectorNumbers < numbers.Length; at += VectorNumbers)
        {
            var bytes = packed[(at / 2 * 3)..];
            if (bytes.Length < Vector128<byte>.Count)
                break;
            Numbers(Vector128.ShuffleNative(Vector128.Create(bytes), s_first)).CopyTo(numbers[at..]);
        }

        if (numbers.Length - at == VectorNumbers && at > 0)
        {
            var bytes = packed[(packed.Length - Vector128<byte>.Count)..];
            Numbers(Vector128.ShuffleNative(Vector128.Create(bytes), s_last)).CopyTo(numbers[at..]);
            return;
        }

        Packed12Scalar.Unpack(packed[(at / 2 * 3)..], numbers[at..]);
    }

    internal static void Check(ReadOnlySpan<byte> packed, Span<ushort> numbers)
    {
        if (numbers.Length % 2 != 0 || packed.Length != (long)numbers.Length / 2 * 3)
            throw new ArgumentException("Three bytes hold two numbers.", nameof(packed));
    }

    private static Vector128<ushort> Numbers(Vector128<byte> bytes)
    {
        var pairs = bytes.AsUInt16();
        return (pairs & Vector128.Create(0x0000_0FFFu).AsUInt16()) | ((pairs >>> 4) & Vector128.Create(0x0FFF_0000u).AsUInt16());
    }
}
