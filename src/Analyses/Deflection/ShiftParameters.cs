using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What the analyses ask for that take shifts of the centre of mass for deflections.</summary>
public abstract record ShiftParameters : DeflectionParameters
{
    /// <summary>Where shifts count from; null: the middle of the detector.</summary>
    [Parameter("Reference point of the shifts, in pixels; auto: centre of the bright-field disk", Default = "middle of the detector")]
    public DetectorPosition? Center { get; init; }

    /// <summary>The centre in pixels, found if it is to be; null: none is given.</summary>
    internal (double Row, double Column)? CenterIn(OperationContext context) => Center is null ? null : context.Center(Center);
}
