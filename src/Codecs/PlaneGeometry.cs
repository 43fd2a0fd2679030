namespace Ronchi.Codecs;

/// <summary>
/// How bitshuffle cuts a frame: full blocks, then one short block of the rest rounded down to a multiple of 8 elements, then 0…7 raw
/// elements.
/// </summary>
/// <param name="ElementBytes">Bytes of one element: 1, 2, 4 or 8, little-endian.</param>
/// <param name="Elements">Elements of the whole frame.</param>
/// <param name="BlockElements">Elements of a full block, a multiple of 8; may exceed <paramref name="Elements"/>.</param>
/// <remarks>
/// In a block, plane <c>p</c> is bit <c>p</c> of every element as a linear bitmap: element <c>i</c> is bit <c>i mod 8</c> of byte <c>i /
/// 8</c>.
/// </remarks>
public readonly record struct PlaneGeometry(int ElementBytes, int Elements, int BlockElements)
{
    /// <summary>Elements behind the last block, stored raw.</summary>
    public int TailElements => Elements & 7;

    /// <summary>Bytes behind the last block.</summary>
    public int TailBytes => TailElements * ElementBytes;

    /// <summary>Blocks of one frame, the short one included.</summary>
    public int BlockCount => (int)((ShuffledElements + (long)BlockElements - 1) / BlockElements);

    /// <summary>Planes of a block: bits of an element.</summary>
    public int PlaneCount => ElementBytes * 8;

    /// <summary>Whether the numbers describe a frame that can be decoded.</summary>
    public bool IsValid =>
        ElementBytes is 1 or 2 or 4 or 8 && Elements >= 0 && BlockElements >= 8 && (BlockElements & 7) == 0
        && (long)Elements * ElementBytes <= Array.MaxLength;

    /// <summary>Elements of the largest block that occurs.</summary>
    internal int LargestBlockElements => Math.Min(BlockElements, ShuffledElements);

    private int ShuffledElements => Elements & ~7;

    /// <summary>Elements of one block.</summary>
    public int ElementsOf(int block) => (int)Math.Min(BlockElements, ShuffledElements - ((long)block * BlockElements));

    /// <summary>Bytes of one plane of a block.</summary>
    public int PlaneBytes(int block) => ElementsOf(block) / 8;

    /// <summary>Bytes of one block, decompressed.</summary>
    public int BlockBytes(int block) => ElementsOf(block) * ElementBytes;

    /// <summary>Whether two geometries cut the frame in the same way; blocks longer than the frame are all alike.</summary>
    public bool CutsLike(PlaneGeometry other) =>
        ElementBytes == other.ElementBytes && Elements == other.Elements && LargestBlockElements == other.LargestBlockElements;
}
