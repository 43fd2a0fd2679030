using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Storage;

/// <summary>What a NeXus entry says about the experiment: NXentry, its NXinstrument, and the microscope of NXem.</summary>
internal static class NeXusFacts
{
    private const int Deepest = 6;
    private const int Most = 500;   // groups that are looked at

    /// <summary>Reads the facts of the entry to which a group of data belongs.</summary>
    public static IReadOnlyList<Fact> Of(Hdf5Group data)
    {
        var end = data.Path.Length > 1 ? data.Path.IndexOf('/', 1) : -1;
        if (data.File.TryOpen(end < 0 ? data.Path : data.Path[..end]) is not Hdf5Group entry)
            return [];
        var facts = new List<Fact>(
            new StoredFacts(entry).Text("title", "title").Text("definition", "definition").Text("start_time", "recorded").Found);
        var left = Most;
        Visit(entry, facts, depth: 0, ref left);
        return facts;
    }

    private static void Visit(Hdf5Group group, List<Fact> facts, int depth, ref int left)
    {
        foreach (var link in group.Links)
        {
            if (link.Kind != LinkKind.Hard || --left < 0 || group.TryOpen(link.Name) is not Hdf5Group inner)
                continue;
            var read = new StoredFacts(inner);
            switch (StoredAxes.Text(inner, "NX_class"))
            {
                case "NXdetector":
                    read.Text("description", "detector_name").Number("count_time", "count_time", "s")
                        .Number("distance", "detector_distance", "m").Number("x_pixel_size", "pixel_size_column", "m")
                        .Number("y_pixel_size", "pixel_size_row", "m");
                    break;
                case "NXsource" or "NXcomponent" when link.Name.StartsWith("electron_source", StringComparison.Ordinal):
                    read.Voltage("voltage").Voltage("accelerating_voltage");
                    break;
                case "NXdata" or "NXcollection":
                    continue;
            }

            facts.AddRange(read.Found.Where(fact => !facts.Exists(known => known.Name == fact.Name)));
            if (depth < Deepest)
                Visit(inner, facts, depth + 1, ref left);
        }
    }
}
