using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>Groups and attributes of an HDF5 file.</summary>
/// <param name="root">The group that holds the array.</param>
internal sealed class Hdf5AttributeTree(Hdf5Group root) : IAttributeTree
{
    /// <inheritdoc/>
    public bool Has(string group) => Group(group) is not null;

    /// <inheritdoc/>
    public double? Number(string group, string attribute) =>
        Group(group) is { } found ? StoredAxes.Number(found, attribute) : null;

    /// <inheritdoc/>
    public string? Text(string group, string attribute) => Group(group) is { } found ? StoredAxes.Text(found, attribute) : null;

    /// <inheritdoc/>
    public double[]? Numbers(string group, string array, long length) =>
        Group(group)?.TryOpen(array) is Hdf5Dataset { Type.IsNumeric: true, Shape.Length: 1 } dataset && dataset.ElementCount == length
            ? dataset.ReadValue().ToDoubles()
            : null;

    private Hdf5Group? Group(string path) => root.TryOpen(path) as Hdf5Group;
}
