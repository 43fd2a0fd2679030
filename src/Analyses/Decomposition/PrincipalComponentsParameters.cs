using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Decomposition;

/// <summary>What <c>pca</c> asks for.</summary>
public sealed record PrincipalComponentsParameters
{
    private static readonly PrincipalComponentsSettings Usual = new();

    /// <summary>Number of components; null: 8, and of a small scan as many as it has.</summary>
    [Parameter("Number of components", Default = "8", Minimum = 1)]
    public int? Components { get; init; }

    /// <summary>Additional vectors that make the components more accurate.</summary>
    [Parameter("Additional vectors that make the components more accurate", Minimum = 0)]
    public int Oversampling { get; init; } = Usual.Oversampling;

    /// <summary>Passes over the data that turn the random vectors towards the components.</summary>
    [Parameter("Passes over the data that turn random vectors into the components", Minimum = 1)]
    public int PowerIterations { get; init; } = Usual.PowerIterations;

    /// <summary>Start value of the random numbers.</summary>
    [Parameter("Start value of the random numbers", Minimum = 0)]
    public int Seed { get; init; } = Usual.Seed;

    /// <summary>These as settings.</summary>
    /// <param name="most">How many components the data have.</param>
    internal PrincipalComponentsSettings Settings(long most) => new()
    {
        Components = Components ?? (int)Math.Clamp(most, 1, Usual.Components),
        Oversampling = Oversampling,
        PowerIterations = PowerIterations,
        Seed = Seed,
    };
}
