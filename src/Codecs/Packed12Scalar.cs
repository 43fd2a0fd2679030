namespace Ronchi.Codecs;

/// <summary>The same as <see cref="Packed12"/>, number by number: its oracle and the baseline of its speed.</summary>
public static class Packed12Scalar
{
    /// <inheritdoc cref="Packed12.Unpack"/>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<ushort> numbers)
    {
        Packed12.Check(packed, numbers);
        for (int at = 0, from = 0; at < numbers.Length; at += 2, from += 3)
        {
            numbers[at] = (ushort)(packed[from] | ((packed[from + 1] & 15) << 8));
            numbers[at + 1] = (ushort)((packed[from + 1] >> 4) | (packed[from + 2] << 4));
        }
    }
}
