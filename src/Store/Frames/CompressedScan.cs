using System.Diagnostics;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// A scan in memory as it was stored, frame by frame, compressed: virtual images are computed on bit planes, without ever making a frame.
/// </summary>
/// <remarks>Takes what the file takes. The scan's file stays open, but is not read any more.</remarks>
public sealed class CompressedScan : IResidentScan
{
    private const int PartFrames = 2048;   // read by one thread at a time

    private readonly ICompressedSource _source;
    private readonly NativeSlabs _memory = new();
    private readonly HeldFrames _held;
    private readonly ResidentLease _lease;

    private CompressedScan(ICompressedSource source, long bytes)
    {
        _source = source;
        _held = new HeldFrames(_memory, bytes);
        _lease = new ResidentLease(nameof(CompressedScan), _memory.Dispose);
    }

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.Compressed;

    /// <inheritdoc/>
    public MemoryUse Memory => new(_memory.Used, _memory.Reserved);

    /// <inheritdoc/>
    public SourceInfo Info => _source.Info;

    /// <inheritdoc/>
    public DataShape Shape => _source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => _source.ElementType;

    /// <inheritdoc/>
    public Validity Validity => _source.Validity;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => _source.Forms;

    /// <inheritdoc/>
    public long StoredFrameBytes => _source.StoredFrameBytes;

    /// <summary>Reads all stored frames into memory.</summary>
    /// <param name="source">Owned by the result, and disposed with it.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked every few thousand frames; what was read is given back.</param>
    /// <exception cref="ArgumentException">The frames are not stored as one compressed chunk each.</exception>
    /// <exception cref="SourceException">They cannot be read.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much memory.</exception>
    public static async Task<CompressedScan> LoadAsync(
        ICompressedSource source, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        long bytes = source.CompressedBytes
            ?? throw new ArgumentException(
                $"{source.Info.Path}: frames are not stored as one compressed chunk each and cannot be held compressed.", nameof(source));
        var scan = new CompressedScan(source, bytes);
        try
        {
            await Task.Run(() => scan.Read(progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            return scan;
        }
        catch
        {
            scan._lease.Close();   // the source stays the caller's
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => _source.ConvertsTo(form);

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => new LeasedReader(_source.OpenReader(request, _held), _lease.Take());

    /// <summary>Gives the memory back, at once or when the last reader is closed, and closes the source.</summary>
    public void Dispose()
    {
        _lease.Close();
        _source.Dispose();
    }

    private void Read(IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        long recorded = Math.Min(Shape.FrameCount, Validity.RecordedFrames ?? Shape.FrameCount), done = 0;
        long start = Stopwatch.GetTimestamp(), told = 0;
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Rethrow(() => Parallel.For(0, (recorded + PartFrames - 1) / PartFrames, options, part =>
        {
            var frames = new FrameRange(part * PartFrames, (int)Math.Min(PartFrames, recorded - (part * PartFrames)));
            _source.Hold(frames, _held);
            long now = Interlocked.Add(ref done, frames.Count), elapsed = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds / 50;
            if (progress is not null && (now == recorded || Interlocked.Exchange(ref told, elapsed) != elapsed))
                progress.Report(new RunProgress(now, recorded, now * StoredFrameBytes, Stopwatch.GetElapsedTime(start)));
        }));
    }

    private static void Rethrow(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
        }
    }
}
