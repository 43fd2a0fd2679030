using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Decomposition;

/// <summary>Principal components of the frames: a few patterns of which every frame is the mean and a sum.</summary>
/// <remarks>
/// Results: <c>components</c> [components, detector…], orthonormal, f32 (f64 where f32 does not hold the data), the largest first, with its
/// largest element positive; <c>scores</c> with the scan's axes and one for the components, likewise: what each frame
/// has of them; <c>singular_values</c> and <c>explained_variance_ratio</c>, f64; <c>mean</c>, as the components. Randomised subspace
/// iteration (Halko, Martinsson, Tropp, SIAM Review 53 (2011) 217, algorithm 4.4) on the frames less their mean, streamed: one pass for the
/// mean, one for each iteration Z = Xᵀ(XΩ), Ω ← orth Z, and one for the scores; memory is that of components + oversampling frames for each
/// worker. The same seed gives the same components up to the last digits of f64. Pixels that are masked or "no data" in every frame are
/// NaN; another "no data" value counts as the mean. Frames with a value that is not finite are left out and counted, and have no scores:
/// NaN.
/// </remarks>
public sealed class PrincipalComponents : Udf, IStackUdf, IMultiPassUdf
{
    private const long MostValues = 1 << 27;
    private readonly PrincipalComponentsSettings _settings;
    private readonly double[]? _mean;
    private readonly bool[]? _measured;
    private readonly double[] _basis = [];
    private readonly int _iterationsLeft;
    private readonly double _variance;   // Σ (x − mean)² over everything

    /// <summary>Creates the UDF.</summary>
    /// <param name="settings">How many components, and how carefully.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public PrincipalComponents(PrincipalComponentsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Components < 1 || settings.Oversampling < 0 || settings.PowerIterations is < 1 or > 100
            || settings.Components + (long)settings.Oversampling > 4096)
            throw new ArgumentException(
                $"{settings.Components} components, {settings.Oversampling} oversampling vectors and {settings.PowerIterations} power "
                + "iterations are out of range: components and oversampling together 1 to 4096, iterations 1 to 100.",
                nameof(settings));
        _settings = settings;
    }

    private PrincipalComponents(
        PrincipalComponentsSettings settings, double[] mean, bool[]? measured, double[] basis, int iterationsLeft, double variance)
    {
        _settings = settings;
        _mean = mean;
        _measured = measured;
        _basis = basis;
        _iterationsLeft = iterationsLeft;
        _variance = variance;
    }

    /// <inheritdoc/>
    public override string Name => "pca";

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    private bool IsLast => _mean is not null && _iterationsLeft == 0;

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException($"Principal components of complex values are not computed; these are {data.ElementType.Name()}.");
        var pixels = data.Shape.FrameElements;
        var frames = data.Roi?.FrameCount ?? data.Shape.FrameCount;
        if (frames > 0 && _settings.Components > Math.Min(frames, pixels))
            throw new ArgumentException(
                $"{_settings.Components} components cannot be had from {Counted.Of(frames, "frame")} of {Counted.Of(pixels, "pixel")}: "
                + $"ask for at most {Math.Min(frames, pixels)} (--components).");
        if (pixels * (_settings.Components + _settings.Oversampling) > MostValues)
            throw new ArgumentException(
                $"{_settings.Components} components of frames of {data.Shape.Detector} need too much memory: ask for "
                + "fewer, or bin the detector (--det-bin).");
        var count = new Extent(_settings.Components);
        var vectors = new Extent(pixels == 0 ? 0 : _basis.Length / pixels);
        return
        [
            .. _mean is null ? MeanFrame.Declare()
                : IsLast ? [new("projections", ResultKind.Scan, ElementType.F64, vectors, Use: BufferUse.Private)]
                : [
                    new("products", ResultKind.Single, ElementType.F64, vectors.Append(new Extent(pixels)), Use: BufferUse.Private),
                    new BufferDeclaration("variance", ResultKind.Single, ElementType.F64, Use: BufferUse.Private)],
            .. FiniteFrames.Declare(data),
            new(
                "components", ResultKind.Single, Promotion.ForResults(data.ElementType),
                count.Append(data.Shape.Detector), Use: BufferUse.ResultOnly)
            {
                ExtraNames = ["component", "detector row", "detector column"],
            },
            new("scores", ResultKind.Scan, Promotion.ForResults(data.ElementType), count, Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = ["component"],
            },
            new("singular_values", ResultKind.Single, ElementType.F64, count, Use: BufferUse.ResultOnly)
            {
                Unit = data.ValueUnit,
                ExtraNames = ["component"],
            },
            new("explained_variance_ratio", ResultKind.Single, ElementType.F64, count, Use: BufferUse.ResultOnly)
            {
                ExtraNames = ["component"],
            },
            new("mean", ResultKind.Detector, Promotion.ForResults(data.ElementType), Use: BufferUse.ResultOnly) { Unit = data.ValueUnit },
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
        if (centred.LeftOut > 0)
            task[FiniteFrames.LeftOutResult].Span<ulong>()[0] += (ulong)centred.LeftOut;
        if (IsLast)
        {
            var projections = task.View<double>(0);
            projections.Clear();
            FrameProjection.Project(centred.Values, _mean.Length, _basis, projections);
            var vectors = projections.Length / Math.Max(tile.Frames.Count, 1);
            for (var frame = 0; centred.LeftOut > 0 && frame < tile.Frames.Count; frame++)
            {
                if (centred.IsLeftOut(frame))
                    projections.Slice(frame * vectors, vectors).Fill(double.NaN);
            }

            return;
        }

        var coefficients = centred.Products(_mean.Length == 0 ? 0 : tile.Frames.Count * (_basis.Length / _mean.Length));
        FrameProjection.Project(centred.Values, _mean.Length, _basis, coefficients);
        FrameProjection.Accumulate(centred.Values, _mean.Length, coefficients, task[0].Span<double>());
        var sum = 0.0;
        foreach (var value in centred.Values)
            sum += value * value;
        task[1].Span<double>()[0] += sum;
    }

    /// <inheritdoc/>
    public int? FurtherPasses => _mean is null ? _settings.PowerIterations + 1 : _iterationsLeft;

    /// <inheritdoc/>
    public Udf? NextPass(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        if (_mean is null)
            return new PrincipalComponents(
                _settings, MeanFrame.Of(merged), MeanFrame.Measured(merged), Random(merged), _settings.PowerIterations, 0);
        return IsLast
            ? null
            : new PrincipalComponents(
                _settings, _mean, _measured, Orthonormal(merged[0].Span<double>().ToArray()),
                _iterationsLeft - 1, merged[1].Span<double>()[0]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var (count, scan, detector) = (_settings.Components, merged.Data.Shape.Scan, merged.Data.Shape.Detector);
        var pixels = (int)detector.Count;
        double[] components = new double[count * pixels], scores = new double[count * scan.Count],
            values = new double[count], ratios = new double[count];
        if (IsLast && _basis.Length > 0)
            Rotate(merged[0].Span<double>(), pixels, components, scores, values, ratios);
        var measured = _mean is null ? MeanFrame.Measured(merged) : _measured;
        for (var i = 0; IsLast && measured is not null && i < components.Length; i++)
            components[i] = measured[i % pixels] ? components[i] : double.NaN;
        var mean = (double[])(_mean ?? MeanFrame.Of(merged)).Clone();
        var type = Promotion.ForResults(merged.Data.ElementType);
        var patterns = ResultArray.OfReals("components", ResultKind.Single, type, new Extent(count).Append(detector), components);
        return
        [
            IsLast && measured is not null ? patterns.WithMask(measured, detector) : patterns,
            ResultArray.OfReals("scores", ResultKind.Scan, type, scan.Append(new Extent(count)), scores),
            new("singular_values", ResultKind.Single, ElementType.F64, new Extent(count), values),
            new("explained_variance_ratio", ResultKind.Single, ElementType.F64, new Extent(count), ratios),
            ResultArray.OfReals("mean", ResultKind.Detector, type, detector, mean) with { Valid = measured },
        ];
    }

    // From the projections on any basis of the subspace to those on the principal components.
    private void Rotate(
        ReadOnlySpan<double> projections, int pixels, double[] components, double[] scores, double[] values, double[] ratios)
    {
        var vectors = _basis.Length / pixels;
        var gram = Matrix<double>.Build.Dense(vectors, vectors);
        for (var frame = 0; frame < projections.Length; frame += vectors)
        {
            if (double.IsNaN(projections[frame]))
                continue;   // left out
            for (var i = 0; i < vectors; i++)
            {
                for (var j = 0; j <= i; j++)
                    gram[i, j] += projections[frame + i] * projections[frame + j];
            }
        }

        for (var i = 0; i < vectors; i++)
        {
            for (var j = 0; j < i; j++)
                gram[j, i] = gram[i, j];
        }

        var decomposition = gram.Evd(Symmetricity.Symmetric);
        var count = _settings.Components;
        for (var component = 0; component < Math.Min(count, vectors); component++)
        {
            var column = vectors - 1 - component;   // eigenvalues come in ascending order
            var rotation = decomposition.EigenVectors.Column(column).ToArray();
            var pattern = new double[pixels];
            for (var vector = 0; vector < vectors; vector++)
            {
                for (var pixel = 0; pixel < pixels; pixel++)
                    pattern[pixel] += rotation[vector] * _basis[(vector * pixels) + pixel];
            }

            var sign = Math.Sign(pattern.MaxBy(Math.Abs)) is 0 or 1 ? 1 : -1;
            for (var pixel = 0; pixel < pixels; pixel++)
                components[(component * pixels) + pixel] = sign * pattern[pixel];
            for (var frame = 0; frame < projections.Length / vectors; frame++)
            {
                var score = 0.0;
                for (var vector = 0; vector < vectors; vector++)
                    score += rotation[vector] * projections[(frame * vectors) + vector];
                scores[(frame * count) + component] = sign * score;
            }

            var eigenvalue = Math.Max(decomposition.EigenValues[column].Real, 0);
            values[component] = Math.Sqrt(eigenvalue);
            ratios[component] = _variance > 0 ? eigenvalue / _variance : 0;
        }
    }

    private double[] Random(UdfTask merged)
    {
        var pixels = (int)merged.Data.Shape.FrameElements;
        var vectors = (int)Math.Min(_settings.Components + _settings.Oversampling, Math.Min(pixels, Math.Max(merged.Roi.FrameCount, 1)));
        var basis = new double[vectors * pixels];
        Normal.Samples(new Random(_settings.Seed), basis, 0, 1);
        for (var i = 0; i < basis.Length; i++)
            basis[i] = merged.Data.Validity.MaskedPixels?[i % pixels] == true ? 0 : basis[i];
        return basis;
    }

    private double[] Orthonormal(double[] products)
    {
        var pixels = _mean!.Length;
        if (products.Length == 0)
            return products;
        var vectors = products.Length / pixels;
        var q = Matrix<double>.Build.Dense(pixels, vectors, products).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        var basis = q.ToColumnMajorArray();
        // Frames that are all alike have no directions.
        return Array.TrueForAll(basis, double.IsFinite) ? basis : new double[basis.Length];
    }
}
