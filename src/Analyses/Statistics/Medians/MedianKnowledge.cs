namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>What is known of the median of a pixel.</summary>
internal enum MedianKnowledge : byte
{
    /// <summary>Both values in the middle lie in one window.</summary>
    Window,

    /// <summary>
    /// The number of values is even, and a border lies between the two in the middle: the largest below it and the smallest from it on.
    /// </summary>
    Border,

    /// <summary>The median itself.</summary>
    Known,
}
