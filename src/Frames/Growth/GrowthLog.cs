using System.Collections.Immutable;

namespace Ronchi.Frames;

/// <summary>Keeps what has arrived and wakes those who wait: what a source that grows says about it. Thread-safe.</summary>
public sealed class GrowthLog : IGrowth
{
    private readonly Lock _gate = new();
    private Arrivals _now;
    private TaskCompletionSource _changed = NewSignal();
    private Exception? _failure;

    /// <summary>Nothing has arrived yet.</summary>
    /// <param name="total">How many frames there will be; null: not known.</param>
    /// <param name="window">Values of how many of the newest frames are held; null: of all.</param>
    public GrowthLog(long? total = null, long? window = null) => (_now, Window) = (new Arrivals { Total = total }, window);

    /// <inheritdoc/>
    public Arrivals Now => Volatile.Read(ref _now);

    /// <inheritdoc/>
    public long? Window { get; }

    /// <summary>Frames have arrived and can be read.</summary>
    public void Arrive(FrameSet frames) =>
        Change(now => now with { Arrived = now.Arrived.Union(frames), Readable = now.Readable.Union(frames.Except(now.Arrived)) });

    /// <summary>Frames will never come.</summary>
    public void Lose(FrameSet frames) => Change(now => now with { Lost = now.Lost.Union(frames.Except(now.Arrived)) });

    /// <summary>The values of frames that arrived are no longer held.</summary>
    public void Forget(FrameSet frames) => Change(now => now with { Readable = now.Readable.Except(frames) });

    /// <summary>Says what is being waited for or was left out.</summary>
    public void Say(ImmutableArray<string> states) =>
        Change(now => now.States.AsSpan().SequenceEqual(states.AsSpan()) ? now : now with { States = states });

    /// <summary>Nothing more will come: what has not arrived of the total is lost. Without a known total, what arrived is all.</summary>
    /// <param name="reason">Why, in a sentence; null: everything is there that was announced.</param>
    public void End(string? reason = null) => Change(now =>
    {
        var total = now.Total ?? Math.Max(now.Arrived.End, now.Lost.End);
        var lost = FrameSet.First(total).Except(now.Arrived);
        return now with { Total = total, Lost = lost, End = new(lost.IsEmpty, reason) };
    });

    /// <summary>The source broke down: whoever waits gets the exception.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Wake();
        }
    }

    /// <inheritdoc/>
    public async Task<Arrivals> WaitAsync(long version, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_now.Version > version || _now.End is not null)
                    return _now;
                if (_failure is { } failure)
                    throw failure;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Change(Func<Arrivals, Arrivals> change)
    {
        lock (_gate)
        {
            if (_now.End is not null)
                return;
            var after = change(_now);
            if (after == _now)
                return;
            Volatile.Write(ref _now, after with { Version = _now.Version + 1 });
            Wake();
        }
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
