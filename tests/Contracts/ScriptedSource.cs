using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Contracts;

/// <summary>
/// A source that grows as a test says: out of order, with gaps, and for a while only. Values that are not held are rubbish.
/// </summary>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class ScriptedSource<T> : IFrameSource
    where T : unmanaged
{
    private const byte Rubbish = 0xA5;

    private readonly T[] _values;
    private readonly byte[] _held;
    private readonly GrowthLog _log;
    private readonly Lock _gate = new();
    private readonly Queue<long> _newest = new();
    private readonly ConcurrentDictionary<Reader, FrameRange> _pinned = new();
    private readonly TaskCompletionSource<IFrameSource?> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nothing has arrived yet.</summary>
    /// <param name="values">All values, flat.</param>
    /// <param name="shape">Scan and detector axes.</param>
    /// <param name="knowsTotal">Whether all positions of the scan are announced; else it only has room for them.</param>
    /// <param name="window">Of how many of the newest frames the values are held; null: of all.</param>
    public ScriptedSource(T[] values, DataShape shape, bool knowsTotal = true, int? window = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        (_values, Shape) = (values, shape);
        _held = new byte[MemoryMarshal.AsBytes(values.AsSpan()).Length];
        Array.Fill(_held, Rubbish);
        _log = new(knowsTotal ? shape.FrameCount : null, window);
        Growth = new Followed(_log, _next.Task);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; } = new("script", "script");

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; } = ElementTypes.Of<T>();

    /// <inheritdoc/>
    public Validity Validity => _log.Now.On(Validity.Everything, Shape.FrameCount);

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => FrameBytes;

    /// <inheritdoc/>
    public IGrowth Growth { get; }

    private int FrameBytes => (int)Shape.FrameElements * ElementType.Size();

    /// <summary>Frames arrive.</summary>
    public void Deliver(params IEnumerable<FrameRange> frames)
    {
        lock (_gate)
        {
            var arrived = FrameSet.Of(frames);
            foreach (var run in arrived.Runs)
            {
                MemoryMarshal.AsBytes(_values.AsSpan())
                    .Slice((int)run.Start * FrameBytes, run.Count * FrameBytes)
                    .CopyTo(_held.AsSpan((int)run.Start * FrameBytes));
                for (var frame = run.Start; frame < run.End; frame++)
                    _newest.Enqueue(frame);
            }

            _log.Arrive(arrived);
            if (_log.Window is not { } window)
                return;
            var gone = new List<FrameRange>();
            while (_newest.Count > window)
                gone.Add(new(_newest.Dequeue(), 1));
            _log.Forget(FrameSet.Of(gone));
            Spoil();
        }
    }

    /// <summary>Frames will never arrive.</summary>
    public void Lose(params IEnumerable<FrameRange> frames) => _log.Lose(FrameSet.Of(frames));

    /// <summary>Nothing more arrives.</summary>
    /// <param name="reason">Why; null: everything is there.</param>
    /// <param name="next">The series that follows.</param>
    public void End(string? reason = null, IFrameSource? next = null)
    {
        _log.End(reason);
        _next.TrySetResult(next);
    }

    /// <summary>The source breaks down.</summary>
    public void Break(string how) => _log.Fail(new SourceException("script", how));

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => new Reader(this, request.MaxFrames);

    /// <inheritdoc/>
    public void Dispose() => _log.End("closed");

    // Frames that some reader stands at are kept for it.
    private void Spoil()
    {
        var held = _log.Now.Readable.Union(FrameSet.Of(_pinned.Values));
        foreach (var run in FrameSet.First(Shape.FrameCount).Except(held).Runs)
            _held.AsSpan((int)run.Start * FrameBytes, run.Count * FrameBytes).Fill(Rubbish);
    }

    private sealed class Followed(GrowthLog log, Task<IFrameSource?> next) : IGrowth
    {
        public Arrivals Now => log.Now;

        public long? Window => log.Window;

        public Task<Arrivals> WaitAsync(long version, CancellationToken cancellationToken = default) =>
            log.WaitAsync(version, cancellationToken);

        public Task<IFrameSource?> NextAsync(CancellationToken cancellationToken = default) => next.WaitAsync(cancellationToken);
    }

    private sealed class Reader(ScriptedSource<T> source, int maxFrames) : ITileReader
    {
        private FrameRange _rest;

        public void Seek(FrameRange frames)
        {
            if (!TrySeek(frames))
                throw new SourceException(
                    "script",
                    $"frames {frames.Start}…{frames.End - 1} are not there: {source._log.Now.Extent} have come, and "
                    + $"{source._log.Now.Readable.Count} are held.");
        }

        public bool TrySeek(FrameRange frames)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, source.Shape.FrameCount);
            lock (source._gate)
            {
                _rest = default;
                source._pinned.TryRemove(this, out _);
                if (!source._log.Now.Readable.Contains(frames))
                    return false;
                source._pinned[this] = _rest = frames;
                return true;
            }
        }

        public bool TryRead(out Tile tile)
        {
            tile = default;
            if (_rest.Count == 0)
                return false;
            var frames = _rest with { Count = Math.Min(_rest.Count, maxFrames) };
            _rest = new(frames.End, _rest.Count - frames.Count);
            tile = new(
                frames, source._held.AsSpan((int)frames.Start * source.FrameBytes, frames.Count * source.FrameBytes), source.FrameBytes);
            return true;
        }

        public void Dispose() => source._pinned.TryRemove(this, out _);
    }
}
