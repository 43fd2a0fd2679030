namespace Ronchi.Kernels.Planes;

/// <summary>
/// One block of bitshuffled unsigned pixels, still as bit planes: plane <c>p</c> is bit <c>p</c> of every value,
/// a linear bitmap (pixel <c>i</c> is bit <c>i mod 8</c> of byte <c>i / 8</c>) of <see cref="PlaneBytes"/> bytes; planes lie one after
/// another, lowest first.
/// </summary>
/// <remarks>
/// A block holds a multiple of eight pixels. Source of the layout: the bitshuffle filter with the DECTRIS and HDF5 framing (filter 32008).
/// </remarks>
public readonly ref struct PlaneBlock
{
    /// <summary>Describes a block.</summary>
    /// <param name="planes">The planes; only the live ones need be there. Bytes past <paramref name="livePlanes"/> ×
    /// <paramref name="planeBytes"/> are not read.</param>
    /// <param name="planeBytes">Bytes of one plane: pixels / 8.</param>
    /// <param name="bits">Bits of a value: 8, 16 or 32.</param>
    /// <param name="livePlanes">Planes from this one on are known to be zero; 0 … <paramref name="bits"/>.</param>
    /// <exception cref="ArgumentException">A number is out of range, or <paramref name="planes"/> is too short.</exception>
    public PlaneBlock(ReadOnlySpan<byte> planes, int planeBytes, int bits, int livePlanes)
    {
        if (bits is not (8 or 16 or 32))
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "Bit planes are summed for 8, 16 and 32 bits.");
        ArgumentOutOfRangeException.ThrowIfNegative(planeBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(livePlanes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(livePlanes, bits);
        if ((long)planeBytes * livePlanes > planes.Length)
            throw new ArgumentException(
                $"{livePlanes} planes of {planeBytes} bytes do not fit into {planes.Length} bytes.", nameof(planes));
        Planes = planes;
        PlaneBytes = planeBytes;
        Bits = bits;
        LivePlanes = livePlanes;
    }

    /// <summary>The planes, lowest first.</summary>
    public ReadOnlySpan<byte> Planes { get; }

    /// <summary>Bytes of one plane.</summary>
    public int PlaneBytes { get; }

    /// <summary>Bits of a value: 8, 16 or 32.</summary>
    public int Bits { get; }

    /// <summary>Planes from this one on are zero.</summary>
    public int LivePlanes { get; }

    /// <summary>Pixels in the block.</summary>
    public int Pixels => PlaneBytes * 8;

    /// <summary>The largest value of the type: what a detector writes for "no data".</summary>
    public uint Maximum => uint.MaxValue >> (32 - Bits);

    /// <summary>Bitmap of one live plane.</summary>
    public ReadOnlySpan<byte> Plane(int plane) => Planes.Slice(plane * PlaneBytes, PlaneBytes);

    internal void CheckMask(ReadOnlySpan<byte> mask)
    {
        if (mask.Length < PlaneBytes)
            throw new ArgumentException($"The mask has {mask.Length} bytes, a plane {PlaneBytes}.", nameof(mask));
    }
}
