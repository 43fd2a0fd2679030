using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>The indices of shards, each read once as long as memory for them lasts.</summary>
/// <param name="layout">How shards are laid out.</param>
internal sealed class ShardIndexes(ShardLayout layout)
{
    private const long MostBytes = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ulong[]> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Where a chunk lies in a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="key">Its key.</param>
    /// <param name="chunk">Number of the chunk in it, row-major.</param>
    /// <returns>Null: it is not there.</returns>
    /// <exception cref="SourceException">The index is damaged.</exception>
    public (long Offset, int Bytes)? PlaceOf(StoredObject shard, string key, long chunk)
    {
        ulong[]? index;
        lock (_gate)
            _known.TryGetValue(key, out index);
        if (index is null)
            Keep(key, index = Read(shard));
        var (offset, bytes) = (index[2 * chunk], index[(2 * chunk) + 1]);
        if (offset == ShardLayout.Absent && bytes == ShardLayout.Absent)
            return null;
        return bytes <= int.MaxValue && offset <= (ulong)shard.Length && bytes <= (ulong)shard.Length - offset
            ? ((long)offset, (int)bytes)
            : throw new SourceException(
                shard.Path,
                $"the index of this shard places chunk {chunk} at byte {offset} with {bytes} bytes, outside its {shard.Length} bytes; "
                + "copy it again.");
    }

    private ulong[] Read(StoredObject shard)
    {
        var bytes = new byte[(layout.ChunkCount * ShardLayout.EntryBytes) + (layout.IsChecked ? sizeof(uint) : 0)];
        if (shard.Length < bytes.Length)
            throw new SourceException(
                shard.Path, $"this shard has {shard.Length} bytes and its index alone {bytes.Length}: it is truncated; copy it again.");
        var start = layout.IsIndexFirst ? 0 : shard.Length - bytes.Length;
        shard.Read(start, bytes);
        var entries = bytes.AsSpan(0, bytes.Length - (layout.IsChecked ? sizeof(uint) : 0));
        if (layout.IsChecked && Crc32C.Of(entries) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entries.Length)))
            throw new SourceException(shard.Path, "the checksum of this shard's index is wrong; copy it again.", start);
        NativeOrder.Of(entries, sizeof(ulong), layout.IsBigEndian);
        return MemoryMarshal.Cast<byte, ulong>(entries).ToArray();
    }

    private void Keep(string key, ulong[] index)
    {
        lock (_gate)
        {
            if (!_known.TryAdd(key, index))
                return;
            _order.Enqueue(key);
            while (_order.Count > 1 && _order.Count * (long)index.Length * sizeof(ulong) > MostBytes)
                _known.Remove(_order.Dequeue());
        }
    }
}
