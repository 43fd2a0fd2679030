using System.Collections.Immutable;

namespace Ronchi.Sources.Zarr;

/// <summary>Files that hold several chunks each, with an index of them (the codec <c>sharding_indexed</c> of version 3).</summary>
/// <param name="Chunks">Chunks of a shard along each axis.</param>
/// <param name="IsIndexFirst">Whether the index stands before the chunks, not behind them.</param>
/// <param name="IsChecked">Whether the index has a checksum behind it.</param>
/// <param name="IsBigEndian">Whether its numbers are stored so.</param>
internal sealed record ShardLayout(ImmutableArray<long> Chunks, bool IsIndexFirst, bool IsChecked, bool IsBigEndian)
{
    /// <summary>Bytes of an index entry: offset and length, 64 bits each.</summary>
    public const int EntryBytes = 2 * sizeof(ulong);

    /// <summary>Both numbers of a chunk that is not there.</summary>
    public const ulong Absent = ulong.MaxValue;

    /// <summary>Chunks of a shard.</summary>
    public long ChunkCount
    {
        get
        {
            var count = 1L;
            foreach (var length in Chunks)
                count = checked(count * length);
            return count;
        }
    }
}
