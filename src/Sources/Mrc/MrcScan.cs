using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Mrc;

/// <summary>How the images of a file lie in a scan.</summary>
/// <param name="Told">The scan as it is said; null: nothing is said that fits.</param>
/// <param name="FramesPerPoint">Images that follow one another at each position: they are a series of scans.</param>
/// <param name="Repeats">Scans that follow one another.</param>
/// <param name="Note">What is unusual.</param>
internal sealed record MrcScan(Extent? Told, long FramesPerPoint, long Repeats, string? Note)
{
    private const long MostSeries = 1 << 16;

    /// <summary>What header and side file say.</summary>
    /// <param name="frames">Images in the file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="info">The file beside it; null: there is none.</param>
    public static MrcScan Of(long frames, MrcHeader header, DirectElectronInfo? info)
    {
        if (info is null || !info.Scans.Any())
            return new(
                header.SectionsOfAVolume > 0
                    ? new Extent(header.Sections / header.SectionsOfAVolume, header.SectionsOfAVolume)
                    : frames == 1 && header.Sections == 1 ? new Extent() : new Extent(Math.Max(frames, header.Sections)),
                1,
                1,
                null);
        var (perPoint, repeats) = (info.FramesPerPoint, info.Repeats);
        var series = (Int128)perPoint * repeats;
        var scans = info.Scans.Where(scan => (Int128)scan.Count * series < long.MaxValue).ToList();
        var found = scans.Where(scan => scan.Count * (long)series == frames).Cast<Extent?>().FirstOrDefault();
        // A scan that was aborted: frames of the same position can no longer be told apart from those of others.
        found ??= perPoint == 1 ? scans.Where(scan => scan.Count * (long)series > frames).Cast<Extent?>().FirstOrDefault() : null;
        if (found is not { } fitting || series > MostSeries)
            return new(
                new Extent(frames),
                1,
                1,
                $"{Path.GetFileName(info.Path)} says a scan of {string.Join(" or ", info.Scans)} with {perPoint} × {repeats} frames at "
                + $"each position, which {Counted.Of(frames, "frame")} do not make: set --scan-shape RxC.");
        long[] lengths = [.. ((long[])[repeats, perPoint]).Where(static length => length > 1), .. fitting.Lengths];
        return new(
            new Extent(lengths),
            perPoint,
            repeats,
            info.OtherPath is { } path
                ? $"positions were visited as '{path}', not line by line: frames are in the order in which they were recorded."
                : null);
    }

    /// <summary>Where the images lie: those of each scan one after the other.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">Where images lie in it.</param>
    /// <param name="frames">How many there are.</param>
    public IReadOnlyList<FlatFile> Files(string path, FlatLayout layout, long frames)
    {
        if (FramesPerPoint == 1)
            return [new(path, layout, frames)];
        var points = frames / FramesPerPoint / Repeats;
        var files = new List<FlatFile>();
        for (var repeat = 0L; repeat < Repeats; repeat++)
        {
            for (var frame = 0L; frame < FramesPerPoint; frame++)
            {
                var first = (repeat * points * FramesPerPoint) + frame;
                files.Add(new(
                    path,
                    layout with { Offset = layout.Offset + (first * layout.Stride), Stride = FramesPerPoint * layout.Stride },
                    points));
            }
        }

        return files;
    }
}
