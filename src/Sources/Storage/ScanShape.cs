using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>How the frames of a file lie in the scan, and what is unusual about it.</summary>
/// <param name="Scan">Scan axes; one axis when nothing says more.</param>
/// <param name="Recorded">Frames that were recorded, when fewer than the scan has positions.</param>
/// <param name="Note">A sentence on what is unusual.</param>
/// <param name="Unknown">What to do when the shape is not known.</param>
internal sealed record ScanShape(Extent Scan, long? Recorded = null, string? Note = null, string? Unknown = null)
{
    private const int PairsShown = 12;

    /// <summary>Decides from what the user, the scan software and the detector say, in that order.</summary>
    /// <param name="frames">Frames in the file.</param>
    /// <param name="asked">What the user says.</param>
    /// <param name="told">What the scan software wrote beside the data.</param>
    /// <param name="triggered">Frames that the detector was armed for.</param>
    /// <param name="lacksEnd">Whether frames behind these are known to be lost: their number is not the scan's.</param>
    /// <exception cref="ArgumentException">What the user says fits neither the frames recorded nor those armed for.</exception>
    public static ScanShape Decide(long frames, Extent? asked, Extent? told, long? triggered, bool lacksEnd = false)
    {
        if (asked is { } wanted)
        {
            return wanted.Count == frames || wanted.Count == triggered || (lacksEnd && wanted.Count > frames)
                ? Fit(frames, wanted)
                : throw new ArgumentException(
                    $"--scan-shape {wanted} makes {Counted.Of(wanted.Count, "position")}, but the file holds "
                    + $"{Counted.Of(frames, "frame")}: choose from {FactorPairs(frames)}.");
        }

        if (told is { } written)
            return Fit(frames, written);
        if (triggered is { } armed && Square(armed) is { } square)
            return Fit(frames, square);
        if (lacksEnd)
            return new(
                new Extent(frames),
                Unknown: $"frames after the first {Number(frames)} were left out, and no file gives the scan "
                    + "shape: set it with --scan-shape RxC.");
        if (Square(frames) is { } guessed)
            return new(guessed);
        return new(
            new Extent(frames),
            Unknown: $"{Number(frames)} frames do not make a square scan, and the file does not give the scan shape: set --scan-shape "
                + $"RxC to one of {FactorPairs(frames)}.");
    }

    /// <summary>Decides for a scan that is still being recorded.</summary>
    /// <param name="frames">Frames that are there now.</param>
    /// <param name="asked">What the user says.</param>
    /// <param name="told">What the scan software wrote beside the data.</param>
    /// <param name="triggered">Frames that the detector was armed for.</param>
    public static ScanShape Growing(long frames, Extent? asked, Extent? told, long? triggered)
    {
        if ((asked ?? told) is { } known)
            return new(known);
        if (triggered is not { } armed || armed < frames)
            return new(new Extent(frames)) { IsOpenEnded = true };
        return Square(armed) is { } square
            ? new(square)
            : new(new Extent(armed), Unknown: $"{Number(armed)} frames do not make a square scan, and the file does not give the scan "
                + $"shape: set --scan-shape RxC to one of {FactorPairs(armed)}.");
    }

    /// <summary>Whether nobody knows how many frames there will be.</summary>
    public bool IsOpenEnded { get; private init; }

    /// <summary>The shapes of two axes that hold so many frames: <c>4x5, 5x4, …</c>, the squarest first.</summary>
    public static string FactorPairs(long frames)
    {
        var pairs = new List<string>();
        for (var rows = (long)Math.Sqrt(frames); rows >= 1 && pairs.Count < PairsShown; rows--)
        {
            if (frames % rows != 0)
                continue;
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $"{rows}x{frames / rows}"));
            if (rows != frames / rows)
                pairs.Add(string.Create(CultureInfo.InvariantCulture, $"{frames / rows}x{rows}"));
        }

        return string.Join(", ", pairs);
    }

    private static ScanShape Fit(long frames, Extent scan)
    {
        if (scan.Count > frames)
            return new(
                scan,
                frames,
                $"the scan of {scan} was aborted: {Number(frames)} of {Number(scan.Count)} frames are present; the "
                + "other positions are blank and invalid.");
        return scan.Count < frames
            ? new(
                scan,
                Note: $"{Counted.Of(frames - scan.Count, "frame")} after the scan of {scan} "
                    + $"{(frames - scan.Count == 1 ? "is" : "are")} left out.")
            : new(scan);
    }

    private static Extent? Square(long frames)
    {
        var side = (long)Math.Round(Math.Sqrt(frames));
        return frames > 0 && side * side == frames ? new Extent(side, side) : null;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
