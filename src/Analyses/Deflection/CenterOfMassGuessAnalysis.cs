using Ronchi.Engine;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMassGuess"/> by name.</summary>
public sealed class CenterOfMassGuessAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "com-guess";

    /// <inheritdoc/>
    public override string Summary => "Estimates rotation and flip between detector and scan, for com: the field of a potential has no curl.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("center", "ROW,COL", "Centre of the region, in pixels"),
        DeflectionArguments.Radius,
        DeflectionArguments.InnerRadius,
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        System.ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Has("center") && !arguments.Has("radius") && !arguments.Has("inner-radius"))
            throw new System.FormatException("--center is that of the region, which needs a radius: give --radius or --inner-radius too.");
        return new CenterOfMassGuess(new()
        {
            Center = arguments.Position("center", data),
            Radius = arguments.Length("radius", data),
            InnerRadius = arguments.Length("inner-radius", data) ?? 0,
        });
    }
}
