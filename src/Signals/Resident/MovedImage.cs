using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>The image of a detector that was moved, as <see cref="VirtualImage"/> gives it.</summary>
internal static class MovedImage
{
    /// <summary>Moves the detector.</summary>
    /// <param name="moving">The image before.</param>
    /// <param name="detector">Where it is now; without weights.</param>
    /// <param name="scan">The scan, which is held in memory.</param>
    /// <param name="cancellationToken">Checked while it computes; the image is then the one before.</param>
    /// <returns>The image, whose values a later move overwrites, and how it was computed.</returns>
    public static (ResultArray Image, ImagePath Path) Of(
        IMovingImage moving, DetectorWeights detector, Scan scan, CancellationToken cancellationToken)
    {
        moving.Update(detector.Pixels, cancellationToken);
        var (type, positions) = (scan.ElementType, scan.Shape.Scan);
        // f32 of f32, as a run gives it.
        var image = moving.Sums is double[] sums
            ? ResultArray.OfReals(detector.Name, ResultKind.Scan, Promotion.ForResults(type), positions, sums)
            : new ResultArray(detector.Name, ResultKind.Scan, type.Accumulator(), positions, moving.Sums);
        return (image with { Unit = DataDescription.Of(scan.Source).ValueUnit, Valid = Recorded(scan) }, moving.Path);
    }

    // Positions without a frame have no value; null: there are none.
    private static bool[]? Recorded(Scan scan)
    {
        var frames = scan.Shape.FrameCount;
        if (scan.Source.Validity.IsComplete(frames))
            return null;
        var recorded = new bool[frames];
        foreach (var run in scan.Source.Validity.Recorded(frames))
            recorded.AsSpan((int)run.Start, run.Count).Fill(true);
        return recorded;
    }
}
