using System.Collections.Immutable;

namespace Ronchi.Frames;

/// <summary>What is known, at one moment, of the frames of a source that grows; immutable.</summary>
/// <param name="Version">Counts changes: a later state has a larger number.</param>
public sealed record Arrivals(long Version = 0)
{
    /// <summary>Frames that have arrived, by their flat scan index. None ever leaves this set.</summary>
    public FrameSet Arrived { get; init; } = FrameSet.None;

    /// <summary>Frames that will never be there.</summary>
    public FrameSet Lost { get; init; } = FrameSet.None;

    /// <summary>Frames that have arrived and can be read; of those that are not, the values are no longer held.</summary>
    public FrameSet Readable { get; init; } = FrameSet.None;

    /// <summary>
    /// How many frames there will be in all; null: nobody knows yet. Known at the end: each of them has then arrived or is lost.
    /// </summary>
    public long? Total { get; init; }

    /// <summary>How it ended; null: more may come.</summary>
    public GrowthEnd? End { get; init; }

    /// <summary>What is being waited for or was left out, a phrase each: <c>frame_0007.npy is not whole yet</c>.</summary>
    public ImmutableArray<string> States { get; init; } = [];

    /// <summary>
    /// The same of the frames of the data, where these frames are made of them: a position that no frame of the data belongs to, or for
    /// which one is left out, is among <see cref="Lost"/> here, but no frame is missing there.
    /// </summary>
    public Arrivals OfData
    {
        get => field ?? this;
        init;
    }

    /// <summary>
    /// How much of the data is there: <c>12 of 100 frames</c>, or <c>12 frames</c> when nobody knows how many there will be.
    /// </summary>
    public string Extent => OfData is var data && data.Total is { } total
        ? $"{data.Arrived.Count:N0} of {Counted.Of(total, "frame")}"
        : Counted.Of(OfData.Arrived.Count, "frame");

    /// <inheritdoc/>
    public override string ToString() => Extent;

    /// <summary>Which frames were recorded, as far as is known now.</summary>
    /// <param name="validity">What else is no measurement.</param>
    /// <param name="frameCount">Positions of the scan.</param>
    public Validity On(Validity validity, long frameCount)
    {
        ArgumentNullException.ThrowIfNull(validity);
        return validity.WithRecorded(Arrived.Runs, frameCount);
    }

    /// <summary>
    /// The scan that there is in the end, of one that had room for more: its slowest axis ends with the last line of which there is a
    /// frame.
    /// </summary>
    /// <param name="room">The scan of the source.</param>
    public Extent ScanOf(Extent room) => End is null || Total is not { } total ? room : Ending(room, total);

    /// <summary>
    /// The scan that there is so far: where nobody knows how many frames will come, its slowest axis ends with the last line of which there
    /// is a frame by now.
    /// </summary>
    /// <inheritdoc cref="ScanOf" path="/param"/>
    public Extent ScanSoFar(Extent room) => Ending(room, Total ?? Math.Max(Arrived.End, Lost.End));

    private static Extent Ending(Extent room, long total)
    {
        if (total >= room.Count || room.Rank == 0)
            return room;
        var line = room.Count / room[0];
        return new Extent([(total + line - 1) / line, .. room.Lengths[1..]]);
    }
}
