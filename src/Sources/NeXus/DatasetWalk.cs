using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>
/// Every dataset of a file that may hold frames, each once: an object with several names (hard links, soft links, groups with two parents)
/// is one object.
/// </summary>
internal sealed class DatasetWalk
{
    private const int MaximumDepth = 16;
    private const int MaximumObjects = 100_000;
    private const int MaximumBroken = 3;

    private readonly HashSet<(Hdf5File File, long Address)> _seen = [];
    private readonly Dictionary<(Hdf5File File, long Address), Hdf5Group> _plots = [];
    private readonly Queue<(Hdf5Group Group, Hdf5Link Link, string Path, int Depth)> _elsewhere = new();
    private int _left = MaximumObjects;

    private DatasetWalk(Hdf5File file)
    {
        _seen.Add((file, file.Root.Address));
        Walk(file.Root, "", 0);
        // What links lead to has its own name first; then what only they lead to, such as frames in another file.
        while (_elsewhere.TryDequeue(out var next) && --_left >= 0)
            Follow(next.Group, next.Link, next.Path, next.Depth);
        foreach (var list in (List<FoundDataset>[])[Frames, Images, Lines])
        {
            for (var i = 0; i < list.Count; i++)
                list[i] = list[i] with { Plot = _plots.GetValueOrDefault((list[i].Dataset.File, list[i].Dataset.Address)) };
        }
    }

    /// <summary>Datasets of numbers with three or more axes.</summary>
    public List<FoundDataset> Frames { get; } = [];

    /// <summary>Datasets of numbers with two axes.</summary>
    public List<FoundDataset> Images { get; } = [];

    /// <summary>Datasets of numbers with one axis.</summary>
    public List<FoundDataset> Lines { get; } = [];

    /// <summary>Datasets of two axes that hold a list for each position: peaks that were found, for instance.</summary>
    public List<FoundDataset> Lists { get; } = [];

    /// <summary>Datasets of three or more axes that hold no numbers, or nothing.</summary>
    public List<FoundDataset> Others { get; } = [];

    /// <summary>What is wrong with links that lead nowhere, without a full stop.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Walks over a file, and over what it links to as far as that may be opened.</summary>
    /// <exception cref="Hdf5Exception">The file itself is damaged.</exception>
    public static DatasetWalk Through(Hdf5File file) => new(file);

    private void Walk(Hdf5Group group, string path, int depth)
    {
        foreach (var link in group.Links)
        {
            var name = $"{path}/{link.Name}";
            if (link.Kind != LinkKind.Hard)
                _elsewhere.Enqueue((group, link, name, depth));
            else if (--_left >= 0)
                Visit(group.TryOpen(link.Name), name, depth);
        }
    }

    private void Follow(Hdf5Group group, Hdf5Link link, string path, int depth)
    {
        try
        {
            Visit(group.TryOpen(link.Name), path, depth);
        }
        catch (Hdf5Exception e)
        {
            // A soft link that leads nowhere hides nothing that is in this file.
            if (link.Kind == LinkKind.External && Broken.Count < MaximumBroken)
                Broken.Add(e.Problem);
        }
    }

    private void Visit(Hdf5Object? found, string path, int depth)
    {
        if (found is null || !_seen.Add((found.File, found.Address)))
            return;
        switch (found)
        {
            case Hdf5Dataset { Shape.Length: >= 3 } dataset:
                (dataset.Type.IsNumeric && !dataset.WrittenShape.Contains(0) ? Frames : Others).Add(new(dataset, path));
                break;
            case Hdf5Dataset { Shape.Length: 2, Type.IsNumeric: true, ElementCount: > 0 } image:
                Images.Add(new(image, path));
                break;
            case Hdf5Dataset { Shape.Length: 2, Type.Class: Hdf5TypeClass.VariableLength, Type.IsText: false } lists:
                Lists.Add(new(lists, path));
                break;
            case Hdf5Dataset { Shape.Length: 1, Type.IsNumeric: true, ElementCount: > 1 } line:
                Lines.Add(new(line, path));
                break;
            case Hdf5Group inner when depth < MaximumDepth:
                if (NeXusPlot.SignalOf(inner) is { } signal)
                    _plots.TryAdd((signal.File, signal.Address), inner);
                Walk(inner, path, depth + 1);
                break;
        }
    }
}
