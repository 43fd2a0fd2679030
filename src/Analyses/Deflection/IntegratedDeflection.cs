using Ronchi.Analyses.Masks;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>
/// The phase of a thin specimen from its deflection of the beam: the integral over the scan of centres of mass (iCoM) or of the signal of
/// four quadrants (iDPC).
/// </summary>
/// <remarks>
/// Results, f32, or f64 where f32 does not hold the data, with the scan's axes: <c>phase</c>, mean 0; <c>field_y</c> and <c>field_x</c>,
/// the row and column component that was integrated, after <see cref="CenterOfMassSettings"/>. The phase is in radians where the scan has a
/// unit and the detector its inverse (nm and 1∕nm): 2π · step · pixel size · Σ; else in detector pixels times scan positions. A position
/// without a field takes no part, and is NaN. Each image of a series is integrated by itself. See <see cref="FieldIntegration"/>.
/// </remarks>
public sealed class IntegratedDeflection : Udf, IStackUdf
{
    private readonly CenterOfMassSettings _settings;
    private readonly FieldBoundary _boundary;
    private readonly double _regularization;
    private readonly CenterOfMass? _centers;
    private readonly QuadrantDetector? _quadrants;
    private ApplyMasks? _masks;

    /// <summary>Integrates centres of mass (iCoM).</summary>
    /// <param name="settings">Region and corrections; the mean shift should be taken off.</param>
    /// <param name="boundary">How the field goes on beyond the border.</param>
    /// <param name="regularization">Frequency in cycles per position below which the phase is damped.</param>
    /// <exception cref="ArgumentException">The settings or the frequency cannot be.</exception>
    public IntegratedDeflection(CenterOfMassSettings settings, FieldBoundary boundary = FieldBoundary.Mirrored, double regularization = 0)
        : this("icom", settings, boundary, regularization) => _centers = new(settings);

    private IntegratedDeflection(string name, CenterOfMassSettings settings, FieldBoundary boundary, double regularization)
    {
        if (regularization is not (>= 0 and <= 0.5))
            throw new ArgumentException(
                "The regularization must be a frequency from 0 to 0.5 per scan position, the highest "
                + $"that a scan has, not {regularization}.",
                nameof(regularization));
        (Name, _settings, _boundary, _regularization) = (name, settings, boundary, regularization);
    }

    private IntegratedDeflection(QuadrantDetector quadrants, CenterOfMassSettings settings, FieldBoundary boundary, double regularization)
        : this("idpc", settings with { Center = quadrants.Center }, boundary, regularization) => _quadrants = quadrants;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override UnmeasuredValues Unmeasured => UnmeasuredValues.LeftOut;

    /// <inheritdoc/>
    public override IReadOnlyList<TileForm> Forms => _centers?.Forms ?? [TileForm.Sparse, TileForm.Pixels];

    /// <summary>Integrates the signal of a segmented detector (iDPC): four quadrants between the settings' radii around the disk.</summary>
    /// <param name="row">Row of the disk's centre in pixels.</param>
    /// <param name="column">Column of the disk's centre in pixels.</param>
    /// <param name="radius">Radius of the disk in pixels.</param>
    /// <param name="settings">Radii of the quadrants, and corrections.</param>
    /// <param name="boundary">How the field goes on beyond the border.</param>
    /// <param name="regularization">Frequency in cycles per position below which the phase is damped.</param>
    /// <exception cref="ArgumentException">The settings or the frequency cannot be.</exception>
    public static IntegratedDeflection OfQuadrants(
        double row, double column, double radius, CenterOfMassSettings settings,
        FieldBoundary boundary = FieldBoundary.Mirrored, double regularization = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!(radius > 0) || !double.IsFinite(row) || !double.IsFinite(column) || settings.InnerRadius < 0
            || !(settings.InnerRadius < (settings.Radius ?? double.PositiveInfinity)))
            throw new ArgumentException(
                $"Quadrants between {settings.InnerRadius} and {settings.Radius} around a disk of radius {radius} "
                + $"at {row},{column} are not possible.",
                nameof(radius));
        return new(new QuadrantDetector(row, column, radius, settings.InnerRadius, settings.Radius), settings, boundary, regularization);
    }

    /// <inheritdoc/>
    public override PixelSet? Support(DataDescription data) => _centers?.Support(data);

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        FrameColors.RequirePlane(data.Shape.Detector, "A phase needs");
        if (data.Shape.Scan.Rank < 2)
            throw new ArgumentException($"A phase needs 2D frames over a 2D scan; these are {data.Shape}.");
        if (data.Shape.Scan.Lengths[^2] * data.Shape.Scan.Lengths[^1] > 1 << 22)
            throw new ArgumentException($"A scan of {data.Shape.Scan} is too large to integrate at once: bin it (--scan-bin).");
        if (_quadrants is not null)
            _masks ??= new(_quadrants.On(data.Shape.Detector));
        var inner = _centers?.Declare(data) ?? _masks!.Declare(data);
        return
        [
            .. inner.Where(static buffer => buffer.Use is BufferUse.Private or BufferUse.Report),
            new("phase", ResultKind.Scan, CenterOfMass.TypeOf(data.ElementType), Use: BufferUse.ResultOnly)
            {
                Unit = Radians(data) is null ? "px·position" : ResultUnit.Radians,
            },
            new("field_y", ResultKind.Scan, CenterOfMass.TypeOf(data.ElementType), Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels },
            new("field_x", ResultKind.Scan, CenterOfMass.TypeOf(data.ElementType), Use: BufferUse.ResultOnly) { Unit = ResultUnit.Pixels },
        ];
    }

    /// <inheritdoc/>
    public override object? CreateTaskData(DataDescription data, TileForm form) =>
        _centers?.CreateTaskData(data, form) ?? _masks!.CreateTaskData(data, form);

    /// <inheritdoc/>
    public void ProcessStack(in Tile tile, UdfTask task)
    {
        if (_centers is not null)
            _centers.ProcessStack(tile, task);
        else
            _masks!.ProcessStack(tile, task);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var scan = merged.Data.Shape.Scan;
        var (reference, centers) = _centers is not null
            ? (_centers.Reference(merged.Data), merged[CenterOfMass.Centers].Span<double>().ToArray())
            : (_quadrants!.Center, _quadrants.Positions(merged[0].Span<double>()));
        var (y, x, _) = new CenterOfMassField(_settings, reference, scan).Field(centers, merged.MeasuredScan);
        int rows = (int)scan[scan.Rank - 2], columns = (int)scan[scan.Rank - 1];
        var phase = new double[y.Length];
        var scale = Radians(merged.Data) ?? 1;
        for (var image = 0; image < y.Length; image += Math.Max(rows * columns, 1))
        {
            var potential = FieldIntegration.Integrate(
                y.AsSpan(image, rows * columns), x.AsSpan(image, rows * columns), rows, columns, _boundary, _regularization);
            for (var i = 0; i < potential.Length; i++)
                phase[image + i] = potential[i] * scale;
        }

        var type = CenterOfMass.TypeOf(merged.Data.ElementType);
        List<ResultArray> results = [.. new[] { ("phase", phase), ("field_y", y), ("field_x", x) }
            .Select(result => ResultArray.OfReals(result.Item1, ResultKind.Scan, type, scan, result.Item2))];
        if (_centers is not null && merged.Data.Validity.MaximumIsNoData)
            results.Add(ResultArray.Of(merged[CenterOfMass.NoDataResult], merged.Data.Shape));
        return results;
    }

    // Of one pixel of deflection over one position of the scan; null: the axes do not tell.
    private static double? Radians(DataDescription data)
    {
        if (data.Axes.Length != data.Shape.Full.Rank)
            return null;
        var (scan, detector) = (data.Axes[data.Shape.Scan.Rank - 1], data.Axes[^1]);
        return scan is { IsCalibrated: true, Values: null } && detector is { IsCalibrated: true, Values: null }
            && detector.Unit == $"1/{scan.Unit}"
            ? 2 * Math.PI * scan.Scale * detector.Scale
            : null;
    }
}
