namespace Ronchi.Pictures;

/// <summary>How values become brightness.</summary>
public enum PictureScale
{
    /// <summary>In proportion.</summary>
    Linear,

    /// <summary>By their logarithm: log(1 + (value − low)), for patterns whose centre outshines the rest.</summary>
    Logarithmic,

    /// <summary>By a power: ((value − low) ∕ (high − low))^exponent.</summary>
    Power,
}
