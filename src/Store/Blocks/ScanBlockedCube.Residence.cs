using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <content>What blocks can do better than a run.</content>
public sealed partial class ScanBlockedCube
{
    // Sums of 64-bit integers may pass 64 bits: a run looks out for that.
    private bool SumsFit => ElementType is not (ElementType.U64 or ElementType.I64);

    // So may moments of large frames of 32-bit integers.
    private bool MomentsFit => ElementType.IsFloat() || (ElementType.Size() < sizeof(ulong)
        && (UInt128)Shape.FrameElements * (UInt128)Math.Max(Shape.Detector[0], Shape.Detector[1])
            <= 1UL << (63 - (8 * ElementType.Size())));

    /// <inheritdoc/>
    public bool IsLoading => LoadedFrames != Shape.FrameCount;

    /// <inheritdoc/>
    public IMovingImage? TryFollowDetector() =>
        SumsFit ? ElementType.Accumulator().Dispatch<FollowDetectorAction, IMovingImage>(new(this)) : null;

    /// <inheritdoc/>
    public IMovingPattern? TryFollowRegion() =>
        SumsFit ? ElementType.Accumulator().Dispatch<FollowRegionAction, IMovingPattern>(new(this)) : null;

    /// <inheritdoc/>
    public RegionMoments? TryMoments(PixelSet region, CancellationToken cancellationToken = default) =>
        Shape.Detector.Rank == 2 && MomentsFit
            ? ElementType.Accumulator().Dispatch<MomentsAction, RegionMoments>(new(this, region, cancellationToken))
            : null;

    /// <inheritdoc/>
    public (double Minimum, double Maximum)? TryExtremes() => ElementType.Dispatch<ExtremesAction, (double, double)>(new(this));

    private readonly struct FollowDetectorAction(ScanBlockedCube cube) : IElementTypeAction<IMovingImage>
    {
        public IMovingImage Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new DetectorImage<T>(cube);
    }

    private readonly struct FollowRegionAction(ScanBlockedCube cube) : IElementTypeAction<IMovingPattern>
    {
        public IMovingPattern Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new RegionPattern<T>(cube);
    }

    private readonly struct MomentsAction(ScanBlockedCube cube, PixelSet region, CancellationToken cancellationToken)
        : IElementTypeAction<RegionMoments>
    {
        public RegionMoments Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var moments = cube.Moments<T>(region, cancellationToken);
            return new(Doubles(moments.Totals), Doubles(moments.Rows), Doubles(moments.Columns));

            static double[] Doubles(T[] sums) => Array.ConvertAll(sums, static sum => double.CreateTruncating(sum));
        }
    }

    private readonly struct ExtremesAction(ScanBlockedCube cube) : IElementTypeAction<(double, double)>
    {
        public (double, double) Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (minimum, maximum) = cube.Extremes<T>();
            return (double.CreateTruncating(minimum), double.CreateTruncating(maximum));
        }
    }
}
