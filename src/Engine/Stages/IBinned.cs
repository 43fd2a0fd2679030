using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>A stage whose values are sums.</summary>
internal interface IBinned
{
    /// <summary>Type of the values that were summed.</summary>
    ElementType Summed { get; }

    /// <summary>How many of them each sum holds.</summary>
    long Values { get; }
}
