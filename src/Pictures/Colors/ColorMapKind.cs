namespace Ronchi.Pictures;

/// <summary>What the order of the colours of a map stands for.</summary>
public enum ColorMapKind
{
    /// <summary>Sequential values.</summary>
    Sequential,

    /// <summary>Values around a middle with a pale colour: zero, unless limits are given.</summary>
    Diverging,

    /// <summary>A phase or direction: the last colour is the neighbour of the first.</summary>
    Cyclic,
}
