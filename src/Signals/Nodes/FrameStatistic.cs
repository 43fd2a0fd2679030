namespace Ronchi.Signals.Nodes;

/// <summary>A number for each frame.</summary>
public enum FrameStatistic
{
    /// <summary>Σ over all pixels.</summary>
    Sum,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The standard deviation of its pixels (of all, divided by their number).</summary>
    Std,
}
