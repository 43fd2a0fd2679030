using System.Text.Json;
using Ronchi.Hdf5;

namespace Ronchi.Sources.Velox;

/// <summary>What Velox calls the images of a file, and in which order it shows them.</summary>
internal sealed class VeloxTitles
{
    private readonly Dictionary<string, (string Title, int Order)> _byData = new(StringComparer.Ordinal);

    private VeloxTitles(Hdf5File file)
    {
        ReadDisplays(file);
        ReadPresentation(file);
    }

    /// <summary>Reads the displays of a file; what cannot be understood there has no title.</summary>
    public static VeloxTitles Of(Hdf5File file) => new(file);

    /// <summary>Title and place of an image; null: Velox shows it nowhere.</summary>
    /// <param name="data">Path of the image's group.</param>
    public (string Title, int Order)? Find(string data) => _byData.TryGetValue(data, out var found) ? found : null;

    // Up to version 9 of the format a display names its image, and has a priority: the highest comes first.
    private void ReadPresentation(Hdf5File file)
    {
        foreach (var (_, display) in Members(file, "/Presentation/Displays/ImageDisplay"))
        {
            if (VeloxJson.Text(display, "dataPath") is { } data && VeloxJson.Text(display, "display", "label") is { Length: > 0 } label)
                _byData.TryAdd(data, (Uri.UnescapeDataString(label), -(int)(VeloxJson.Number(display, "display", "priority") ?? 0)));
        }
    }

    // Since version 10 displays refer to images by further objects, and stand in groups.
    private void ReadDisplays(Hdf5File file)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, group) in Members(file, "/Displays/DisplayGroup"))
        {
            if (!group.TryGetProperty("displayGroupItems", out var items) || items.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && VeloxJson.Of(file, item.GetString()!) is { } member
                    && VeloxJson.Text(member, "display") is { } display)
                    places.TryAdd(display, places.Count);
            }
        }

        foreach (var (path, display) in Members(file, "/Displays/ImageDisplay"))
        {
            if (VeloxJson.Text(display, "title") is { Length: > 0 } title && VeloxJson.Text(display, "data") is { } reference
                && VeloxJson.Of(file, reference) is { } target && VeloxJson.Text(target, "dataPath") is { } data)
                _byData.TryAdd(data, (title, places.GetValueOrDefault(path, places.Count)));
        }
    }

    private static IEnumerable<(string Path, JsonElement Members)> Members(Hdf5File file, string folder)
    {
        if (file.TryOpen(folder) is not Hdf5Group group)
            yield break;
        foreach (var link in group.Links)
        {
            if (VeloxJson.Of(file, $"{folder}/{link.Name}") is { } members)
                yield return ($"{folder}/{link.Name}", members);
        }
    }
}
