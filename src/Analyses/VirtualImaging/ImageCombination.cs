namespace Ronchi.Analyses.VirtualImaging;

/// <summary>What is made of two images a and b.</summary>
public enum ImageCombination
{
    /// <summary>(a + b) ∕ 2.</summary>
    Mean,

    /// <summary>a − b.</summary>
    Difference,

    /// <summary>a ∕ b; by zero it is no number.</summary>
    Ratio,
}
