using System.Numerics;
using Ronchi.Engine;

namespace Ronchi.Store;

/// <summary>
/// The sum pattern of a scan region that moves: positions that enter are added, those that leave subtracted, when that reads less than the
/// whole region.
/// </summary>
/// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats, whose differences would drift and are not
/// taken.</typeparam>
/// <remarks>Not thread-safe: one for each region. A cancelled update leaves the pattern as it was.</remarks>
public sealed class RegionPattern<TSum>(ScanBlockedCube cube) : IMovingPattern
    where TSum : unmanaged, INumber<TSum>
{
    private bool _isComplete;

    /// <summary>The positions whose pattern this is. Null: none yet.</summary>
    public ScanSelection? Region { get; private set; }

    /// <summary>Σ over the region for each pixel. Empty before the first update.</summary>
    public TSum[] Sums { get; private set; } = [];

    /// <summary>How the pattern was computed.</summary>
    public ImagePath Path { get; private set; }

    Array IMovingPattern.Sums => Sums;

    /// <summary>Computes the pattern of a region.</summary>
    /// <param name="region">Its positions.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The region belongs to another scan, or <typeparamref name="TSum"/> is another type.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="OverflowException">Sums of these 64-bit integers can pass 64 bits.</exception>
    public void Update(ScanSelection region, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(region);
        bool isLoaded = cube.LoadedFrames == cube.Shape.FrameCount;
        var full = new PatternSigns(cube.Shape.Scan, cube.BlockCount);
        full.Mark(region, 1);
        var (signs, path) = (full, ImagePath.Full);
        if (Region is not null && isLoaded && _isComplete && typeof(TSum) != typeof(double))
        {
            var difference = new PatternSigns(cube.Shape.Scan, cube.BlockCount);
            difference.Mark(region, 1);
            difference.Mark(Region, -1);
            if (difference.Lines < full.Lines)
                (signs, path) = (difference, ImagePath.Difference);
        }

        TSum[] sums = path == ImagePath.Full ? new TSum[cube.Pixels] : [.. Sums];
        cube.Add(signs, sums, cancellationToken);
        cube.RequireFit(region.FrameCount);
        (Region, Sums, Path, _isComplete) = (region, sums, path, isLoaded);
    }
}
