using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>What all analyses in Fourier space ask for: a disk that is left out of each frame first, usually the central one.</summary>
public record FourierParameters
{
    /// <summary>Centre of the disk; null: that of the bright-field disk.</summary>
    [Parameter("Centre of a disk to leave out of each frame", Default = "auto, the centre of the bright-field disk")]
    public DetectorPosition? RealCenter { get; init; }

    /// <summary>Radius of the disk; null: nothing is left out.</summary>
    [Parameter("Radius of that disk", Default = "nothing is left out")]
    public DetectorLength? RealRadius { get; init; }

    /// <summary>The disk in pixels, found in the data where it is not given.</summary>
    /// <exception cref="ParameterException">It has a centre and no radius.</exception>
    internal RealSpaceMask LeftOut(OperationContext context)
    {
        if (RealRadius is not { } radius)
            return RealCenter is null
                ? new()
                : throw new ParameterException("real-center", "the disk needs a radius, too: give --real-radius");
        var (row, column, _) = context.Disk(RealCenter, radius);
        return new(row, column, radius.Pixels);
    }
}
