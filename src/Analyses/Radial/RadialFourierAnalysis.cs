using Ronchi.Engine;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="RadialFourier"/> by name.</summary>
public sealed class RadialFourierAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "radial-fourier";

    /// <inheritdoc/>
    public override string Summary => "Computes the azimuthal Fourier coefficients of each frame, ring by ring, and the dominant order, its symmetry.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        RingArguments.Center,
        RingArguments.InnerRadius,
        RingArguments.OuterRadius,
        new("bins", "N", "Number of rings (default: 1)"),
        new("max-order", "N", "Highest order (default: 24)"),
        new("compat", "libertem", "Follow LiberTEM's rule that a ring without pixels has coefficients of 0 instead of NaN"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        var (outer, inner) = (arguments.Length("outer-radius", data), arguments.Length("inner-radius", data) ?? 0);
        var (bins, order, isLibertem) = (arguments.Count("bins") ?? 1, arguments.Count("max-order", smallest: 0) ?? 24, arguments.IsLibertem());
        return new RadialFourier(data.Shape.Detector, RingArguments.CenterOf(arguments, data), outer, inner, bins, order, isLibertem);
    }
}
