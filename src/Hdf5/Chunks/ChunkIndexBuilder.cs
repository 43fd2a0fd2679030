using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>
/// Collects chunks as an index is walked. A grid that the file could fill is kept as arrays by chunk number, a vast and mostly empty one as
/// a sorted list.
/// </summary>
internal sealed class ChunkIndexBuilder
{
    private const long SmallGrid = 1 << 16;
    private readonly AddressSpace _space;
    private readonly bool _isDense;
    private readonly long _most;
    private readonly List<(long Number, long Offset, int Size, uint Mask)> _list = [];
    private readonly long[] _offsets = [];
    private readonly int[] _sizes = [];
    private uint[]? _masks;
    private long _stored;
    private long _bytes;

    public ChunkIndexBuilder(AddressSpace space, ChunkGrid grid)
    {
        _space = space;
        Grid = grid;
        // An entry takes at least an address in the file, and honest entries do not overlap.
        _most = Math.Min(grid.Count, space.Length / space.OffsetSize);
        _isDense = grid.Count <= Math.Max(SmallGrid, space.Length / 16) && grid.Count <= Array.MaxLength;
        if (_isDense)
        {
            _offsets = new long[grid.Count];
            Array.Fill(_offsets, -1);
            _sizes = new int[grid.Count];
        }
    }

    public ChunkGrid Grid { get; }

    /// <summary>
    /// Number of the first chunk that a file which was cut off lacks, or of which it is not known whether it was ever written.
    /// </summary>
    public long FirstLost { get; private set; } = long.MaxValue;

    /// <summary>Notes that this chunk, and all behind it in the index, are lost.</summary>
    public void Lose(long number) => FirstLost = Math.Min(FirstLost, number);

    /// <summary>Adds a chunk that is in the file.</summary>
    /// <param name="number">Chunk number in the grid.</param>
    /// <param name="address">Address of the chunk.</param>
    /// <param name="size">Bytes stored.</param>
    /// <param name="mask">Filters that were not applied.</param>
    public void Add(long number, long address, long size, uint mask)
    {
        if (_space.Truncation is not null && size is >= 0 and <= int.MaxValue && address >= 0 && address > _space.Length - size)
        {
            Lose(number);
            return;
        }
        if (size > int.MaxValue || size < 0 || address < 0 || address > _space.Length - size)
            throw _space.Fault(address, $"chunk {number} of {size} bytes lies outside the file, which has {_space.Source.Length} bytes");
        if (++_stored > _most)
            throw _space.Fault(address, "the chunk index lists more chunks than there can be");
        _bytes += size;
        long offset = _space.BaseOffset + address;
        if (!_isDense)
        {
            _list.Add((number, offset, (int)size, mask));
            return;
        }
        if (_offsets[number] >= 0)
            throw _space.Fault(address, $"the chunk index lists chunk {number} twice");
        _offsets[number] = offset;
        _sizes[number] = (int)size;
        if (mask != 0)
        {
            _masks ??= new uint[_offsets.Length];
            _masks[number] = mask;
        }
    }

    public ChunkIndex Build()
    {
        if (_isDense)
            return new ChunkIndex(Grid, null, _offsets, _sizes, _masks, _stored, _bytes) { FirstLost = FirstLost };
        _list.Sort((a, b) => a.Number.CompareTo(b.Number));
        for (int i = 1; i < _list.Count; i++)
        {
            if (_list[i].Number == _list[i - 1].Number)
                throw new Hdf5Exception(_space.Source.Name, _list[i].Offset, $"the chunk index lists chunk {_list[i].Number} twice");
        }
        return new ChunkIndex(
            Grid,
            [.. _list.Select(chunk => chunk.Number)], [.. _list.Select(chunk => chunk.Offset)], [.. _list.Select(chunk => chunk.Size)],
            [.. _list.Select(chunk => chunk.Mask)], _stored, _bytes) { FirstLost = FirstLost };
    }
}
