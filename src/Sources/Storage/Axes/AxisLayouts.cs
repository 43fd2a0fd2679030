using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>The layouts in which HDF5 files keep axes beside their data.</summary>
internal static class AxisLayouts
{
    /// <summary>Reads what the group of a dataset says.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="plot">The group that names it as its signal; null: the one in which it lies.</param>
    /// <exception cref="Hdf5Exception">The file is damaged.</exception>
    public static StoredAxes Of(Hdf5Dataset dataset, Hdf5Group? plot = null)
    {
        var slash = dataset.Path.LastIndexOf('/');
        var group = slash <= 0 ? dataset.File.Root : dataset.File.TryOpen(dataset.Path[..slash]) as Hdf5Group;
        return (group is null
                ? null
                : HyperSpyAxes.Read(new Hdf5AttributeTree(group), dataset.WrittenShape) ?? EmdAxes.Read(group, dataset.WrittenShape))
            ?? ((plot ?? group) is { } plotting ? NeXusAxes.Read(plotting, dataset) : null)
            ?? StoredAxes.Unknown;
    }
}
