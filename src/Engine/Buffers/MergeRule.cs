namespace Ronchi.Engine;

/// <summary>How a buffer of one worker is added to the merged one. Scan buffers need no rule: their positions are disjoint.</summary>
public enum MergeRule
{
    /// <summary>Element by element sum, "or" for bool; buffers start at 0.</summary>
    Add,

    /// <summary>Element by element maximum; buffers start at the type's lowest value.</summary>
    Maximum,

    /// <summary>Element by element minimum; buffers start at the type's highest value.</summary>
    Minimum,

    /// <summary>All workers write into one buffer, each its own part, as in scan buffers: nothing is merged.</summary>
    Shared,

    /// <summary>The UDF does it: <see cref="IMergeUdf"/>.</summary>
    Custom,
}
