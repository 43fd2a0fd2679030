namespace Ronchi.Analyses.Decomposition;

/// <summary>How many components <see cref="PrincipalComponents"/> looks for, and how carefully.</summary>
public sealed record PrincipalComponentsSettings
{
    /// <summary>Number of components.</summary>
    public int Components { get; init; } = 8;

    /// <summary>Additional vectors that make the components more accurate.</summary>
    public int Oversampling { get; init; } = 8;

    /// <summary>
    /// Passes over the data that turn the random vectors towards the components, at least one: more where variances fall slowly.
    /// </summary>
    public int PowerIterations { get; init; } = 2;

    /// <summary>Start value of the random numbers.</summary>
    public int Seed { get; init; } = 1;
}
