using System.Diagnostics;
using System.Numerics;
using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.HotPixels;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>A scan in memory, for interactive use: virtual images, frames and patterns of scan regions, whatever form it is held in.</summary>
public sealed class ResidentScan : IDisposable
{
    private const int SampledFrames = 1000;   // the same that are looked at when the data are not in memory

    private readonly IFrameSource _source;

    private ResidentScan(IFrameSource source, IResidentScan data, string reason)
    {
        _source = source;
        Data = data;
        Reason = reason;
        Scan = new Scan(source) { Resident = data };
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
    public bool IsComplete => Data is not ScanBlockedCube cube || cube.LoadedFrames == cube.Shape.FrameCount;

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
    public static async Task<ResidentScan> LoadAsync(Func<IFrameSource> open, ReadPath? readPath = null, ResidentOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        readPath ??= ReadPath.Direct;
        options ??= ResidentOptions.Default;
        long start = Stopwatch.GetTimestamp();
        var source = await Task.Run(() => readPath.From(open()), cancellationToken).ConfigureAwait(false);
        try
        {
            string variant = $"{readPath.SyncOffset} {readPath.Crop} {readPath.DetectorBin} {readPath.ScanBin} {source.Validity.MaskedPixels?.Count}";
            bool isPreviewable = readPath.Corrections is null;   // files of which the cache does not know
            if (isPreviewable && options.Previews?.Find(source, variant) is { } known)
                options.OnPreview?.Invoke(known);
            var (form, reason) = await Task.Run(() => Choose(source, open, readPath, options), cancellationToken).ConfigureAwait(false);
            long looking = Stopwatch.GetTimestamp();
            var (disk, hot) = options.Disk is { } given ? (given, null) : await LookAsync(source, cancellationToken).ConfigureAwait(false);
            var look = Stopwatch.GetElapsedTime(looking);
            var center = options.Center ?? (disk is { } found ? (found.Row, found.Column) : null);
            ResidentScan scan;
            switch (form)
            {
                case ResidenceForm.ScanBlocked:
                    var cube = ScanBlockedCube.Start(source, new CubeOptions { RingCenter = center }, progress: progress, cancellationToken: cancellationToken);
                    scan = Of(cube, reason);
                    (scan.Disk, scan.HotPixels) = (disk, hot);
                    try
                    {
                        options.OnStarted?.Invoke(scan);
                        await cube.Loaded.ConfigureAwait(false);
                    }
                    catch
                    {
                        cube.Dispose();
                        throw;
                    }

                    break;
                case ResidenceForm.Frames:
                    scan = Of(await FrameScan.LoadAsync(source, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false), reason);
                    break;
                case ResidenceForm.Sparse:
                    scan = Of(await SparseScan.LoadAsync(source, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false), reason);
                    break;
                case ResidenceForm.Compressed:
                    source.Dispose();
                    source = open();   // held before anything happens to its frames
                    var held = await CompressedScan.LoadAsync(source as ICompressedSource ?? throw NotCompressed(source), progress, cancellationToken).ConfigureAwait(false);
                    source = held;
                    source = readPath.From(held);
                    scan = new ResidentScan(source, held, reason);
                    break;
                default:
                    var partial = await PartialScan.LoadAsync(source, options.MemoryBytes ?? MemoryBudget.ForData(), progress, cancellationToken).ConfigureAwait(false);
                    scan = new ResidentScan(partial, partial, reason);
                    break;
            }

            scan.Disk = disk;
            scan.HotPixels = hot;
            scan.LoadTime = (Stopwatch.GetElapsedTime(start), look);
            if (options.OnPreview is not null || options.Previews is not null)
            {
                var preview = await ScanPreview.OfAsync(scan, cancellationToken).ConfigureAwait(false);
                options.OnPreview?.Invoke(preview);
                if (isPreviewable)
                    options.Previews?.Keep(scan.Scan.Source, preview, variant);
            }

            if (form is ResidenceForm.ScanBlocked or ResidenceForm.Frames or ResidenceForm.Sparse)
                source.Dispose();   // everything is in memory
            return scan;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Images of virtual detectors, by the fastest method of the form.</summary>
    /// <param name="detectors">Placed on the frames.</param>
    /// <param name="partial">Told about every 50 ms what is there. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>A result for each detector, as <see cref="VirtualImage"/> gives it.</returns>
    public async Task<IReadOnlyList<ResultArray>> VirtualImagesAsync(IReadOnlyList<DetectorWeights> detectors, IProgress<IReadOnlyList<ResultArray>>? partial = null, CancellationToken cancellationToken = default)
    {
        if (Data is PartialScan part && ReferenceEquals(_source, part))
            return await FromPartAsync(part, detectors, partial, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ResultArray> images = [];
        await foreach (var set in Scan.RunPartsAsync([new VirtualImage(detectors)], cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            images = [.. set.Where(static result => result.Use != BufferUse.Report)];
            partial?.Report(images);
        }

        return images;
    }

    // What is in memory first, at once; then the rest, as it is read.
    private static async Task<IReadOnlyList<ResultArray>> FromPartAsync(PartialScan part, IReadOnlyList<DetectorWeights> detectors, IProgress<IReadOnlyList<ResultArray>>? partial, CancellationToken cancellationToken)
    {
        var (present, missing) = (part.Present(), part.Missing());
        var images = Images(await new Scan(part.Resident).RunAsync([new VirtualImage(detectors)], present, cancellationToken: cancellationToken).ConfigureAwait(false));
        partial?.Report(images);
        if (missing.FrameCount == 0)
            return images;
        IReadOnlyList<ResultArray> all = images;
        await foreach (var set in new Scan(part.Source).RunPartsAsync([new VirtualImage(detectors)], selection: missing, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            all = [.. Images(set).Zip(images, (read, held) => Union(read, held, present))];
            partial?.Report(all);
        }

        return all;

        static List<ResultArray> Images(ResultSet set) => [.. set.Where(static result => result.Use != BufferUse.Report)];
    }

    private static ResultArray Union(ResultArray read, ResultArray held, ScanSelection present)
    {
        var values = (Array)read.Values.Clone();
        var valid = read.Valid is null ? null : (bool[])read.Valid.Clone();
        foreach (var run in present.Runs)
        {
            Array.Copy(held.Values, run.Start, values, run.Start, run.Count);
            valid?.AsSpan((int)run.Start, run.Count).Fill(true);
        }

        return read with { Values = values, Valid = valid is null || valid.All(static isValid => isValid) ? null : valid, Roi = null };
    }

    /// <summary>One frame, as it is stored.</summary>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    public ResultArray Frame(long position)
    {
        if (position < 0 || position >= Scan.Shape.FrameCount)
            throw new ArgumentException($"Position {position} lies outside a scan of {Scan.Shape.Scan}.", nameof(position));
        return Scan.ElementType.Dispatch<FrameReading, ResultArray>(new(_source, position));
    }

    /// <summary>The pattern of a scan region: sums over its positions, for each pixel.</summary>
    /// <param name="region">Positions.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Σ as <see cref="Sum"/> gives it; divide by <see cref="ScanSelection.FrameCount"/> for the mean pattern.</returns>
    /// <exception cref="ArgumentException">The region belongs to another scan.</exception>
    public async Task<ResultArray> PatternSumAsync(ScanSelection region, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (Data is PartialScan partial && ReferenceEquals(_source, partial))
            await partial.BringAsync(region, cancellationToken).ConfigureAwait(false);
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
        return ResultArray.OfReals("mean", sum.Kind, Promotion.ForResults(Scan.ElementType), sum.Shape, means) with { Use = sum.Use, Valid = sum.Valid, Roi = sum.Roi, VersionRange = sum.VersionRange };
    }

    /// <summary>Releases the memory at once.</summary>
    public void Dispose() => Scan.Dispose();

    private static ResidentScan Of(IResidentScan data, string reason) => new(data, data, reason);

    private static (ResidenceForm Form, string Reason) Choose(IFrameSource source, Func<IFrameSource> open, ReadPath readPath, ResidentOptions options)
    {
        if (options.Form is { } asked)
            return (asked, "as was asked for");
        var estimate = ResidenceEstimate.Of(source);
        if (estimate.Compressed is null && readPath != ReadPath.Direct)
        {
            using var stored = open();
            estimate = estimate with { Compressed = (stored as ICompressedSource)?.CompressedBytes };
        }

        return estimate.Choose(options.MemoryBytes ?? MemoryBudget.ForData());
    }

    // One look at some frames serves both.
    internal static async Task<(BrightFieldDisk? Disk, PixelSet? HotPixels)> LookAsync(IFrameSource source, CancellationToken cancellationToken)
    {
        if (source.Shape.Detector.Rank != 2 || source.ElementType.IsComplex() || source.Shape.FrameCount == 0)
            return (null, null);
        var scan = new Scan(source);
        var sum = (await scan.RunAsync([new Sum()], ScanSelection.Sample(source.Shape.Scan, SampledFrames), cancellationToken: cancellationToken).ConfigureAwait(false))[Sum.Result];
        var disk = BrightFieldSearch.TryFind(sum.ToDoubles(), source.Shape.Detector, source.Validity.MaskedPixels, out _);
        return (disk, sum.ElementType == ElementType.U64 ? HotPixelSearch.Find(sum.Span<ulong>(), source.Shape.Detector, source.Validity.MaskedPixels) : null);
    }

    private static ArgumentException NotCompressed(IFrameSource source) =>
        new($"{source.Info.Path}: frames are not stored as one compressed chunk each and cannot be held compressed: choose another form.");
}
