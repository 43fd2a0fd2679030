using System.Security.Cryptography;
using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>Some of the frames that were there, by which it is seen that a file is still the one that was opened.</summary>
/// <remarks>
/// What the file system knows does not tell it everywhere: a program may write a file anew in place, and network drives give neither
/// reliable numbers of files nor reliable times. Frames that were there never change in a file that grows.
/// </remarks>
internal sealed class Witnesses
{
    private const int Most = 256;
    private const int InTurn = 4;   // looked at each time, beside the first one

    private List<(long Frame, byte[] Hash)> _kept = [];
    private int _turn;

    /// <summary>Keeps some of the frames that have arrived: the outermost, and so many that each file of a scan has one. Who reads a
    /// damaged one hears of it.</summary>
    public void Keep(IFrameSource source, FrameSet arrived)
    {
        if (arrived.IsEmpty)
            return;
        var steps = Math.Clamp(arrived.Count * source.Info.Files.Length / source.Shape.FrameCount, 1, Most);
        foreach (var number in Enumerable.Range(0, (int)steps + 1).Select(step => (arrived.Count - 1) * step / steps).Distinct())
        {
            var frame = At(arrived, number);
            try
            {
                _kept.Add((frame, HashOf(source, frame)));
            }
            catch (SourceException)
            {
                // It is not a witness.
            }
        }

        // Of many, every second one.
        while (_kept.Count > Most)
            _kept = [.. _kept.Where(static (_, number) => number % 2 == 0)];
    }

    /// <summary>Looks for a frame that is another one now.</summary>
    /// <param name="source">The file as it is now, with all frames that were there.</param>
    /// <param name="all">Whether all are looked at, and not the first and some others in turn.</param>
    /// <returns>The frame; null: none of those that were looked at. And why not all could be read, as the end of a sentence.</returns>
    public (long? Changed, string? Trouble) Look(IFrameSource source, bool all)
    {
        var looked = all || _kept.Count <= InTurn
            ? _kept
            : [_kept[0], .. Enumerable.Range(0, InTurn).Select(_ => _kept[_turn++ % _kept.Count])];
        try
        {
            foreach (var (frame, hash) in looked)
            {
                if (!HashOf(source, frame).AsSpan().SequenceEqual(hash))
                    return (frame, null);
            }

            return default;
        }
        catch (SourceException e)
        {
            return (null, Trouble.Of(e));
        }
    }

    private static byte[] HashOf(IFrameSource source, long frame)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        reader.Seek(new(frame, 1));
        while (reader.TryRead(out var tile))
            hash.AppendData(tile.Bytes());
        return hash.GetHashAndReset();
    }

    private static long At(FrameSet frames, long number)
    {
        foreach (var run in frames.Runs)
        {
            if (number < run.Count)
                return run.Start + number;
            number -= run.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(number), number, "There are not so many frames.");
    }
}
