using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Types;
using Ronchi.Sources.Storage;

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

    /// <summary>The member of its elements that is meant; null: the elements are.</summary>
    public Hdf5Member? Member { get; init; }

    /// <summary>The group that names it as what it plots (NeXus); null: none does.</summary>
    public Hdf5Group? Plot { get; init; }

    /// <summary>Whether the layout of the file says that these are its data, not something beside them: the signal of an NXdata,
    /// <c>data</c> of an experiment of HyperSpy or of a group that EMD marks.</summary>
    public bool IsMain => Plot is not null || Parts is ["", "Experiments", _, "data"] || IsMarked;

    private string[] Parts => Path.Split('/');

    private bool IsMarked => Path.LastIndexOf('/') is > 0 and var end && Dataset.File.TryOpen(Path[..end]) is Hdf5Group group
        && (StoredAxes.Number(group, "emd_group_type") == 1 || StoredAxes.Text(group, "emd_group_type") == "array")
        && !Path.AsSpan(end + 1).StartsWith("dim");

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({Shape} {Dataset.Type})";
}
