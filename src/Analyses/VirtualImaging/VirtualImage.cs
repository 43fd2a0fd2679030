using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Σ weight · pixel of each frame, for any number of virtual detectors in one pass.</summary>
/// <remarks>
/// Detectors whose weights are 0 and 1 make exact images: u64 from unsigned, i64 from signed data. Floats and other weights make
/// images of f32, or f64 where f32 does not hold the data (<see cref="Promotion.ForResults"/>), accumulated in f64. Where sums of 64-bit
/// integers pass 64 bits an image is f64, and that is reported. Masked pixels and "no data" values are left out; how many of the
/// latter is reported for each detector. Binary detectors on unsigned data are summed on bit planes where the source
/// has them: only the blocks that a detector touches are decoded.
/// </remarks>
public sealed class VirtualImage : Udf, IStackUdf
{
    /// <summary>Name of the image of a single detector without a name.</summary>
    public const string Result = "intensity";

    /// <summary>Name of the report: "no data" values left out of each detector's image.</summary>
    public const string NoDataResult = "no_data_values_left_out";

    /// <summary>Name of the report: sums that pass 64 bits, for which their images are given as f64.</summary>
    public const string BeyondResult = "sums_beyond_64_bits_given_as_float64";

    private readonly DetectorWeights[] _detectors;
    private readonly ImageCombination? _combination;

    /// <summary>Creates the UDF.</summary>
    /// <param name="detectors">At least one; names are unique.</param>
    /// <exception cref="ArgumentException">There is no detector.</exception>
    public VirtualImage(params IEnumerable<DetectorWeights> detectors)
        : this(combination: null, detectors)
    {
    }

    /// <summary>Creates the UDF, with one image more that is made of the first two.</summary>
    /// <param name="combination">How; it names the image: <c>mean</c>, <c>difference</c> or <c>ratio</c>; f32 of f32 images, else f64.
    /// Null: there is none.</param>
    /// <param name="detectors">At least two for a combination; names are unique.</param>
    /// <exception cref="ArgumentException">There are too few detectors.</exception>
    public VirtualImage(ImageCombination? combination, params IEnumerable<DetectorWeights> detectors)
    {
        _combination = combination;
        _detectors = [.. detectors];
        if (combination is not null && _detectors.Length < 2)
            throw new ArgumentException("A combination takes the images of two detectors: give --detector twice.", nameof(detectors));
        if (_detectors.Length == 0)
            throw new ArgumentException("A virtual image needs at least one detector, as in --detector disk:96,96,30.", nameof(detectors));
    }

    /// <summary>The detectors.</summary>
    public IReadOnlyList<DetectorWeights> Detectors => _detectors;

    /// <summary>What is made of the first two images; null: nothing.</summary>
    public ImageCombination? Combination => _combination;

    /// <inheritdoc/>
    public override string Name => "virtual-image";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms =>
        Array.Exists(_detectors, static detector => detector.Weights is not null)
            ? [TileForm.Blocked, TileForm.Sparse, TileForm.Pixels]
            : [TileForm.Blocked, TileForm.Sparse, TileForm.BitPlanes, TileForm.Pixels];

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data)
    {
        var union = _detectors[0].Pixels;
        foreach (var detector in _detectors.AsSpan(1))
            union = union.Union(detector.Pixels);
        return data.Validity.MaskedPixels is { } masked ? union.Except(masked) : union;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        if (Array.Find(_detectors, detector => detector.Pixels.Pixels != data.Shape.FrameElements) is { } misfit)
            throw new ArgumentException(
                $"Detector '{misfit.Name}' was made for {misfit.Pixels.Pixels} pixels, but frames have {data.Shape.Detector}.");
        var declarations = new List<BufferDeclaration>();
        foreach (var detector in _detectors)
        {
            var isFloat = detector.Weights is not null || data.ElementType.IsFloat();
            declarations.Add(
                new(detector.Name, ResultKind.Scan, isFloat ? Promotion.ForResults(data.ElementType) : data.ElementType.Accumulator())
                {
                    Unit = data.ValueUnit,
                    Support = detector.Pixels,
                });
        }

        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, new Extent(_detectors.Length), Use: BufferUse.Report));
        if (_combination is { } combination)
            declarations.Add(new(
                NameOf(combination),
                ResultKind.Scan,
                CombinedImage.TypeOf(declarations[0].ElementType, declarations[1].ElementType),
                Use: BufferUse.ResultOnly)
            {
                Unit = combination == ImageCombination.Ratio ? null : data.ValueUnit,
            });
        if (WideIntegers.Are(data.ElementType))
        {
            declarations.Add(WideIntegers.Report(BeyondResult));
            foreach (var detector in _detectors)
                declarations.Add(new(
                    BeyondOf(detector.Name), ResultKind.Scan, ElementType.F64,
                    detector.Weights is null ? default : new Extent(0), Use: BufferUse.Private));
        }

        return declarations;
    }

    /// <inheritdoc/>
    public override object CreateTaskData(DataDescription data, TileForm form) => form switch
    {
        TileForm.BitPlanes => new PlaneDetectors(_detectors, data),
        TileForm.Blocked => new BlockedDetectors(_detectors, data),
        _ => data.ElementType.Dispatch<PixelTables, object>(new(_detectors, data, form)),
    };

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task) => ((ITileDetectors)task.TaskData!).Process(tile, task);

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        List<ResultArray> results = [];
        if (WideIntegers.Are(merged.Data.ElementType))
        {
            var beyond = 0L;
            for (var detector = 0; detector < _detectors.Length; detector++)
            {
                if (_detectors[detector].Weights is not null
                    || WideIntegers.Widened(
                        merged[detector], merged[BeyondOf(_detectors[detector].Name)], merged.Data.Shape, out var count) is not { } widened)
                    continue;
                beyond += count;
                results.Add(widened);
            }

            results.Add(WideIntegers.Reported(BeyondResult, beyond));
        }

        if (_combination is { } combination)
        {
            var type = CombinedImage.TypeOf(merged[0].Declaration.ElementType, merged[1].Declaration.ElementType);
            results.Add(ResultArray.OfReals(
                NameOf(combination), ResultKind.Scan, type, merged.Data.Shape.Scan, CombinedImage.Of(combination, Image(0), Image(1))));
        }

        return results;

        double[] Image(int detector)
        {
            var name = _detectors[detector].Name;
            var image = (results.Find(result => result.Name == name) ?? ResultArray.Of(merged[detector], merged.Data.Shape)).ToDoubles();
            var measured = merged.MeasuredIn(name);
            for (var i = 0; i < measured.Length; i++)
            {
                if (!measured[i])
                    image[i] = double.NaN;
            }

            return image;
        }
    }

    /// <summary>Name of the buffer beside an image of 64-bit integers (<see cref="WideIntegers"/>).</summary>
    internal static string BeyondOf(string detector) => $"{detector} beyond 64 bits";

    private static string NameOf(ImageCombination combination) => combination.ToString().ToLowerInvariant();

    private readonly struct PixelTables(DetectorWeights[] detectors, DataDescription data, TileForm form) : IElementTypeAction<object>
    {
        public object Run<T>()
            where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
            => form == TileForm.Sparse ? new SparseDetectors<T>(detectors, data) : new PixelDetectors<T>(detectors, data);
    }
}
