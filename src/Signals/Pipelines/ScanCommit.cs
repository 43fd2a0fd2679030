using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;

namespace Ronchi.Signals.Pipelines;

/// <summary>Writes derived frames to a file, which then stands in for computing them.</summary>
public static class ScanCommit
{
    // A file and what stands beside it are written one after the other.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Writes derived frames to a file, in pieces; from then on the scan reads them there: the same object, with the same values. A file
    /// that holds these frames already is taken as it is, and one that was not completed is gone on with.
    /// </summary>
    /// <remarks>
    /// The file says what made its frames and of which files: the same frames are those of the same operations on files that have not
    /// changed. Where no <see cref="Pipeline"/> can say it, as of arrays in memory, nothing is gone on with.
    /// </remarks>
    /// <param name="scan">The frames.</param>
    /// <param name="path">The file; its name says its kind (<see cref="KnownSinks"/>).</param>
    /// <param name="options">How. Null: as usual.</param>
    /// <param name="progress">Told about every 50 ms, of all frames of the scan.</param>
    /// <param name="cancellationToken">Checked once a tile; what was saved is there the next time.</param>
    /// <returns>What became of the frames; null: the file was there already.</returns>
    /// <exception cref="ArgumentException">The frames are the data themselves, more of them are to come, or the kind of file cannot hold
    /// them.</exception>
    /// <exception cref="IOException">A file of that name holds something else, or cannot be written.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    /// <exception cref="RunException">An operation failed.</exception>
    public static async Task<ConversionReport?> CommitAsync(
        this Scan scan, string path, CommitOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(path);
        options ??= new();
        using var alone = await BeginAsync(scan, path, cancellationToken).ConfigureAwait(false);
        var provenance = ProvenanceOf(scan);
        if (provenance is not null && !options.Overwrite
            && await FindAsync(scan, path, provenance, cancellationToken).ConfigureAwait(false))
            return null;
        ConversionReport report;
        try
        {
            using var conversion = ScanConversion.Resume(
                scan, path, provenance, new() { Overwrite = options.Overwrite, AlsoRead = options.AlsoRead });
            await WriteAsync(scan, conversion, options, progress, cancellationToken).ConfigureAwait(false);
            report = conversion.Report;
        }
        catch (Exception e) when ((e as IOException ?? (e as RunException)?.InnerException as IOException) is { } inner)
        {
            throw AtomicFile.Failed(path, inner);
        }

        scan.StandIn(new CommittedFrames(await OpenAsync(scan, path, cancellationToken).ConfigureAwait(false), scan.Source));
        return report;
    }

    /// <summary>
    /// Reads derived frames from a file to which they were committed before, in another session perhaps; nothing is written.
    /// </summary>
    /// <param name="scan">The frames.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the file holds these frames; if not they are computed, as before.</returns>
    /// <exception cref="ArgumentException">The frames are the data themselves, or more of them are to come.</exception>
    /// <exception cref="IOException">The data have changed since they were opened.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public static async Task<bool> FindCommittedAsync(this Scan scan, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(path);
        using var alone = await BeginAsync(scan, path, cancellationToken).ConfigureAwait(false);
        return ProvenanceOf(scan) is { } provenance && await FindAsync(scan, path, provenance, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file in which committed frames are; null: they are computed.</summary>
    /// <param name="scan">The frames.</param>
    public static string? FileOf(Scan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return scan.IsPrepared && scan.Source is CommittedFrames committed ? committed.File : null;
    }

    // One at a time for each file.
    private static async Task<IDisposable> BeginAsync(Scan scan, string path, CancellationToken cancellationToken)
    {
        if (scan.Parent is null)
            throw new ArgumentException("These frames are the data themselves: write them with a conversion.", nameof(scan));
        await scan.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var alone = await OneAtATime.EnterAsync(Path.GetFullPath(path), cancellationToken).ConfigureAwait(false);
        try
        {
            if (scan.Root.HasAllData?.Invoke() == false || scan.Source.Growth?.Now is { End: null })
                throw new ArgumentException("More of these data is to come: commit frames when all are there.", nameof(scan));
            RequireUnchanged(scan.Root);
            return alone;
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    // The file would say that it was made of what is there now.
    private static void RequireUnchanged(Scan root)
    {
        if (root.Info.Files.FirstOrDefault(file => File.GetLastWriteTimeUtc(file) > root.OpenedAt) is { } changed)
            throw new IOException($"{changed}: it has changed since it was opened; open the data again.");
    }

    // Null: no pipeline can say it, as of arrays in memory.
    private static string? ProvenanceOf(Scan scan)
    {
        try
        {
            var pipeline = Pipeline.Of(scan);
            var request = scan.Root.Request!;
            // Wherever the program runs, it is the same file.
            return Provenance.Of(
                pipeline with { Opening = (request with { Path = Path.GetFullPath(request.Path) }).Arguments }, scan.Root.Info);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(
        Scan scan, ScanConversion conversion, CommitOptions options, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var frameBytes = Math.Max(scan.Shape.FrameElements * scan.ElementType.Size(), 1);
        var pieces = conversion.Pieces(Math.Clamp(options.PieceBytes / frameBytes, 1, int.MaxValue)).ToList();
        var total = scan.Source.Validity.RecordedCount(scan.Shape.FrameCount);
        var done = total - pieces.Sum(static piece => piece.FrameCount);
        foreach (var piece in pieces)
        {
            var before = done;
            var told = progress is null
                ? null
                : new DirectProgress<RunProgress>(now => progress.Report(now with { Frames = before + now.Frames, TotalFrames = total }));
            await scan.RunAsync([conversion.PieceUdf()], piece, told, cancellationToken).ConfigureAwait(false);
            done += piece.FrameCount;
        }

        conversion.Sink.Complete();
        conversion.KeepCalibration();
    }

    // Whether the file holds these frames; then it stands in for them.
    private static async Task<bool> FindAsync(Scan scan, string path, string provenance, CancellationToken cancellationToken)
    {
        // What stands beside a file may be about an older one of that name.
        if (!Path.Exists(path)
            || (Calibration.FileFor(path) is var beside && File.Exists(beside)
                && File.GetLastWriteTimeUtc(path) > File.GetLastWriteTimeUtc(beside) + Together))
            return false;
        IFrameSource file;
        try
        {
            file = await OpenAsync(scan, path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SourceException or ArgumentException)
        {
            return false;   // it holds something else
        }

        if (file.Info.Provenance != provenance)
        {
            file.Dispose();
            return false;
        }

        scan.StandIn(new CommittedFrames(file, scan.Source));
        return true;
    }

    private static Task<IFrameSource> OpenAsync(Scan scan, string path, CancellationToken cancellationToken) =>
        Task.Run(() => scan.Session.Open(path, OpenOptions.None, cancellationToken), cancellationToken);
}
