using System.Globalization;
using System.Numerics;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>What a scan would take in memory, form by form; from its shape and a few of its frames.</summary>
/// <param name="Dense">Bytes as a <see cref="ScanBlockedCube"/>, at most.</param>
/// <param name="Narrowed">Bytes as a cube, if all frames fit the type that the sampled ones fit.</param>
/// <param name="Sparse">Bytes as a <see cref="SparseScan"/>, if all frames have as many values as the sampled ones.</param>
/// <param name="Compressed">Bytes as a <see cref="CompressedScan"/>; null: it is not stored compressed, frame by frame.</param>
public sealed record ResidenceEstimate(long Dense, long Narrowed, long Sparse, long? Compressed)
{
    /// <summary>
    /// Bytes as a <see cref="ScanBlockedCube"/> with its incomplete last block; null: frames are too large, or of a type that blocks do not
    /// hold.
    /// </summary>
    public long? Blocks { get; init; } = Dense;

    private const int SampledFrames = 32;
    private const int Caution = 2;   // a few frames may be dimmer than the rest

    /// <summary>Looks at a few frames, evenly spread over the scan.</summary>
    /// <exception cref="SourceException">They cannot be read.</exception>
    public static ResidenceEstimate Of(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var shape = source.Shape;
        long dense = shape.FrameCount * shape.FrameElements * source.ElementType.Size();
        if (source.ElementType.IsComplex() || source.ElementType is ElementType.Bool or ElementType.Object)
            return new(dense, dense, dense, null) { Blocks = null };
        var (values, size) = source.ElementType.Dispatch<SampleAction, (double Values, int Size)>(new(source));
        double narrowed = shape.FrameCount * shape.FrameElements * (double)size,
            sparse = shape.FrameCount * values * SparseScan.BytesOfValue(source.ElementType);
        return new(dense, (long)narrowed, (long)sparse, (source as ICompressedSource)?.CompressedBytes)
        {
            Blocks = ScanBlockedCube.Takes(shape, source.ElementType)
                ? Math.Max(
                    dense,
                    (shape.FrameCount + BlockLayout.Frames - 1) / BlockLayout.Frames
                        * BlockLayout.Frames * shape.FrameElements * source.ElementType.Size())
                : null,
        };
    }

    /// <summary>Chooses the form that answers fastest of those that fit.</summary>
    /// <param name="budget">Bytes that data may take.</param>
    /// <returns>The form, and why.</returns>
    public (ResidenceForm Form, string Reason) Choose(long budget)
    {
        if (Dense <= budget && !(Blocks <= budget))
            return (
                ResidenceForm.Frames,
                $"{Size(Dense)} of the {Size(budget)} limit; "
                + $"{(Blocks is { } blocks ? $"blocks would take {Size(blocks)}" : "frames are too large for blocks")}");
        if (Blocks is not null && (Dense <= budget || Narrowed <= budget / Caution))
            return (
                ResidenceForm.ScanBlocked,
                $"{(Narrowed < Dense ? $"about {Size(Narrowed)}, " : "")}at most {Size(Dense)} of the {Size(budget)} limit");
        // What does not fit as blocks is held in the smaller of the two other forms.
        if (Sparse <= budget && Sparse <= (Compressed ?? long.MaxValue))
            return (
                ResidenceForm.Sparse,
                $"{Size(Narrowed)} uncompressed exceed the {Size(budget)} limit; few pixels have counts: sparse about {Size(Sparse)}");
        if (Compressed <= budget)
            return (
                ResidenceForm.Compressed,
                $"{Size(Narrowed)} uncompressed exceed the {Size(budget)} limit; compressed {Size(Compressed.Value)}");
        return (
            ResidenceForm.Partial,
            $"{Size(Dense)} exceed the {Size(budget)} limit: part of the data is kept, the rest is read when needed");
    }

    /// <summary>
    /// The smallest of the factors 1, 2, 4 and 8 by which the detector must be binned to fit; the largest when none is enough.
    /// </summary>
    /// <param name="shape">The scan.</param>
    /// <param name="binnedType">Type of sums over squares of so many pixels a side.</param>
    /// <param name="budget">Bytes that data may take.</param>
    public static (int Factor, string Reason) DetectorBin(DataShape shape, Func<int, ElementType> binnedType, long budget)
    {
        ArgumentNullException.ThrowIfNull(binnedType);
        foreach (int factor in (ReadOnlySpan<int>)[1, 2, 4, 8])
        {
            long bytes = BytesBinned(shape, factor, 1, binnedType(factor));
            if (bytes <= budget || factor == 8)
                return (factor, $"{Size(bytes)} of the {Size(budget)} limit{(bytes > budget ? ", still too much" : "")}");
        }

        throw new InvalidOperationException("The last factor is always taken.");
    }

    /// <summary>Bytes of a scan with binned detector and scan.</summary>
    public static long BytesBinned(DataShape shape, int detectorBin, int scanBin, ElementType type) =>
        Binned(shape.Scan, shape.Scan.Rank - 2, scanBin) * Binned(shape.Detector, 0, detectorBin) * type.Size();

    // Two axes, rows and columns; incomplete squares at the end are left out.
    private static long Binned(Extent extent, int rows, int factor)
    {
        long count = 1;
        for (int axis = 0; axis < extent.Rank; axis++)
            count *= axis < rows || axis > rows + 1 ? extent[axis] : extent[axis] / factor;
        return count;
    }

    private static string Size(long bytes) =>
        bytes < 100_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");

    private readonly struct SampleAction(IFrameSource source) : IElementTypeAction<(double Values, int Size)>
    {
        public (double Values, int Size) Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            long first = source.Validity.FirstRecorded, recorded = (source.Validity.RecordedFrames ?? source.Shape.FrameCount) - first;
            long frames = 0, values = 0;
            T largest = T.Zero;
            var masked = source.Validity.MaskedPixels;
            bool maximumIsNoData = source.Validity.MaximumIsNoData;
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
            for (int sample = 0; sample < Math.Min(SampledFrames, recorded); sample++)
            {
                long frame = first + (recorded * sample / Math.Min(SampledFrames, recorded));
                if (!source.Validity.IsRecorded(frame))
                    continue;
                reader.Seek(new(frame, 1));
                while (reader.TryRead(out var tile))
                {
                    frames++;
                    var pixels = tile.Pixels<T>();
                    for (int pixel = 0; pixel < pixels.Length; pixel++)
                    {
                        if (T.IsZero(pixels[pixel]) || masked?[pixel] == true)
                            continue;
                        values++;
                        if (!(maximumIsNoData && pixels[pixel] == T.MaxValue) && pixels[pixel] > largest)
                            largest = pixels[pixel];
                    }
                }
            }

            bool isNarrowing = typeof(T) == typeof(ushort) || typeof(T) == typeof(uint);
            int size = !isNarrowing || frames == 0 || largest > T.CreateSaturating(ushort.MaxValue)
                ? source.ElementType.Size()
                : largest <= T.CreateSaturating(byte.MaxValue)
                ? 1
                : 2;
            return (frames == 0 ? source.Shape.FrameElements : (double)values / frames, size);
        }
    }
}
