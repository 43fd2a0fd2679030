namespace Ronchi.Server;

/// <summary>How far a signal of a tree is.</summary>
internal enum SignalState
{
    /// <summary>It is computed when somebody looks.</summary>
    Lazy,

    /// <summary>It is computed now.</summary>
    Computing,

    /// <summary>Its results are there.</summary>
    Kept,

    /// <summary>It could not be computed.</summary>
    Failed,
}
