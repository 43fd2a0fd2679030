namespace Ronchi.Frames;

/// <summary>Some frames as bit planes: only the blocks that somebody reads are there.</summary>
/// <remarks>
/// A pixel's value is Σ 2^p · plane_p[pixel], so Σ over a mask is Σ 2^p · popcount(plane_p ∧ mask): exact, without
/// unshuffling. Every frame holds the same blocks, in ascending order, one slot each.
/// </remarks>
public readonly ref struct BitPlanes
{
    private readonly ReadOnlySpan<byte> _slab;
    private readonly ReadOnlySpan<byte> _livePlanes;
    private readonly ReadOnlySpan<byte> _tails;
    private readonly int _slotStride;

    /// <summary>Describes planes that a source has decoded.</summary>
    /// <param name="layout">How a frame is cut.</param>
    /// <param name="blocks">The blocks that are there, ascending.</param>
    /// <param name="slab">All slots: slot <c>frame × blocks.Length + i</c> begins at its number × <paramref name="slotStride"/>.</param>
    /// <param name="slotStride">Bytes from slot to slot.</param>
    /// <param name="livePlanes">For each slot: planes from this number on are all zero.</param>
    /// <param name="tails">Raw tail pixels, <see cref="PlaneLayout.TailElements"/> of each frame.</param>
    public BitPlanes(
        PlaneLayout layout,
        ReadOnlySpan<int> blocks,
        ReadOnlySpan<byte> slab,
        int slotStride,
        ReadOnlySpan<byte> livePlanes,
        ReadOnlySpan<byte> tails)
    {
        Layout = layout;
        Blocks = blocks;
        _slab = slab;
        _slotStride = slotStride;
        _livePlanes = livePlanes;
        _tails = tails;
    }

    /// <summary>How a frame is cut into blocks.</summary>
    public PlaneLayout Layout { get; }

    /// <summary>Numbers of the blocks that are there, ascending.</summary>
    public ReadOnlySpan<int> Blocks { get; }

    /// <summary>Planes of the <paramref name="index"/>-th present block of a frame of the tile, one after the other.</summary>
    public ReadOnlySpan<byte> Block(int frame, int index)
    {
        var slot = (frame * Blocks.Length) + index;
        return _slab.Slice(slot * _slotStride, Layout.PlaneBytes(Blocks[index]) * Layout.PlaneCount);
    }

    /// <summary>Planes of that block from this number on are all zero.</summary>
    public int LivePlanes(int frame, int index) => _livePlanes[(frame * Blocks.Length) + index];

    /// <summary>The raw pixels behind the last block of a frame of the tile: 0…7 values, little-endian.</summary>
    public ReadOnlySpan<byte> Tail(int frame)
    {
        var bytes = Layout.TailElements * Layout.ElementBytes;
        return _tails.Slice(frame * bytes, bytes);
    }
}
