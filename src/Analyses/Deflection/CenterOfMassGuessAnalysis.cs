using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMassGuess"/> by name.</summary>
public sealed class CenterOfMassGuessAnalysis : AnalysisWith<CenterOfMassGuessParameters>
{
    /// <inheritdoc/>
    public override string Name => "com-guess";

    /// <inheritdoc/>
    public override string Summary =>
        "Estimates rotation and flip between detector and scan, for com: the field of a potential has no curl.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, CenterOfMassGuessParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters is { Center: not null, Radius: null, InnerRadius: null })
            throw new ParameterException("center", "it is that of the region, which needs a radius: give --radius or --inner-radius, too");
        return new CenterOfMassGuess(new()
        {
            Center = parameters.Center is { } center ? context.Center(center) : null,
            Radius = parameters.Radius?.Pixels,
            InnerRadius = parameters.InnerRadius?.Pixels ?? 0,
        });
    }
}
