namespace Ronchi.Hdf5.Filters;

/// <summary>
/// Numbers of a fixed count of bits, one after the other, the highest bit first: what the n-bit and the scale-offset filter store.
/// </summary>
/// <param name="bytes">The packed numbers.</param>
internal ref struct PackedBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;
    private ulong _held;
    private int _heldBits;

    /// <summary>True when so many numbers of so many bits are there.</summary>
    public static bool Fit(long count, int width, int bytes) => ((Int128)count * width) + 7 >> 3 <= bytes;

    /// <summary>The next number.</summary>
    /// <param name="width">Bits of it, 1 to 64; the caller has checked that they are there.</param>
    public ulong Next(int width)
    {
        if (width > 56)
        {
            ulong high = Next(width - 32);
            return (high << 32) | Next(32);
        }
        while (_heldBits < width)
        {
            _held = (_held << 8) | _bytes[_next++];
            _heldBits += 8;
        }
        _heldBits -= width;
        return (_held >> _heldBits) & ((1UL << width) - 1);
    }
}
