using System.Globalization;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>The datasets of a scan, one for each data file, and where their frames stand among all that were recorded.</summary>
/// <param name="Datasets">Those that can be read, in order.</param>
/// <param name="Starts">Number of the first frame of each.</param>
/// <param name="LeftOut">Why others, or frames of these, were left out, a sentence each.</param>
/// <param name="EndsEarly">Whether the last ones are among those.</param>
internal sealed record EigerParts(
    IReadOnlyList<Hdf5Dataset> Datasets, IReadOnlyList<long> Starts, IReadOnlyList<string> LeftOut, bool EndsEarly)
{
    private const string FirstImage = "image_nr_low";
    private const long MostFrames = 1L << 40;

    /// <summary>Number behind the last frame.</summary>
    public long End => Starts[^1] + Datasets[^1].WrittenShape[0];

    /// <summary>Whether frames are missing before others that are there.</summary>
    public bool HasGaps => Datasets.Sum(static dataset => dataset.Shape[0]) != Starts[^1] + Datasets[^1].Shape[0];

    /// <summary>The runs of frames that are there, ascending.</summary>
    public IEnumerable<FrameRange> Runs() =>
        Datasets.Select((dataset, i) => new FrameRange(Starts[i], checked((int)dataset.Shape[0]))).Where(static run => run.Count > 0);

    /// <summary>The runs of frames that were written already, of files that are still being written.</summary>
    public IEnumerable<FrameRange> WrittenRuns(bool isLast) =>
        Datasets.SelectMany((dataset, i) => WrittenFrames.Of(dataset, detectorRank: 2, mayChange: !isLast)
            .Runs.Select(run => run with { Start = run.Start + Starts[i] }));

    /// <summary>Finds the datasets.</summary>
    /// <param name="file">A master file, or a data file alone.</param>
    /// <param name="leavesOut">Whether what is missing or damaged is left out; else it is an error.</param>
    /// <exception cref="SourceException">A data file is missing or damaged, or none is left; or it cannot be told how many frames are
    /// missing between others.</exception>
    public static EigerParts Of(Hdf5File file, bool leavesOut)
    {
        var group = file.Root.OpenGroup(EigerLayout.DataGroup);
        var links = EigerLayout.FrameLinks(group);
        var found = new Hdf5Dataset?[links.Count];
        var leftOut = new List<string>();
        for (var i = 0; i < found.Length; i++)
        {
            try
            {
                var dataset = Open(group, links[i]);
                if (leavesOut && found.FirstOrDefault(static other => other is not null) is { } first && !IsLike(dataset, first))
                    leftOut.Add($"left out {links[i]}: it holds frames of {Frame(dataset)}, not {Frame(first)}");
                else
                    found[i] = dataset;
                if (dataset.File.Truncation is { } truncation && dataset.Shape[0] < dataset.WrittenShape[0])
                    leftOut.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"left out {dataset.WrittenShape[0] - dataset.Shape[0]:N0} of the {Counted.Of(dataset.WrittenShape[0], "frame")} "
                        + $"of {links[i]}: {dataset.File.Path}: {truncation}"));
            }
            catch (Hdf5Exception e) when (leavesOut)
            {
                leftOut.Add($"left out {links[i]}: {(e.FilePath == file.Path ? "" : $"{e.FilePath}: ")}{e.Problem}");
            }
            catch (Hdf5Exception e)
            {
                if (e.IsTruncation)
                    throw;
                var moved = e.IsOutOfReach ? "Give the folder of the data files with --data-folder, or read" : "Read";
                var cure = links.Count > 1
                    ? $" {moved} the frames of the other files with --leave-out."
                    : e.IsOutOfReach ? " Give its folder with --data-folder." : "";
                throw new SourceException(e.FilePath, $"{e.Problem}.{cure}", e.Offset >= 0 ? e.Offset : null, e);
            }
        }

        var datasets = found.OfType<Hdf5Dataset>().ToList();
        return datasets.Sum(static dataset => dataset.Shape[0]) == 0 && leftOut.Count > 0
            ? throw new SourceException(
                file.Path, $"none of the {links.Count} data files can be read: {string.Join("; ", leftOut.Take(3))}.")
            : new(datasets, Place(file, found), leftOut, found[^1] is null);
    }

    // Frames of data files that are there follow each other; a gap is as long as the files say, or as long as the other files are.
    private static List<long> Place(Hdf5File file, Hdf5Dataset?[] found)
    {
        var lastThere = Array.FindLastIndex(found, static dataset => dataset is not null);
        var starts = new List<long>();
        if (!found.AsSpan(0, lastThere).Contains(null))
        {
            var next = 0L;
            foreach (var dataset in found.OfType<Hdf5Dataset>())
            {
                starts.Add(next);
                next += dataset.WrittenShape[0];
            }

            return starts;
        }

        return ByNumbers(found) ?? ByLength(found)
            ?? throw new SourceException(
                file.Path,
                "the number of frames missing before the remaining data files is unknown: these carry no image numbers and "
                + "differ in length. Read them one by one.");
    }

    private static List<long>? ByNumbers(Hdf5Dataset?[] found)
    {
        var starts = new List<long>();
        long end = 0, origin = 1;
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is not { } dataset)
                continue;
            if (FirstNumber(dataset) is not { } number)
                return null;
            if (i == 0)
                origin = number;
            var start = number - origin;
            if (start < end || (i > 0 && found[i - 1] is not null && start != end))
                return null;
            starts.Add(start);
            end = start + dataset.WrittenShape[0];
        }

        return starts;
    }

    private static long? FirstNumber(Hdf5Dataset dataset) =>
        dataset.Attributes.TryGetValue(FirstImage, out var attribute) && attribute.Type.IsNumeric
            && attribute.ReadValue() is { Count: 1 } value && value.ToDouble() is >= 0 and < MostFrames
            ? (long)value.ToDouble()
            : null;

    private static List<long>? ByLength(Hdf5Dataset?[] found)
    {
        var lengths = found[..^1].OfType<Hdf5Dataset>().Select(static dataset => dataset.WrittenShape[0]).Distinct().ToList();
        if (lengths is not [> 0 and < int.MaxValue and var length])
            return null;
        return [.. Enumerable.Range(0, found.Length).Where(i => found[i] is not null).Select(i => i * length)];
    }

    private static Hdf5Dataset Open(Hdf5Group group, string link)
    {
        var dataset = group.OpenDataset(link);
        if (dataset.Shape.Length != 3)
            throw new SourceException(
                dataset.File.Path,
                $"'{dataset.Path}' has shape {new Extent(dataset.Shape.AsSpan())}; frames × rows × columns are read (one channel; convert "
                + "the file with the detector's legacy layout).");
        if (dataset.Layout == StorageLayout.Chunked)
            dataset.ReadChunkIndex();   // a damaged index is found here, where it can be left out
        return dataset;
    }

    private static bool IsLike(Hdf5Dataset dataset, Hdf5Dataset other) =>
        dataset.Shape.AsSpan()[1..].SequenceEqual(other.Shape.AsSpan()[1..]) && dataset.Type.ToString() == other.Type.ToString();

    private static string Frame(Hdf5Dataset dataset) =>
        string.Create(CultureInfo.InvariantCulture, $"{dataset.Shape[1]}×{dataset.Shape[2]} {dataset.Type}");
}
