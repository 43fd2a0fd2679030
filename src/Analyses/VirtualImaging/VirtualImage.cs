using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Σ weight · pixel of each frame, for any number of virtual detectors in one pass.</summary>
/// <remarks>
/// Detectors whose weights are 0 and 1 make exact images: u64 from unsigned, i64 from signed data, f32 (accumulated in
/// f64) from floats. Other weights make f32 images. Masked pixels and "no data" values are left out; how many of the
/// latter is reported for each detector. Binary detectors on unsigned data are summed on bit planes where the source
/// has them: only the blocks that a detector touches are decoded.
/// </remarks>
public sealed class VirtualImage : Udf, IStackUdf
{
    /// <summary>Name of the image of a single detector without a name.</summary>
    public const string Result = "intensity";

    /// <summary>Name of the report: "no data" values left out of each detector's image.</summary>
    public const string NoDataResult = "no_data_values_left_out";

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
    /// <param name="combination">How; it names the image: <c>mean</c>, <c>difference</c> or <c>ratio</c>, f32. Null: there is none.</param>
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

    /// <inheritdoc/>
    public override string Name => "virtual-image";

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms =>
        Array.Exists(_detectors, static detector => detector.Weights is not null) ? [TileForm.Blocked, TileForm.Sparse, TileForm.Pixels] : [TileForm.Blocked, TileForm.Sparse, TileForm.BitPlanes, TileForm.Pixels];

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
            throw new ArgumentException($"Detector '{misfit.Name}' was made for {misfit.Pixels.Pixels} pixels, but frames have {data.Shape.Detector}.");
        var declarations = new List<BufferDeclaration>();
        foreach (var detector in _detectors)
        {
            var isFloat = detector.Weights is not null || data.ElementType.IsFloat();
            declarations.Add(new(detector.Name, ResultKind.Scan, isFloat ? ElementType.F32 : data.ElementType.Accumulator()) { Unit = data.ValueUnit });
        }

        if (data.Validity.MaximumIsNoData)
            declarations.Add(new(NoDataResult, ResultKind.Single, ElementType.U64, new Extent(_detectors.Length), Use: BufferUse.Report));
        if (_combination is { } combination)
            declarations.Add(new(NameOf(combination), ResultKind.Scan, ElementType.F32, Use: BufferUse.ResultOnly) { Unit = combination == ImageCombination.Ratio ? null : data.ValueUnit });
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
        return _combination is { } combination
            ? [new(NameOf(combination), ResultKind.Scan, ElementType.F32, merged.Data.Shape.Scan, CombinedImage.Of(combination, Image(0), Image(1)))]
            : [];

        double[] Image(int detector) => ResultArray.Of(merged[detector], merged.Data.Shape).ToDoubles();
    }

    private static string NameOf(ImageCombination combination) => combination.ToString().ToLowerInvariant();

    private readonly struct PixelTables(DetectorWeights[] detectors, DataDescription data, TileForm form) : IElementTypeAction<object>
    {
        public object Run<T>()
            where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
            => form == TileForm.Sparse ? new SparseDetectors<T>(detectors, data) : new PixelDetectors<T>(detectors, data);
    }
}
