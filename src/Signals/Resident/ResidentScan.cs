using System.Diagnostics;
using System.Numerics;
using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.HotPixels;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>
/// A scan in memory, for interactive use: virtual images, frames and patterns of scan regions, whatever form it is held in.
/// </summary>
public sealed class ResidentScan : IDisposable
{
    private const int SampledFrames = 1000;   // the same that are looked at when the data are not in memory
    private const string FollowedReason =
        "frames are still arriving: they are read from where they are, and loaded when the last one is there";

    private readonly IFrameSource _source;
    private readonly Arrivals? _ended;

    private ResidentScan(HeldScan held, string reason, (Session Session, ScanRequest? Request)? origin, Arrivals? ended = null)
    {
        (_source, _ended) = (held.Frames, ended);
        Data = held.Data;
        Reason = reason;
        Scan = new Scan(_source, origin?.Session ?? new Session(), origin?.Request)
        {
            Resident = Data,
            HasAllData = () => IsComplete,
            KnownDisk = () => Disk,
        };
    }

    /// <summary>The data as a scan: any UDF runs on it.</summary>
    public Scan Scan { get; }

    /// <summary>What is held in memory.</summary>
    public IResidentScan Data { get; }

    /// <summary>How it is held.</summary>
    public ResidenceForm Form => Data.Form;

    /// <summary>How it is held, in a word: blocks, compressed, sparse or partial.</summary>
    public string FormName => Form == ResidenceForm.ScanBlocked ? "blocks" : Form.ToString().ToLowerInvariant();

    /// <summary>Bytes that hold it.</summary>
    public long BytesUsed => Memory.Used;

    /// <summary>Row, column and radius of the disk; null: there is none.</summary>
    public double[]? DiskNumbers => Disk is { } disk ? [disk.Row, disk.Column, disk.Radius] : null;

    /// <summary>Whether all of it is there: false while it is being loaded (<see cref="ResidentOptions.OnStarted"/>).</summary>
    public bool IsComplete => !Data.IsLoading;

    /// <summary>Ends when all of it is there, or with what went wrong.</summary>
    public Task Loaded => Data.Loaded;

    /// <summary>What is there of data that another program writes, or how they ended; null: they were there from the beginning.</summary>
    public Arrivals? Arrivals => _source.Growth?.Now ?? _ended;

    /// <summary>
    /// The data, where nothing happens to frames on their way from them: what their form does better than a run holds for the scan. Null:
    /// something happens.
    /// </summary>
    internal IResidentScan? Direct => ReferenceEquals(_source, Data) ? Data : null;

    /// <summary>The reason for this form, in words.</summary>
    public string Reason { get; }

    /// <summary>Memory used.</summary>
    public MemoryUse Memory => Data.Memory;

    /// <summary>The bright-field disk in about a thousand frames; null: there is none.</summary>
    public BrightFieldDisk? Disk { get; private set; }

    /// <summary>Pixels that look hot in those frames: a suggestion; they are not masked.</summary>
    public PixelSet? HotPixels { get; private set; }

    /// <summary>Loading time, and the part of it spent on finding the disk and hot pixels.</summary>
    public (TimeSpan Total, TimeSpan Looking) LoadTime { get; private set; }

    /// <summary>Loads a scan into memory.</summary>
    /// <param name="open">Opens the data.</param>
    /// <param name="readPath">What happens to frames on their way. Null: nothing.</param>
    /// <param name="options">How it is held. Null: as fits best.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; everything is given back.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">The data cannot be held in the form that was asked for.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<ResidentScan> LoadAsync(
        Func<IFrameSource> open, ReadPath? readPath = null, ResidentOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        LoadAsync(open, readPath, options, origin: null, progress, cancellationToken);

    // Origin: the session that opens the data, and how they were asked for; null: a session of its own.
    internal static async Task<ResidentScan> LoadAsync(
        Func<IFrameSource> open,
        ReadPath? readPath, ResidentOptions? options, (Session Session, ScanRequest? Request)? origin,
        IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        readPath ??= ReadPath.Direct;
        options ??= ResidentOptions.Default;
        long start = Stopwatch.GetTimestamp();
        IFrameSource? source = await Task.Run(() => readPath.From(open()), cancellationToken).ConfigureAwait(false);
        ResidentScan? followed = null;
        try
        {
            if (source.Growth is not null)
            {
                var arriving = new FollowedScan(source);
                source = null;   // it is closed with the scan that is followed
                followed = new(new HeldScan(arriving), FollowedReason, origin);
                followed.Disk = options.Disk ?? (await LookAsync(arriving, cancellationToken).ConfigureAwait(false)).Disk;
                options.OnStarted?.Invoke(followed);
                source = await arriving.EndAsync(progress, cancellationToken).ConfigureAwait(false);
                options = options with { OnStarted = null };   // what is seen already is not taken away
            }

            var (form, reason) = await Task.Run(() => Choose(source, open, readPath, options), cancellationToken).ConfigureAwait(false);
            long looking = Stopwatch.GetTimestamp();
            var (disk, hot) = options.Disk is { } given ? (given, null) : await LookAsync(source, cancellationToken).ConfigureAwait(false);
            var look = Stopwatch.GetElapsedTime(looking);
            ResidentScan? scan = null;
            var loading = new ResidenceLoading
            {
                Open = open,
                Stages = readPath.From,
                MemoryBytes = options.MemoryBytes ?? MemoryBudget.ForData(),
                Center = options.Center ?? (disk is { } found ? (found.Row, found.Column) : null),
                OnStarted = started =>
                {
                    scan = Of(started);
                    options.OnStarted?.Invoke(scan);
                },
                Progress = progress,
            };
            var staged = source;
            source = null;   // it is closed by whoever loads it
            var held = await Residence.LoadAsync(form, staged, loading, cancellationToken).ConfigureAwait(false);
            source = held.Frames;
            scan ??= Of(held);
            scan.LoadTime = (Stopwatch.GetElapsedTime(start), look);
            return scan;

            ResidentScan Of(HeldScan held) => new(held, reason, origin, followed?.Arrivals) { Disk = disk, HotPixels = hot };
        }
        catch
        {
            source?.Dispose();
            throw;
        }
        finally
        {
            followed?.Dispose();
        }
    }

    /// <summary>Images of virtual detectors, by the fastest method of the form.</summary>
    /// <param name="detectors">Placed on the frames.</param>
    /// <param name="partial">Told about every 50 ms what is there. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>A result for each detector, as <see cref="VirtualImage"/> gives it.</returns>
    public Task<IReadOnlyList<ResultArray>> VirtualImagesAsync(
        IReadOnlyList<DetectorWeights> detectors, IProgress<IReadOnlyList<ResultArray>>? partial = null,
        CancellationToken cancellationToken = default) =>
        PartByPart.ComputeAsync(Scan, new VirtualImage(detectors), partial, cancellationToken);

    /// <summary>
    /// The bright-field disk near a place, to a fraction of a pixel, in the sum of about a thousand frames
    /// (<see cref="BrightFieldSearch"/>).
    /// </summary>
    /// <param name="row">Row of its centre, about.</param>
    /// <param name="column">Column of its centre, about.</param>
    /// <param name="radius">Its radius, about.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public async Task<(double Row, double Column, double Radius)> DiskNearAsync(
        double row, double column, double radius, CancellationToken cancellationToken = default)
    {
        var sample = await BrightFieldSearch.SampleAsync(_source, cancellationToken).ConfigureAwait(false);
        var disk = BrightFieldSearch.Refine(sample, _source.Shape.Detector, new(row, column, radius), _source.Validity.MaskedPixels);
        return (disk.Row, disk.Column, disk.Radius);
    }

    /// <summary>
    /// How the detector lies against the scan, guessed from the centres of mass: a field of forces has no curl
    /// (<see cref="DeflectionGuess"/>). Of a series its first member is looked at.
    /// </summary>
    /// <param name="within">The region of the detector that counts, written as a virtual detector is; null: the whole frame.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Degrees, clockwise on screen, and whether the detector's rows run against the scan's: before the rotation.</returns>
    /// <exception cref="ArgumentException">The scan is too small, or the region does not fit.</exception>
    public async Task<(double Rotation, bool IsFlipped)> GuessRotationAsync(
        string? within = null, CancellationToken cancellationToken = default)
    {
        var shape = Scan.Shape.Scan;
        if (shape.Rank < 2)
            throw new ArgumentException(
                $"A scan of {shape} is too small to find the rotation: at least three rows and columns are needed.");
        var field = await Scan.Analyse(new CenterOfMassParameters
        {
            Within = within is null ? default(DetectorChoice?) : new DetectorChoice(within),
            Regression = RegressionChoice.Mean,
        })
            .ToArrayAsync<double>("field", cancellationToken).ConfigureAwait(false);
        int rows = (int)shape[shape.Rank - 2], columns = (int)shape[shape.Rank - 1];
        double[] towardsRows = [.. Enumerable.Range(0, rows * columns).Select(position => field[2 * position])],
            towardsColumns = [.. Enumerable.Range(0, rows * columns).Select(position => field[(2 * position) + 1])];
        var valid = Array.ConvertAll(towardsRows, double.IsFinite);
        var guess = await Task.Run(
            () => DeflectionGuess.Of(towardsRows, towardsColumns, rows, columns, valid), cancellationToken).ConfigureAwait(
            false);
        return (guess.ScanRotation, guess.FlipY);
    }

    /// <summary>One frame, as it is stored.</summary>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    public ResultArray Frame(long position)
    {
        if (position < 0 || position >= Scan.Shape.FrameCount)
            throw new ArgumentException($"Position {position} lies outside a scan of {Scan.Shape.Scan}.", nameof(position));
        return Scan.ElementType.Dispatch<FrameReading, ResultArray>(new(_source, Direct, position));
    }

    /// <summary>The pattern of a scan region: sums over its positions, for each pixel.</summary>
    /// <param name="region">Positions.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Σ as <see cref="Sum"/> gives it; divide by <see cref="ScanSelection.FrameCount"/> for the mean pattern.</returns>
    /// <exception cref="ArgumentException">The region belongs to another scan.</exception>
    public async Task<ResultArray> PatternSumAsync(ScanSelection region, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (Direct is { } held)
            await held.BringAsync(region, cancellationToken).ConfigureAwait(false);
        return (await Scan.RunAsync([new Sum()], region, cancellationToken: cancellationToken).ConfigureAwait(false))[Sum.Result];
    }

    /// <summary>The mean pattern of a scan region: f32, or f64 where f32 does not hold the data.</summary>
    /// <inheritdoc cref="PatternSumAsync" path="/param"/>
    /// <inheritdoc cref="PatternSumAsync" path="/exception"/>
    public async Task<ResultArray> MeanPatternAsync(ScanSelection region, CancellationToken cancellationToken = default)
    {
        var sum = await PatternSumAsync(region, cancellationToken).ConfigureAwait(false);
        double positions = Math.Max(region.FrameCount, 1);
        var means = Array.ConvertAll(sum.ToDoubles(), value => value / positions);
        for (int i = 0; i < means.Length; i++)
            means[i] = sum.IsMeasured(i) ? means[i] : double.NaN;
        return ResultArray.OfReals("mean", sum.Kind, Promotion.ForResults(Scan.ElementType), sum.Shape, means) with
        {
            Use = sum.Use,
            Valid = sum.Valid,
            Roi = sum.Roi,
            VersionRange = sum.VersionRange,
        };
    }

    /// <summary>Releases the memory at once.</summary>
    public void Dispose() => Scan.Dispose();

    private static (ResidenceForm Form, string Reason) Choose(
        IFrameSource source, Func<IFrameSource> open, ReadPath readPath, ResidentOptions options)
    {
        if (options.Form is { } asked)
            return (asked, "as was asked for");
        var estimate = ResidenceEstimate.Of(source);
        if (estimate.Compressed is null && !readPath.IsDirect)
        {
            using var stored = open();
            estimate = estimate with { Compressed = (stored as ICompressedSource)?.CompressedBytes };
        }

        return estimate.Choose(options.MemoryBytes ?? MemoryBudget.ForData());
    }

    // One look at some frames serves both.
    internal static async Task<(BrightFieldDisk? Disk, PixelSet? HotPixels)> LookAsync(
        IFrameSource source, CancellationToken cancellationToken)
    {
        if (source.Shape.Detector.Rank != 2 || source.ElementType.IsComplex() || source.Shape.FrameCount == 0)
            return (null, null);
        var plan = RunPlan.Create(source, [new Sum()], ScanSelection.Sample(source, SampledFrames), RunOptions.Present);
        var sum = (await new CpuExecutor().RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false))[Sum.Result];
        var disk = BrightFieldSearch.TryFind(sum.ToDoubles(), source.Shape.Detector, source.Validity.MaskedPixels, out _);
        return (
            disk,
            sum.ElementType == ElementType.U64
                ? HotPixelSearch.Find(sum.Span<ulong>(), source.Shape.Detector, source.Validity.MaskedPixels)
                : null);
    }
}
