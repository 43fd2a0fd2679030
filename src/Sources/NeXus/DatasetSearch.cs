using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.NeXus;

/// <summary>Finds the dataset that holds the frames.</summary>
internal static class DatasetSearch
{
    private const int ListedCandidates = 8;

    /// <summary>The dataset that was named, or else the largest one of three or more axes, or else the image, or else the spectrum. Of
    /// several that are equally large it is the one that the file plots by default, or the only one that its layout marks as data; or all,
    /// if they are a series.</summary>
    /// <param name="file">The file.</param>
    /// <param name="named">The dataset that was named; null: none.</param>
    /// <param name="detectorAxes">How many of its axes are the detector's; null: as the file says, or two.</param>
    /// <returns>The dataset, or several of a series in order, and sentences on what else there is that may have been meant.</returns>
    /// <exception cref="SourceException">There is none, or several are equally large; the message lists them, or says the one reason
    /// why.</exception>
    public static (IReadOnlyList<FoundDataset> Found, IReadOnlyList<string> Notes) Find(Hdf5File file, string? named, int? detectorAxes) =>
        named is not null ? ([Named(file, named, detectorAxes)], []) : Largest(file, detectorAxes ?? 2);

    private static FoundDataset Named(Hdf5File file, string name, int? detectorAxes)
    {
        var path = name.StartsWith('/') ? name : "/" + name;
        var (dataset, member) = file.TryOpen(name) is Hdf5Dataset named ? (named, null) : WithMember(file, path)
            ?? throw new SourceException(file.Path, $"there is no dataset '{name}'; {Listed(DatasetWalk.Through(file).Frames)}.");
        var axes = detectorAxes ?? (dataset.Shape.Length == 1 ? 1 : 2);
        return dataset.Shape.Length >= axes
            ? new(dataset, path) { Member = member, Plot = file.TryOpen(path[..path.TrimEnd('/').LastIndexOf('/')]) as Hdf5Group }
            : throw Unsuitable(file, $"'{name}' has {dataset.Shape.Length} axes; "
                + $"{UntoldAxes.Needed(axes)}, and a scan one more.");
    }

    // A path that goes on into the elements of a dataset.
    private static (Hdf5Dataset Dataset, Hdf5Member? Member)? WithMember(Hdf5File file, string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (file.TryOpen(path[..end]) is not Hdf5Dataset { Type.Class: Hdf5TypeClass.Compound } records)
                continue;
            return FrameDatasets.MemberOf(records.Type, path[(end + 1)..]) is { } member
                ? (records, member)
                : throw new SourceException(
                    file.Path, $"'{path[..end]}' holds {records.Type}, which has no member '{path[(end + 1)..]}'.");
        }

        return null;
    }

    private static (IReadOnlyList<FoundDataset>, IReadOnlyList<string>) Largest(Hdf5File file, int detectorAxes)
    {
        var walk = DatasetWalk.Through(file);
        if (detectorAxes == 1)
            walk.Frames.AddRange(walk.Images);   // lines of spectra
        var notes = walk.Broken.Select(static fault => $"{fault}; it was not searched.").ToList();
        if (walk.Frames.Count == 0)
            return ([WithoutScan(file, walk)], notes);
        var largest = walk.Frames.Max(static found => found.Bytes);
        var best = walk.Frames.Where(found => found.Bytes == largest).ToList();
        var chosen = best.Count == 1 ? best : Meant(file, best, notes);
        if (chosen.Count == 0)
            throw Unsuitable(file, $"several datasets are equally large: choose one with --dataset PATH; {Listed(best)}.");
        CheckOrder(file, chosen[0], detectorAxes);
        if (walk.Others.Where(other => other.Bytes > largest).MaxBy(static other => other.Bytes) is { } larger)
            notes.Add(
                $"'{larger.Path}' ({larger.Shape} {larger.Dataset.Type}) is larger than '{chosen[0].Path}', but its type cannot be read.");
        return (chosen, notes);
    }

    // What the file itself shows goes before what its layout marks as data, and that before anything else; empty: neither decides.
    private static IReadOnlyList<FoundDataset> Meant(Hdf5File file, List<FoundDataset> best, List<string> notes)
    {
        if (DepthSeries.Of(best) is { } series)
            return series;
        // What is assembled of others stands for them.
        var parts = best.SelectMany(static found => found.Dataset.Sources).ToList();
        if (best.FindAll(found => !parts.Exists(
            part => part.File == found.Dataset.File && part.Address == found.Dataset.Address)) is [var whole])
            return [whole];
        var shown = NeXusPlot.DefaultOf(file);
        var chosen = best.Find(found => shown is not null && found.Dataset.File == shown.File && found.Dataset.Address == shown.Address)
            ?? (best.FindAll(static found => found.IsMain) is [var only] ? only : null);
        if (chosen is null)
            return [];
        notes.Add($"several datasets are equally large; '{chosen.Path}' is read, for the file names it as its data. --dataset PATH chooses "
            + $"another: {Listed(best.FindAll(found => found != chosen))}.");
        return [chosen];
    }

    private static void CheckOrder(Hdf5File file, FoundDataset chosen, int detectorAxes)
    {
        if (detectorAxes == 2 && chosen.Dataset.WrittenShape is [var first, var second, <= 4 and var last] && Math.Min(first, second) >= 16
            && last < Math.Min(first, second) && AxisLayouts.Of(chosen.Dataset, chosen.Plot).SignalAxes is null)
            throw Unsuitable(
                file,
                $"'{chosen.Path}' has shape {chosen.Shape}: its last axis could be images or detector columns. If it is {first} frames of "
                + $"{second}×{last}, choose it with --dataset {chosen.Path}; if it is one frame in {last} colors, open it with "
                + "--detector-axes 3; files with images along the last axis cannot be read.");
    }

    // One image, or one spectrum where the layout says that it is one.
    private static FoundDataset WithoutScan(Hdf5File file, DatasetWalk walk)
    {
        if (walk is { Others: [], Broken: [] })
        {
            if (walk.Images is [var image])
                return image;
            if (walk.Images.FindAll(static found => found.IsMain) is [var main])
                return main;
            if (walk.Images.Count == 0 && walk.Lines.FindAll(static found => found.IsMain) is [var line])
                return line;
        }

        throw new SourceException(file.Path, WhyNone(walk));
    }

    // More frames change nothing; another dataset may come as long as the file says that it is being written.
    private static SourceException Unsuitable(Hdf5File file, string why) =>
        new(file.Path, why) { IsFinal = Hdf5Opening.IsBeingWritten([file]) != true };

    private static string WhyNone(DatasetWalk walk)
    {
        if (walk.Others is [var other, ..])
            return other.Dataset.WrittenShape.Contains(0)
                ? $"'{other.Path}' has shape {other.Shape}: it holds no frame."
                : $"'{other.Path}' ({other.Shape}) {FrameDatasets.WhyNot(other.Dataset) ?? "holds no numbers"}.";
        if (walk.Broken is [var broken, ..])
            return $"{broken}, and nothing else in this file holds frames.";
        if (walk.Images.Count > 0)
            return "this file has no dataset with three or more axes, only single images: read one with --dataset PATH; "
                + $"{Listed(walk.Images)}.";
        return walk.Lists is [var list, ..]
            ? $"this file has no frames: '{list.Path}' ({list.Shape}) holds {list.Dataset.Type}, lists of peaks or of events."
            : walk.Lines.Count > 0
            ? $"this file has no dataset of numbers with three or more axes; read a spectrum with --dataset PATH: {Listed(walk.Lines)}."
            : "this file has no dataset of numbers with three or more axes.";
    }

    private static string Listed(IReadOnlyList<FoundDataset> datasets) => datasets.Count == 0
        ? "the file has none with three or more axes"
        : $"there are {string.Join(", ", datasets.Take(ListedCandidates))}{(datasets.Count > ListedCandidates ? ", …" : "")}";
}
