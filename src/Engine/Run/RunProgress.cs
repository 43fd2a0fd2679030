namespace Ronchi.Engine.Run;

/// <summary>How far a run has come.</summary>
/// <param name="Frames">Frames processed.</param>
/// <param name="TotalFrames">Frames selected.</param>
/// <param name="StoredBytes">Bytes read from storage so far, from the source's average.</param>
/// <param name="Elapsed">Time since the run began.</param>
public readonly record struct RunProgress(long Frames, long TotalFrames, long StoredBytes, TimeSpan Elapsed)
{
    /// <summary>Which pass over the data this is, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>Of a source that grows: how many of the selected frames have arrived; null: all are there.</summary>
    public long? Arrived { get; init; }

    /// <summary>
    /// Of a source that grows: how many of the selected frames will never be there, or were gone before they could be read.
    /// </summary>
    public long Lost { get; init; }

    /// <summary>How many passes there are; null: not known yet.</summary>
    public int? Passes { get; init; } = 1;

    /// <summary>Time that the rest of this pass will take at the rate so far; null before the first frame.</summary>
    public TimeSpan? Remaining => Frames > 0 ? Elapsed * ((double)(TotalFrames - Frames) / Frames) : null;

    /// <summary>Bytes per second so far.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? StoredBytes / Elapsed.TotalSeconds : 0;

    /// <summary>Frames per second so far.</summary>
    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? Frames / Elapsed.TotalSeconds : 0;
}
