using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Ronchi.Sources.Zarr;

/// <summary>Files of many chunks each, in the order in which they come; the index of each stands at its end.</summary>
/// <param name="store">The folder of the store.</param>
/// <param name="array">The array; it has shards.</param>
/// <param name="shape">How frames lie in chunks.</param>
internal sealed class ShardFiles(string store, ZarrArray array, ChunkShape shape) : IChunkWriter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Shard> _open = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Write(long chunk, ReadOnlySpan<byte> encoded)
    {
        var (shard, entry) = At(chunk);
        long offset;
        lock (_gate)
        {
            offset = shard.Length;
            shard.Length += encoded.Length;
        }

        RandomAccess.Write(shard.File, encoded, offset);
        lock (_gate)
            shard.Places[entry] = (offset, encoded.Length);
    }

    /// <inheritdoc/>
    public byte[] Read(long chunk)
    {
        var (shard, entry) = At(chunk);
        (long Offset, int Bytes) place;
        lock (_gate)
            place = shard.Places[entry];
        var bytes = new byte[place.Bytes];
        RandomAccess.Read(shard.File, bytes, place.Offset);
        return bytes;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (var shard in _open.Values)
        {
            var index = new byte[(shard.Places.Length * ShardLayout.EntryBytes) + sizeof(uint)];
            for (var entry = 0; entry < shard.Places.Length; entry++)
            {
                var (offset, bytes) = shard.Places[entry];
                var to = index.AsSpan(entry * ShardLayout.EntryBytes);
                BinaryPrimitives.WriteUInt64LittleEndian(to, bytes > 0 ? (ulong)offset : ShardLayout.Absent);
                BinaryPrimitives.WriteUInt64LittleEndian(to[sizeof(ulong)..], bytes > 0 ? (ulong)bytes : ShardLayout.Absent);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(index.Length - sizeof(uint)), Crc32C.Of(index.AsSpan(..^sizeof(uint))));
            RandomAccess.Write(shard.File, index, shard.Length);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _open.Values)
            shard.File.Dispose();
        _open.Clear();
    }

    private (Shard Shard, long Entry) At(long chunk)
    {
        var (place, entry) = (new long[array.Shape.Length], 0L);
        var inScan = shape.PlaceOfChunk(chunk);
        for (var axis = 0; axis < inScan.Length; axis++)
        {
            (place[axis], var inside) = Math.DivRem(inScan[axis], array.Shards!.Chunks[axis]);
            entry = (entry * array.Shards.Chunks[axis]) + inside;
        }

        var key = array.KeyOf(place);
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var shard))
            {
                var path = Path.Combine(store, key);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                shard = new(
                    File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None), array.Shards!.ChunkCount);
                _open.Add(key, shard);
            }

            return (shard, entry);
        }
    }

    private sealed class Shard(SafeFileHandle file, long chunks)
    {
        public SafeFileHandle File { get; } = file;

        public (long Offset, int Bytes)[] Places { get; } = new (long, int)[chunks];

        public long Length { get; set; }
    }
}
