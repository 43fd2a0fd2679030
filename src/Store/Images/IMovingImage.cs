using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>The image of a detector that is moved, of data in memory.</summary>
/// <remarks>Not thread-safe: one for each detector. A cancelled update leaves the image as it was.</remarks>
public interface IMovingImage
{
    /// <summary>
    /// Σ over the detector for each scan position, flat: 64-bit integers of integers (exact), f64 of floats. Overwritten by the update
    /// after the next; empty before the first.
    /// </summary>
    Array Sums { get; }

    /// <summary>How it was computed.</summary>
    ImagePath Path { get; }

    /// <summary>Computes the image of a detector.</summary>
    /// <param name="detector">Its pixels.</param>
    /// <param name="cancellationToken">Checked while it computes.</param>
    /// <exception cref="ArgumentException">The detector belongs to other frames.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Update(PixelSet detector, CancellationToken cancellationToken = default);
}
