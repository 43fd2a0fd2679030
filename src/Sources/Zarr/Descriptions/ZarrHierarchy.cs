using System.Text.Json;
using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>The groups and arrays of a store. Of descriptions gathered at the root nothing else is read.</summary>
/// <param name="store">The store.</param>
internal sealed class ZarrHierarchy(ZarrStore store)
{
    private const string Array2 = ".zarray", Group2 = ".zgroup", Attributes2 = ".zattrs", Gathered2 = ".zmetadata", Any3 = "zarr.json";

    private readonly Dictionary<string, ZarrNode?> _nodes = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, JsonElement>? _gathered;
    private JsonElement? _root;

    /// <summary>The group or array of a path.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="SourceException">Its description is damaged.</exception>
    public ZarrNode? At(string path)
    {
        if (!_nodes.TryGetValue(path, out var node))
            _nodes[path] = node = Read(path);
        return node;
    }

    /// <summary>The groups and arrays directly in a group, by name.</summary>
    public IEnumerable<ZarrNode> In(string group) =>
        (_gathered is null ? store.FoldersIn(group) : GatheredIn(group))
            .Select(name => At(ZarrKey.Below(group, name)))
            .OfType<ZarrNode>();

    private ZarrNode? Read(string path)
    {
        if (path.Length == 0)
            _gathered = Gathered();
        if (Document(path, Any3) is { } json)
            return Guarded(path, Any3, () => json.Text("node_type") == "array"
                ? new(path, ZarrDescriptions.Version3(path, json), json.Member("attributes") ?? default)
                : new ZarrNode(path, null, json.Member("attributes") ?? default));
        var array = Document(path, Array2);
        if (array is null && Document(path, Group2) is null)
            return null;
        var attributes = Document(path, Attributes2) ?? default;
        return Guarded(path, Array2, () =>
            new ZarrNode(
                path, array is { } found ? Separated(ZarrDescriptions.Version2(path, found, attributes), found) : null, attributes));
    }

    // Stores of folders in folders did not say so once.
    private ZarrArray Separated(ZarrArray array, JsonElement json) =>
        json.Member("dimension_separator") is null && array.Shape.Length > 1 && store.HasFolder(ZarrKey.Below(array.Path, "0"))
            ? array with { Separator = '/' }
            : array;

    private JsonElement? Document(string path, string name)
    {
        var key = ZarrKey.Below(path, name);
        if (_gathered is null)
            return key == Any3 ? _root : ZarrJson.Read(store, key);
        return _gathered.TryGetValue(key, out var found) ? found : null;
    }

    // .zmetadata of version 2, consolidated_metadata of version 3; null: each group has its own.
    private Dictionary<string, JsonElement>? Gathered()
    {
        _root = ZarrJson.Read(store, Any3);
        var (all, suffix) = _root is { } own
            ? (own.Member("consolidated_metadata")?.Member("metadata"), "/" + Any3)
            : (ZarrJson.Read(store, Gathered2)?.Member("metadata"), "");
        if (all is not { ValueKind: JsonValueKind.Object } metadata)
            return null;
        var gathered = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in metadata.EnumerateObject())
            gathered[ZarrKey.Normal(member.Name + suffix)
                ?? throw new SourceException(store.Path, $"'{member.Name}' is described, which lies outside the store.")] = member.Value;
        if (_root is { } root)
            gathered[Any3] = root;
        return gathered;
    }

    private IEnumerable<string> GatheredIn(string group)
    {
        var prefix = group.Length == 0 ? "" : group + "/";
        return _gathered!.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..].Split('/'))
            .Where(static names => names.Length > 1)
            .Select(static names => names[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(ZarrKey.MostNodes);
    }

    private ZarrNode Guarded(string path, string name, Func<ZarrNode> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(
                $"{store.Path}/{ZarrKey.Below(path, name)}", $"the description is damaged: {e.Message}.", offset: null, e);
        }
    }
}
