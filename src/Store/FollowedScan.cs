using System.Diagnostics;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>A scan whose frames are still arriving: they are read from where they are, nothing is held in memory.</summary>
public sealed class FollowedScan : SourceStage, IResidentScan
{
    private readonly ResidentLease _lease;

    /// <summary>Takes over a source.</summary>
    /// <param name="source">Grows; it is closed with the scan, or with what <see cref="EndAsync"/> gives, whichever is later.</param>
    /// <exception cref="ArgumentException">The source does not grow.</exception>
    public FollowedScan(IFrameSource source)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Growth is null)
            throw new ArgumentException("All frames are there: nothing is to be followed.", nameof(source));
        _lease = new(nameof(FollowedScan), source.Dispose);
    }

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.Followed;

    /// <inheritdoc/>
    public MemoryUse Memory => new(0, 0);

    /// <inheritdoc/>
    public bool IsLoading => true;

    /// <inheritdoc/>
    public override bool GivesViews => Inner.GivesViews;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => Inner.ConvertsTo(form);

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public override ITileReader OpenReader(TileRequest request)
    {
        var part = _lease.Take();
        try
        {
            return new LeasedReader(Inner.OpenReader(request), part);
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Waits until nothing more will come.</summary>
    /// <param name="progress">Told of the frames that arrive. Null: nobody.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>All that came, as a plain source of the caller's own, to be loaded while others go on reading here.</returns>
    /// <exception cref="SourceException">The source broke down.</exception>
    /// <exception cref="ArgumentException">It holds the newest frames only.</exception>
    public async Task<IFrameSource> EndAsync(IProgress<RunProgress>? progress, CancellationToken cancellationToken = default)
    {
        var (growth, clock) = (Inner.Growth!, Stopwatch.StartNew());
        for (var now = growth.Now; ; now = await growth.WaitAsync(now.Version, cancellationToken).ConfigureAwait(false))
        {
            var arrived = now.Arrived.Count;
            progress?.Report(new(arrived, now.Total ?? 0, arrived * StoredFrameBytes, clock.Elapsed)
            {
                Arrived = arrived,
                Lost = now.Lost.Count,
            });
            if (now.End is not null)
                return new EndedScan(new Shared(Inner, _lease.Take()));
        }
    }

    /// <summary>Nobody begins to read any more; the source is closed when the last one who reads, or shares it, has ended.</summary>
    protected override void Dispose(bool disposing) => _lease.Close();

    private sealed class Shared(IFrameSource source, ResidentLease.Part part) : SourceStage(source), IFrameSource
    {
        private int _isClosed;

        public override bool GivesViews => Inner.GivesViews;

        public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => Inner.ConvertsTo(form);

        public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
                part.Dispose();
        }
    }
}
