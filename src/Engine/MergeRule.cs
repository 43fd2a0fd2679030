namespace Ronchi.Engine;

/// <summary>How the buffers of two workers become one. Scan buffers need no rule: every position is written by one worker.</summary>
public enum MergeRule
{
    /// <summary>Element by element sum; buffers start at 0.</summary>
    Add,

    /// <summary>Element by element maximum; buffers start at the type's lowest value.</summary>
    Maximum,

    /// <summary>Element by element minimum; buffers start at the type's highest value.</summary>
    Minimum,
}
