using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Timepix;

/// <summary>Where the events of each frame lie in a file: found by one walk, or two where triggers begin the frames.</summary>
/// <param name="Frames">To which frame a time belongs.</param>
/// <param name="Places">For each frame the chunks with its hits, and the time before them; end 0: it has none.</param>
/// <param name="Chips">Number of the highest chip, and one more.</param>
/// <param name="Hits">Hits in frames.</param>
/// <param name="Outside">Hits before the first frame.</param>
/// <param name="IsCut">Whether the file ends within a chunk.</param>
internal sealed record TpxIndex(
    TpxFrames Frames, IReadOnlyList<(long Start, long End, long? Time)> Places, int Chips, long Hits, long Outside, bool IsCut)
{
    private const int MostFrames = 1 << 22;
    private const long ProbedBytes = 1 << 20;

    /// <summary>Walks over a file.</summary>
    /// <param name="file">Open file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="options">What frames are made of events.</param>
    /// <exception cref="SourceException">The file is damaged, or its events do not make frames.</exception>
    public static TpxIndex Build(SafeFileHandle file, string path, TpxOptions options)
    {
        var length = RandomAccess.GetLength(file);
        TpxFrames frames;
        long? time = null;
        if (options.FrameTrigger is { } trigger)
        {
            (var triggers, time) = Triggers(file, path, length, trigger);
            frames = new TriggeredFrames(triggers);
        }
        else
        {
            frames = new TimedFrames(FirstHit(file, path, length), options.FrameTime!.Value);
        }

        var places = new List<(long Start, long End, long? Time)>();
        long hits = 0, outside = 0;
        var chips = 0;
        using var events = new TpxEvents(file, path, 0, length, time);
        while (events.TryRead(out var word))
        {
            if (TpxPacket.IsIntegrated(word))
                throw new SourceException(
                    path,
                    "the chip summed hits without the time of each (packets 0xA); only events with their time make frames.",
                    events.ChunkStart);
            if (!TpxPacket.IsHit(word))
                continue;
            chips = Math.Max(chips, events.Chip + 1);
            var frame = frames.FrameOf(events.Continue(TpxPacket.TimeOfHit(word)));
            if (frame < 0)
            {
                outside++;
                continue;
            }

            if (frame >= MostFrames)
                throw new SourceException(
                    path, $"these events make more than {MostFrames} frames, or their times are damaged: set a longer --frame-time.");
            while (places.Count <= frame)
                places.Add((events.ChunkStart, 0, events.TimeBefore));
            var place = places[(int)frame];
            if (place.End == 0)
                place = (events.ChunkStart, events.ChunkEnd, events.TimeBefore);
            places[(int)frame] = place with { End = Math.Max(place.End, events.ChunkEnd) };
            hits++;
        }

        while (places.Count < frames.Count)
            places.Add(default);
        if (hits == 0)
            throw new SourceException(path, "the file holds no hit that belongs to a frame.");
        return new(frames, places, chips, hits, outside, events.IsCut);
    }

    private static (long[] Times, long? First) Triggers(SafeFileHandle file, string path, long length, TpxTrigger trigger)
    {
        var times = new List<long>();
        using var events = new TpxEvents(file, path, 0, length, time: null);
        while (events.TryRead(out var word))
        {
            if (TpxPacket.IsHit(word))
                events.Continue(TpxPacket.TimeOfHit(word));
            else if (TpxPacket.IsTrigger(word, trigger))
                times.Add(events.Continue(TpxPacket.TimeOfTrigger(word)));
            if (times.Count > MostFrames)
                throw new SourceException(path, $"there are more than {MostFrames} triggers; such files are not read.");
        }

        if (times.Count == 0)
            throw new SourceException(
                path,
                $"there is no trigger {trigger} in the file: choose another --frame-trigger, or frames of equal times with --frame-time.");
        times.Sort();
        return ([.. times], events.First);
    }

    // The earliest of the first hits, which come a little out of order.
    private static long FirstHit(SafeFileHandle file, string path, long length)
    {
        long? first = null;
        using var events = new TpxEvents(file, path, 0, length, time: null);
        while (events.TryRead(out var word) && (first is null || events.ChunkStart < ProbedBytes))
        {
            if (TpxPacket.IsHit(word) && events.Continue(TpxPacket.TimeOfHit(word)) is var time && !(time >= first))
                first = time;
        }

        return first ?? throw new SourceException(path, "the file holds no hit.");
    }
}
