namespace Ronchi.Signals;

/// <summary>Work that several wait for; it is cancelled when nobody waits for it any longer.</summary>
/// <typeparam name="T">What it gives.</typeparam>
internal sealed class SharedWork<T>
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private int _waiting;

    /// <summary>Begins the work on another thread.</summary>
    /// <param name="work">The work; checks its token often.</param>
    public SharedWork(Func<CancellationToken, Task<T>> work) => Work = Task.Run(() => work(_stop.Token));

    /// <summary>The work.</summary>
    public Task<T> Work { get; }

    /// <summary>Whether it was given up.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>One more waits for it, until <see cref="WaitAsync"/> ends.</summary>
    /// <returns>False: it was given up.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (!IsAbandoned)
                _waiting++;
            return !IsAbandoned;
        }
    }

    /// <summary>
    /// Waits for the end. Whoever gives up last also waits until the work has noticed: data may be closed, or asked anew, after that.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsTheLastToLeave())
            {
                await _stop.CancelAsync().ConfigureAwait(false);
                await ((Task)Work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsTheLastToLeave()
    {
        lock (_gate)
            return IsAbandoned = --_waiting == 0 && !Work.IsCompleted;
    }
}
