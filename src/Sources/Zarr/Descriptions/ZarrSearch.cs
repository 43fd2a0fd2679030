using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>Finds the array that holds the frames.</summary>
internal sealed class ZarrSearch
{
    private const int ListedArrays = 8;
    private const string Experiments = "Experiments", Data = "data";

    private readonly ZarrHierarchy _hierarchy;
    private readonly List<ZarrArray> _arrays = [];
    private int _left = ZarrKey.MostNodes;

    private ZarrSearch(ZarrHierarchy hierarchy)
    {
        _hierarchy = hierarchy;
        var root = hierarchy.At("")!;
        if (root.Array is { } only)
            _arrays.Add(only);
        else if (IsHyperSpy(root))
            _arrays.AddRange(hierarchy.In(Experiments)
                .Select(experiment => hierarchy.At(ZarrKey.Below(experiment.Path, Data))?.Array)
                .OfType<ZarrArray>());
        else
            Walk(root);
    }

    /// <summary>The array that is named, or else the largest; of an image in several resolutions the finest.</summary>
    /// <param name="store">The store.</param>
    /// <param name="hierarchy">Its groups.</param>
    /// <param name="named">The array, or the group of a signal or image; null: none.</param>
    /// <returns>The array, and a sentence on others that there are; null: there are none.</returns>
    /// <exception cref="SourceException">There is none, or it cannot be read.</exception>
    public static (ZarrArray Array, string? Note) Find(ZarrStore store, ZarrHierarchy hierarchy, string? named)
    {
        if (hierarchy.At("") is null)
            throw new SourceException(store.Path, "this is no Zarr store: it has no group and no array at its root.");
        var found = named is null ? null : Named(store, hierarchy, named);
        var search = found is null ? new ZarrSearch(hierarchy) : null;
        var fitting = search?._arrays.FindAll(static array => array is { Obstacle: null, Shape.Length: >= 2 } && array.Count > 0);
        var scans = fitting?.FindAll(static array => array.Shape.Length > 2);
        found ??= (scans is { Count: > 0 } ? scans : fitting!).MaxBy(static array => array.Count * array.Type.Bytes);
        if (found is null)
            throw new SourceException(store.Path, search!.WhyNone());
        if (found.Obstacle is { } obstacle)
            throw new SourceException(store.Path, $"'/{found.Path}' {obstacle}.");
        var others = fitting?.Where(array => array != found).ToList() ?? [];
        return (
            found,
            others.Count == 0
                ? null
                : $"the store holds {Counted.Of(others.Count, "other array")}: {Listed(others)}; --dataset PATH opens "
                    + $"{(others.Count == 1 ? "it" : "one of them")} instead of /{found.Path}.");
    }

    private static ZarrArray Named(ZarrStore store, ZarrHierarchy hierarchy, string named)
    {
        var path = ZarrKey.Normal(named)
            ?? throw new SourceException(store.Path, $"'{named}' leads out of the store; name an array in it.");
        return hierarchy.At(path) is { } node ? ArrayOf(hierarchy, node) ?? throw None() : throw None();

        SourceException None()
        {
            var arrays = new ZarrSearch(hierarchy)._arrays;
            return new(
                store.Path, $"there is no array '{named}'; {(arrays.Count == 0 ? "the store has none" : $"there are {Listed(arrays)}")}.");
        }
    }

    // Of a group that holds one signal or image it is that.
    private static ZarrArray? ArrayOf(ZarrHierarchy hierarchy, ZarrNode node) => node.Array
        ?? hierarchy.At(ZarrKey.Below(node.Path, Data))?.Array
        ?? (FinestOf(node) is { } finest ? hierarchy.At(finest)?.Array : null);

    private static string? FinestOf(ZarrNode node) =>
        OmeAxes.FinestOf(node.Attributes) is { } path && ZarrKey.Normal(path) is { Length: > 0 } inside
            ? ZarrKey.Below(node.Path, inside)
            : null;

    private static bool IsHyperSpy(ZarrNode root) =>
        string.Equals(root.Attributes.Text("file_format"), "ZSpy", StringComparison.OrdinalIgnoreCase);

    // Level by level: what lies near the root is meant more likely.
    private void Walk(ZarrNode root)
    {
        var groups = new Queue<ZarrNode>([root]);
        while (groups.TryDequeue(out var group))
        {
            if (FinestOf(group) is { } finest)
            {
                if (_hierarchy.At(finest)?.Array is { } image)
                    _arrays.Add(image);
                continue;
            }

            foreach (var node in _hierarchy.In(group.Path))
            {
                if (--_left < 0)
                    return;
                if (node.Array is { } array)
                    _arrays.Add(array);
                else
                    groups.Enqueue(node);
            }
        }
    }

    private string WhyNone() => _arrays.Find(static array => array.Obstacle is not null) is { } unread
        ? $"'/{unread.Path}' {unread.Obstacle}."
        : _arrays.Find(static array => array.Count == 0) is { } empty
        ? $"'/{empty.Path}' has shape {new Extent(empty.Shape.AsSpan())}: it holds no frame."
        : $"this store has no array of two or more axes{(_arrays.Count == 0 ? "" : $"; there are {Listed(_arrays)}")}.";

    private static string Listed(List<ZarrArray> arrays) =>
        $"{string.Join(", ", arrays.Take(ListedArrays))}{(arrays.Count > ListedArrays ? ", …" : "")}";
}
