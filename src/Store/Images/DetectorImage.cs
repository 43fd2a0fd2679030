using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// The image of a detector that moves: each new one is computed from what is cheapest, the one before, cumulative sums by radius, or the
/// data alone. All give the same sums, exactly in integers.
/// </summary>
/// <typeparam name="TSum">ulong for unsigned integers, long for signed ones, double for floats, whose differences would drift and are not
/// taken.</typeparam>
/// <remarks>Not thread-safe: one for each detector. A cancelled update leaves the image as it was.</remarks>
public sealed class DetectorImage<TSum>(ScanBlockedCube cube) : IMovingImage
    where TSum : unmanaged, INumber<TSum>
{
    private TSum[] _spare = [];
    private bool _isComplete;

    /// <summary>Pixels of the detector whose image this is. Null: none yet.</summary>
    public PixelSet? Detector { get; private set; }

    /// <summary>
    /// Σ over the detector for each scan position, flat; overwritten by the update after the next. Empty before the first.
    /// </summary>
    public TSum[] Values { get; private set; } = [];

    /// <summary>How the image was computed.</summary>
    public ImagePath Path { get; private set; }

    /// <summary>Whether all positions of the scan were loaded when it was computed.</summary>
    public bool IsComplete => _isComplete;

    Array IMovingImage.Sums => Values;

    /// <summary>Computes the image of a detector.</summary>
    /// <param name="detector">Its pixels.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The detector belongs to other frames, or <typeparamref name="TSum"/> is another
    /// type.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="OverflowException">Sums of these 64-bit integers can pass 64 bits.</exception>
    public void Update(PixelSet detector, CancellationToken cancellationToken = default)
    {
        cube.Check<TSum>(detector);
        using var lease = cube.Lease();   // sums by radius stay while they are used
        bool isLoaded = cube.LoadedFrames == cube.Shape.FrameCount, isExact = typeof(TSum) != typeof(double);
        var recipe = ImageRecipe.Cheapest(
            detector, isLoaded && _isComplete && isExact ? Detector : null, isLoaded && isExact ? cube.Rings : null);
        if (_spare.Length != cube.Shape.FrameCount)
            _spare = new TSum[cube.Shape.FrameCount];
        cube.Compute(recipe, Values, _spare, cancellationToken);
        cube.RequireFit(detector.Count);
        (Values, _spare) = (_spare, Values);
        (Detector, Path, _isComplete) = (detector, recipe.Path, isLoaded);
    }
}
