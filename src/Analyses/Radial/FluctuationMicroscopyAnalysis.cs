using Ronchi.Engine;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="FluctuationMicroscopy"/> by name.</summary>
public sealed class FluctuationMicroscopyAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "fem";

    /// <inheritdoc/>
    public override string Summary => "Fluctuation electron microscopy: the standard deviation of each frame within a ring.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        RingArguments.Center,
        RingArguments.InnerRadius with { IsRequired = true },
        RingArguments.OuterRadius with { IsRequired = true },
        new("compat", "libertem", "Follow LiberTEM's rule that pixels at the inner radius are outside"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        var (inner, outer, isLibertem) = (arguments.Length("inner-radius", data)!.Value, arguments.Length("outer-radius", data)!.Value, arguments.IsLibertem());
        var (row, column) = RingArguments.CenterOf(arguments, data);
        return new FluctuationMicroscopy(row, column, inner, outer, isLibertem);
    }
}
