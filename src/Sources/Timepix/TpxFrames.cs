namespace Ronchi.Sources.Timepix;

/// <summary>To which frame a time belongs.</summary>
internal abstract class TpxFrames
{
    /// <summary>Frames that there are, with or without hits; 0: as many as have hits.</summary>
    public virtual int Count => 0;

    /// <summary>Number of the frame; negative: none.</summary>
    public abstract long FrameOf(long time);
}

/// <summary>Frames of equal times, the first at the first hit.</summary>
internal sealed class TimedFrames(long first, double seconds) : TpxFrames
{
    private readonly double _units = seconds / TpxPacket.UnitSeconds;

    /// <inheritdoc/>
    public override long FrameOf(long time) => (long)Math.Floor((time - first) / _units);
}

/// <summary>Frames that begin with a pulse and end with the next.</summary>
internal sealed class TriggeredFrames(long[] triggers) : TpxFrames
{
    /// <inheritdoc/>
    public override int Count => triggers.Length;

    /// <inheritdoc/>
    public override long FrameOf(long time)
    {
        var found = Array.BinarySearch(triggers, time);
        return found < 0 ? ~found - 1 : found;
    }
}
