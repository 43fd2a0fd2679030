using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Finds the dataset that holds the frames.</summary>
internal static class DatasetSearch
{
    private const int ListedCandidates = 8;

    /// <summary>The dataset that was named, or else the only largest one of three or more axes, or else the only image.</summary>
    /// <param name="file">The file.</param>
    /// <param name="named">The dataset that was named; null: none.</param>
    /// <param name="detectorAxes">How many of its axes are the detector's; null: as the file says, or two.</param>
    /// <returns>The dataset, and sentences on what else there is that may have been meant.</returns>
    /// <exception cref="SourceException">There is none, or several are equally large; the message lists them, or says the one reason
    /// why.</exception>
    public static (FoundDataset Found, IReadOnlyList<string> Notes) Find(Hdf5File file, string? named, int? detectorAxes) =>
        named is not null ? (Named(file, named, detectorAxes ?? 2), []) : Largest(file, detectorAxes ?? 2);

    private static FoundDataset Named(Hdf5File file, string name, int detectorAxes)
    {
        if (file.TryOpen(name) is not Hdf5Dataset dataset)
            throw new SourceException(file.Path, $"there is no dataset '{name}'; {Listed(DatasetWalk.Through(file).Frames)}.");
        return dataset.Shape.Length >= detectorAxes
            ? new(dataset, name.StartsWith('/') ? name : "/" + name)
            : throw new SourceException(file.Path, $"'{name}' has {dataset.Shape.Length} axes; "
                + $"{UntoldAxes.Needed(detectorAxes)}, and a scan one more.");
    }

    private static (FoundDataset, IReadOnlyList<string>) Largest(Hdf5File file, int detectorAxes)
    {
        var walk = DatasetWalk.Through(file);
        if (detectorAxes == 1)
            walk.Frames.AddRange(walk.Images);   // lines of spectra
        if (walk is { Frames: [], Others: [], Broken: [], Images: [var only] })
            return (only, []);
        if (walk.Frames.Count == 0)
            throw new SourceException(file.Path, WhyNone(walk));
        var largest = walk.Frames.Max(static found => found.Bytes);
        var best = walk.Frames.Where(found => found.Bytes == largest).ToList();
        if (best.Count > 1)
            throw new SourceException(file.Path, $"several datasets are equally large: choose one with --dataset PATH; {Listed(best)}.");
        var chosen = best[0];
        if (detectorAxes == 2 && chosen.Dataset.WrittenShape is [var first, var second, <= 4 and var last] && Math.Min(first, second) >= 16
            && last < Math.Min(first, second))
            throw new SourceException(
                file.Path,
                $"'{chosen.Path}' has shape {chosen.Shape}: its last axis could be images or detector columns. If it is {first} frames of "
                + $"{second}×{last}, choose it with --dataset {chosen.Path}; if it is one frame in {last} colors, open it with "
                + "--detector-axes 3; files with images along the last axis cannot be read.");
        var notes = walk.Broken.Select(fault => $"{fault}; it was not searched.").ToList();
        if (walk.Others.Where(other => other.Bytes > largest).MaxBy(static other => other.Bytes) is { } larger)
            notes.Add(
                $"'{larger.Path}' ({larger.Shape} {larger.Dataset.Type}) is larger than '{chosen.Path}', but its type cannot be read.");
        return (chosen, notes);
    }

    private static string WhyNone(DatasetWalk walk)
    {
        if (walk.Others is [var other, ..])
            return other.Dataset.WrittenShape.Contains(0)
                ? $"'{other.Path}' has shape {other.Shape}: it holds no frame."
                : $"'{other.Path}' ({other.Shape}) {FrameDatasets.WhyNot(other.Dataset) ?? "holds no numbers"}.";
        if (walk.Broken is [var broken, ..])
            return $"{broken}, and nothing else in this file holds frames.";
        return walk.Images.Count > 0
            ? $"this file has no dataset with three or more axes, only single images: read one with --dataset PATH; {Listed(walk.Images)}."
            : "this file has no dataset of numbers with three or more axes.";
    }

    private static string Listed(IReadOnlyList<FoundDataset> datasets) => datasets.Count == 0
        ? "the file has none with three or more axes"
        : $"there are {string.Join(", ", datasets.Take(ListedCandidates))}{(datasets.Count > ListedCandidates ? ", …" : "")}";
}
