using Ronchi.Engine;

namespace Ronchi.Store;

/// <summary>The sum pattern of a scan region that is moved, of data in memory.</summary>
/// <remarks>Not thread-safe: one for each region. A cancelled update leaves the pattern as it was.</remarks>
public interface IMovingPattern
{
    /// <summary>
    /// Σ over the region for each pixel, flat: 64-bit integers of integers (exact), f64 of floats. Empty before the first update.
    /// </summary>
    Array Sums { get; }

    /// <summary>How it was computed.</summary>
    ImagePath Path { get; }

    /// <summary>Computes the pattern of a region.</summary>
    /// <param name="region">Its positions.</param>
    /// <param name="cancellationToken">Checked while it computes.</param>
    /// <exception cref="ArgumentException">The region belongs to another scan.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Update(ScanSelection region, CancellationToken cancellationToken = default);
}
