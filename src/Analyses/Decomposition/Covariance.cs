using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Decomposition;

/// <summary>How the pixels of the detector vary together over the scan.</summary>
/// <remarks>
/// Results in f64: <c>covariance</c> [pixels × pixels] = Σ (x − mean)·(x − mean)ᵀ ∕ n of the population, symmetric, its diagonal is the
/// variance of each pixel; <c>mean</c>, of each pixel. The data
/// are read twice, so that nothing cancels. Rows and columns of pixels that are masked or "no data" in every frame are NaN; another "no
/// data" value counts as the mean. Frames with a value that is not finite are left out, and counted. Memory grows with the square of the
/// number of pixels: crop or bin the detector, or take <see cref="PrincipalComponents"/>.
/// </remarks>
public sealed class Covariance : Udf, IStackUdf, IMultiPassUdf
{
    /// <summary>Pixels of a frame at most: the matrix then has 128 MB, for each worker.</summary>
    public const int MostPixels = 4096;

    private readonly double[]? _mean;
    private readonly bool[]? _measured;

    /// <summary>Creates the UDF.</summary>
    public Covariance()
    {
        // The mean comes from the first pass.
    }

    private Covariance(double[] mean, bool[]? measured) => (_mean, _measured) = (mean, measured);

    /// <inheritdoc/>
    public override string Name => "covariance";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var pixels = data.Shape.FrameElements;
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Covariances of complex values are not computed; these are {data.ElementType.Name()}.");
        if (pixels > MostPixels)
            throw new ArgumentException(
                $"The covariance of frames of {data.Shape.Detector} has {pixels:N0}² values, {pixels * pixels * 8 / 1e9:0.0} GB: bin or "
                + $"crop the detector to {MostPixels} pixels (--det-bin, --crop), or run 'pca'.");
        var matrix = new Extent(pixels, pixels);
        return
        [
            .. _mean is null
                ? MeanFrame.Declare()
                : [
                    new("products", ResultKind.Single, ElementType.F64, matrix, Use: BufferUse.Private),
                    new BufferDeclaration("frames", ResultKind.Single, ElementType.I64, Use: BufferUse.Private)],
            .. FiniteFrames.Declare(data),
            new("covariance", ResultKind.Single, ElementType.F64, matrix, Use: BufferUse.ResultOnly)
            {
                Unit = ResultUnit.Squared(data.ValueUnit),
                ExtraNames = ["pixel", "pixel"],
            },
            new("mean", ResultKind.Detector, ElementType.F64, Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
        ];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) => _mean is null ? null : new CentredFrames(_mean, data);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (_mean is null)
        {
            MeanFrame.Add(tile, task);
            return;
        }

        var centred = (CentredFrames)task.TaskData!;
        centred.Read(tile);
        FrameProjection.Accumulate(centred.Values, _mean.Length, centred.Values, task[0].Span<double>());
        task[1].Span<long>()[0] += tile.Frames.Count - centred.LeftOut - centred.Unmeasured;
        if (centred.LeftOut > 0)
            task[FiniteFrames.LeftOutResult].Span<ulong>()[0] += (ulong)centred.LeftOut;
    }

    /// <inheritdoc/>
    public int? FurtherPasses => _mean is null ? 1 : 0;

    /// <inheritdoc/>
    public Udf? NextPass(UdfTask merged) => _mean is null ? new Covariance(MeanFrame.Of(merged), MeanFrame.Measured(merged)) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var pixels = (int)merged.Data.Shape.FrameElements;
        var matrix = new double[pixels * pixels];
        var measured = _mean is null ? MeanFrame.Measured(merged) : _measured;
        if (_mean is not null)
        {
            var frames = Math.Max(merged[1].Span<long>()[0], 1);
            var products = merged[0].Span<double>();
            for (var i = 0; i < matrix.Length; i++)
                matrix[i] = measured is null || (measured[i / pixels] && measured[i % pixels]) ? products[i] / frames : double.NaN;
        }

        var covariance = new ResultArray("covariance", ResultKind.Single, ElementType.F64, new Extent(pixels, pixels), matrix);
        return
        [
            measured is null ? covariance : covariance.WithMask(Pairs(measured), covariance.Shape),
            new("mean", ResultKind.Detector, ElementType.F64, merged.Data.Shape.Detector, (double[])(_mean ?? MeanFrame.Of(merged)).Clone())
            {
                Valid = measured,
            },
        ];
    }

    // Pairs of pixels that both hold a measurement.
    private static bool[] Pairs(bool[] measured) => [.. measured.SelectMany(one => measured.Select(other => one && other))];
}
