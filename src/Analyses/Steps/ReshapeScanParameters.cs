using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>How frames lie in the scan.</summary>
public sealed record ReshapeScanParameters
{
    /// <summary>Shape of the scan, slow axis first.</summary>
    [Parameter("Rows and columns of the scan, of as many positions as there are")]
    public required AxisLengths ScanShape { get; init; }
}
