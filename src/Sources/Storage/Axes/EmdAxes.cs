using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Axes in the layout of EMD 0.2 (NCEM, Prismatic) and 1.0 (py4DSTEM): a dataset <c>dimN</c> beside the data for each axis, from 1 or from
/// 0, holding all coordinates or the first two.
/// </summary>
internal static class EmdAxes
{
    private const int LongestAxis = 1 << 20;

    /// <summary>Reads the axes beside a dataset; null when the group is not of this layout.</summary>
    public static StoredAxes? Read(Hdf5Group group, ImmutableArray<long> shape)
    {
        var first = group.FindLink("dim0") is not null ? 0 : 1;
        var axes = new List<Axis>();
        for (var i = 0; i < shape.Length; i++)
        {
            if (group.FindLink($"dim{first + i}") is null || group.TryOpen($"dim{first + i}") is not Hdf5Dataset dimension)
                return null;
            axes.Add(Of(dimension, shape[i]));
        }

        var facts = EmdFacts.Of(group);
        return new("EMD", facts.Complete([.. axes]), null, facts.All);
    }

    private static Axis Of(Hdf5Dataset dimension, long length)
    {
        var name = StoredAxes.Text(dimension, "name")?.Trim('_') ?? "";
        if (!dimension.Type.IsNumeric || dimension.Shape.Length != 1 || dimension.ElementCount is < 2 or > LongestAxis
            || (dimension.ElementCount != 2 && dimension.ElementCount != length))
            return new(name);
        return StoredAxes.Through(name, dimension.ReadValue().ToDoubles(), length, StoredAxes.Text(dimension, "units"));
    }
}
