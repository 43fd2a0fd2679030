using System.Globalization;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>What a NeXus file says is to be plotted: <c>default</c> leads from group to group, <c>signal</c> names the dataset.</summary>
internal static class NeXusPlot
{
    private const int Deepest = 8;

    /// <summary>The dataset that a file shows when nothing else is asked for; null: it does not say.</summary>
    public static Hdf5Dataset? DefaultOf(Hdf5File file)
    {
        var group = file.Root;
        for (var depth = 0; depth < Deepest; depth++)
        {
            if (SignalOf(group) is { } signal)
                return signal;
            if (StoredAxes.Text(group, "default") is not { Length: > 0 } next || Opened(group, next) is not Hdf5Group inner)
                return null;
            group = inner;
        }

        return null;
    }

    /// <summary>The dataset that a group plots; null: it does not say.</summary>
    public static Hdf5Dataset? SignalOf(Hdf5Group group)
    {
        if (StoredAxes.Text(group, "signal") is { Length: > 0 } name)
            return Opened(group, name) as Hdf5Dataset;
        if (StoredAxes.Text(group, "NX_class") != "NXdata")
            return null;
        foreach (var link in group.Links)
        {
            if (Opened(group, link.Name) is Hdf5Dataset dataset && Mark(dataset, "signal") == 1)
                return dataset;
        }

        return null;
    }

    /// <summary>A number among attributes that some programs write as text; null: there is none.</summary>
    public static int? Mark(Hdf5Dataset dataset, string attribute) =>
        StoredAxes.Number(dataset, attribute) is >= 0 and < 32 and var number ? (int)number
        : int.TryParse(StoredAxes.Text(dataset, attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told
        : null;

    // What a link does not lead to is not plotted.
    private static Hdf5Object? Opened(Hdf5Group group, string name)
    {
        try
        {
            return group.TryOpen(name);
        }
        catch (Hdf5Exception)
        {
            return null;
        }
    }
}
