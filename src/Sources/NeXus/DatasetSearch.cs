using Ronchi.Frames;
using Ronchi.Hdf5;

namespace Ronchi.Sources.NeXus;

/// <summary>Finds the dataset that holds the frames.</summary>
internal static class DatasetSearch
{
    private const int MaximumDepth = 16;
    private const int MaximumObjects = 100_000;
    private const int ListedCandidates = 8;

    /// <summary>The dataset that was named, or else the only largest one of three or more axes.</summary>
    /// <exception cref="SourceException">There is none, or several are equally large; the message lists them.</exception>
    public static Hdf5Dataset Find(Hdf5File file, string? named)
    {
        if (named is not null)
        {
            if (file.TryOpen(named) is not Hdf5Dataset dataset)
                throw new SourceException(file.Path, $"there is no dataset '{named}'; {Listed(Candidates(file))}.");
            return dataset.Shape.Length >= 2
                ? dataset
                : throw new SourceException(file.Path, $"'{named}' has {dataset.Shape.Length} axes; frames need two, and a scan one more.");
        }

        var candidates = Candidates(file);
        if (candidates.Count == 0)
            throw new SourceException(file.Path, "no dataset of numbers with three or more axes is in this file.");
        var largest = candidates.Max(static dataset => dataset.ElementCount * dataset.Type.Size);
        var best = candidates.Where(dataset => dataset.ElementCount * dataset.Type.Size == largest).ToList();
        return best.Count == 1
            ? best[0]
            : throw new SourceException(file.Path, $"several datasets are equally large: choose one with --dataset PATH; {Listed(best)}.");
    }

    private static List<Hdf5Dataset> Candidates(Hdf5File file)
    {
        var found = new List<Hdf5Dataset>();
        var left = MaximumObjects;
        Walk(file.Root, 0);
        return found;

        void Walk(Hdf5Group group, int depth)
        {
            foreach (var link in group.Links)
            {
                // Links lead elsewhere and are found there; what they lead to is read only when it is named.
                if (link.Kind != LinkKind.Hard || --left < 0)
                    continue;
                switch (group.TryOpen(link.Name))
                {
                    case Hdf5Dataset { Shape.Length: >= 3, Type.IsNumeric: true, ElementCount: > 0 } dataset:
                        found.Add(dataset);
                        break;
                    case Hdf5Group inner when depth < MaximumDepth:
                        Walk(inner, depth + 1);
                        break;
                }
            }
        }
    }

    private static string Listed(List<Hdf5Dataset> datasets) => datasets.Count == 0
        ? "there is none with three or more axes"
        : "there are " + string.Join(", ", datasets.Take(ListedCandidates).Select(static dataset => $"{dataset.Path} ({new Extent(dataset.Shape.AsSpan())} {dataset.Type})"));
}
