using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Decomposition;

/// <summary>How many components <see cref="PrincipalComponents"/> looks for, and how carefully.</summary>
public sealed record PrincipalComponentsSettings
{
    /// <summary>Number of components.</summary>
    [Parameter("Number of components", Minimum = 1)]
    public int Components { get; init; } = 8;

    /// <summary>Additional vectors that make the components more accurate.</summary>
    [Parameter("Additional vectors that make the components more accurate", Minimum = 0)]
    public int Oversampling { get; init; } = 8;

    /// <summary>Passes over the data that turn the random vectors towards the components, at least one: more where variances fall slowly.</summary>
    [Parameter("Passes over the data that turn random vectors into the components", Minimum = 1)]
    public int PowerIterations { get; init; } = 2;

    /// <summary>Start value of the random numbers.</summary>
    [Parameter("Start value of the random numbers", Minimum = 0)]
    public int Seed { get; init; } = 1;
}
