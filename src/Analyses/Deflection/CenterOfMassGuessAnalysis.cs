using Ronchi.Engine;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMassGuess"/> by name.</summary>
public sealed class CenterOfMassGuessAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "com-guess";

    /// <inheritdoc/>
    public override string Summary => "Guesses rotation and flip of the detector against the scan, for com: the field of a potential has no curl.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("center", "ROW,COL", "Middle of the region, in pixels"),
        new("radius", "R", "Only pixels up to this distance from the centre count"),
        new("inner-radius", "R", "Only pixels from this distance on count"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        System.ArgumentNullException.ThrowIfNull(arguments);
        return new CenterOfMassGuess(new()
        {
            Center = arguments.Position("center", data),
            Radius = arguments.Length("radius", data),
            InnerRadius = arguments.Length("inner-radius", data) ?? 0,
        });
    }
}
