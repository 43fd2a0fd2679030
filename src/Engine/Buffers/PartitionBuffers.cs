using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What one partition has found, for <see cref="IMergeAllUdf"/>.</summary>
/// <param name="Slice">Its positions, numbered among the selected ones without gaps.</param>
/// <param name="Buffers">Arrays by buffer name: scan buffers hold the partition's positions, the others are whole.</param>
public sealed record PartitionBuffers(FrameRange Slice, IReadOnlyDictionary<string, Array> Buffers);
