using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>What is kept of each frame.</summary>
public sealed record CropParameters
{
    /// <summary>Rectangle of the detector to keep.</summary>
    [Parameter("Detector rectangle to keep, corners included")]
    public required DetectorRectangle Crop { get; init; }
}
