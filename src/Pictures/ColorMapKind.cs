namespace Ronchi.Pictures;

/// <summary>What the order of the colours of a map stands for.</summary>
public enum ColorMapKind
{
    /// <summary>Little to much.</summary>
    Sequential,

    /// <summary>Less and more than a middle, which has a pale colour of its own: zero, unless limits are given.</summary>
    Diverging,

    /// <summary>A phase or direction: the last colour is the neighbour of the first.</summary>
    Cyclic,
}
