using Ronchi.Engine;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierMasks.Crystallinity"/> by name.</summary>
public sealed class CrystallinityAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "crystallinity";

    /// <inheritdoc/>
    public override string Summary => "Sums a ring of each frame's Fourier transform: high where the pattern is periodic.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("inner-radius", "R", "Inner radius of the ring, in frequency steps", IsRequired: true),
        new("outer-radius", "R", "Outer radius of the ring, in frequency steps", IsRequired: true),
        FourierArguments.RealCenter,
        FourierArguments.RealRadius,
        new("compat", "libertem", "Follow LiberTEM's rules for the middle of the ring and its inner edge"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return FourierMasks.Crystallinity(arguments.Number("inner-radius")!.Value, arguments.Number("outer-radius")!.Value, FourierArguments.LeftOut(arguments, data), arguments.IsLibertem());
    }
}
