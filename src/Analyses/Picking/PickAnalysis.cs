using Ronchi.Engine;

namespace Ronchi.Analyses.Picking;

/// <summary>Offers <see cref="Pick"/> by name.</summary>
public sealed class PickAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "pick";

    /// <inheritdoc/>
    public override string Summary => "Extracts the frames in the region of interest, as stored.";

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new Pick(arguments.Selection ?? ScanSelection.All(data.Shape.Scan));
    }
}
