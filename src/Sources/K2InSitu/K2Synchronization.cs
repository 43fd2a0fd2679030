using Ronchi.Frames;

namespace Ronchi.Sources.K2InSitu;

/// <summary>Finds the first frame that all sectors hold: their files begin anywhere within a frame, and with different frames.</summary>
/// <param name="Frames">Frames that all sectors hold, from the first on that was recorded with the shutter open.</param>
/// <param name="Notes">What is unusual.</param>
internal sealed record K2Synchronization(long Frames, IReadOnlyList<string> Notes)
{
    private const int Samples = 8;

    /// <summary>Sets the first block of each sector.</summary>
    /// <exception cref="SourceException">There is no such frame.</exception>
    public static K2Synchronization Of(IReadOnlyList<K2Sector> sectors)
    {
        foreach (var sector in sectors)
        {
            if (sector.Blocks == 0)
                throw new SourceException(sector.Path, "the file has no whole block of pixels; it is truncated: copy it again.", 0);
            var place = Place(sector, sector.Block(0), 0);
            sector.First = place == 0 ? 0 : K2Block.OfAFrame - place;
            if (sector.Frames == 0)
                throw new SourceException(sector.Path, "the file has no whole frame; it is truncated: copy it again.", 0);
        }

        uint[] begins = [.. sectors.Select(static sector => sector.Frame(0).Frame)];
        var common = begins.Max();
        for (var i = 0; i < sectors.Count; i++)
        {
            var sector = sectors[i];
            sector.First += (common - (long)begins[i]) * K2Block.OfAFrame;
            if (sector.Frames == 0 || sector.Frame(0) is var first && (first.Frame != common || Place(sector, first, sector.First) != 0))
                throw new SourceException(
                    sector.Path,
                    $"frame {common}, with which {Path.GetFileName(sectors[Array.IndexOf(begins, common)].Path)} begins, is not in this "
                    + "sector: the files are of different recordings, or blocks were lost.",
                    sector.First * K2Block.Bytes);
        }

        var (skipped, frames) = Exposed(sectors[0], sectors.Min(static sector => sector.Frames));
        foreach (var sector in sectors)
            sector.First += skipped * K2Block.OfAFrame;
        return new(frames, [.. NotesOf(sectors, skipped, frames)]);
    }

    private static IEnumerable<string> NotesOf(IReadOnlyList<K2Sector> sectors, long skipped, long frames)
    {
        if (skipped > 0)
            yield return $"{Counted.Of(skipped, "frame")} before the shutter opened {(skipped == 1 ? "is" : "are")} left out.";
        uint begin = sectors[0].Frame(0).Frame, end = sectors[0].Frame(frames - 1).Frame;
        if (end - (long)begin != frames - 1)
            yield return $"the frames are numbered from {begin} to {end}, but there are {Counted.Of(frames, "frame")}: some were lost, or "
                + "recorded anew; they are read in the order of the files.";
        foreach (var sector in sectors.Where(sector => sector.Frame(frames - 1).Frame != end))
            yield return $"{Path.GetFileName(sector.Path)} has lost blocks: its last frame is another than that of the first sector.";
    }

    // The shutter opens once: before and behind that, frames are left out. Where no frame says so all are taken.
    private static (long Skipped, long Frames) Exposed(K2Sector sector, long frames)
    {
        var open = Enumerable.Range(0, Samples + 1).Select(number => (frames - 1) * number / Samples)
            .Cast<long?>().FirstOrDefault(frame => sector.Frame(frame!.Value).IsShutterOpen);
        if (open is not { } inside)
            return (0, frames);
        var first = inside == 0 ? 0 : Border(-1, inside);
        var end = sector.Frame(frames - 1).IsShutterOpen ? frames : Border(frames, inside) + 1;
        return (first, end - first);

        // The frame with an open shutter that is next to those without.
        long Border(long closed, long opened)
        {
            while (Math.Abs(opened - closed) > 1)
            {
                var middle = closed + ((opened - closed) / 2);
                if (sector.Frame(middle).IsShutterOpen)
                    opened = middle;
                else
                    closed = middle;
            }

            return opened;
        }
    }

    private static int Place(K2Sector sector, K2Block block, long number) => block.Place >= 0
        ? block.Place
        : throw new SourceException(
            sector.Path,
            $"a block at row {block.Row}, column {block.Column} of a sector is none of a K2 IS in its full size; only such are read.",
            number * K2Block.Bytes);
}
