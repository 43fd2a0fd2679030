namespace Ronchi.Signals.Nodes;

/// <summary>What is made of two images.</summary>
public enum CombinedOperation
{
    /// <summary>(a + b) ∕ 2.</summary>
    Mean,

    /// <summary>a − b.</summary>
    Difference,

    /// <summary>a ∕ b.</summary>
    Ratio,
}
