using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.NeXus;

/// <summary>A dataset, and the path by which it is reached from the file that was opened.</summary>
/// <param name="Dataset">The dataset; behind an external link it belongs to another file, and has another path there.</param>
/// <param name="Path">Path in the opened file.</param>
internal sealed record FoundDataset(Hdf5Dataset Dataset, string Path)
{
    /// <summary>Lengths of its axes, as it was written.</summary>
    public Extent Shape => new(Dataset.WrittenShape.AsSpan());

    /// <summary>Bytes of its elements, as it was written.</summary>
    public Int128 Bytes => (Int128)Shape.Count * Dataset.Type.Size;

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({Shape} {Dataset.Type})";
}
