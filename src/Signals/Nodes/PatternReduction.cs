namespace Ronchi.Signals.Nodes;

/// <summary>How the frames of a scan region become one pattern.</summary>
public enum PatternReduction
{
    /// <summary>Their mean, in single precision.</summary>
    Mean,

    /// <summary>Their sum, exact in integers.</summary>
    Sum,

    /// <summary>The largest value of each pixel.</summary>
    Max,
}
