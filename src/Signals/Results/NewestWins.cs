namespace Ronchi.Signals;

/// <summary>Requests of which only the newest counts: it cancels the one before, and begins as soon as that has ended.</summary>
public sealed class NewestWins
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private Task _last = Task.CompletedTask;

    /// <summary>Runs work on another thread.</summary>
    /// <param name="work">Checks its token often; one piece of work runs at a time.</param>
    /// <param name="cancellationToken">Cancels this request.</param>
    /// <exception cref="OperationCanceledException">A later request came, or this one was cancelled.</exception>
    public Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        lock (_gate)
        {
            var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running?.Cancel();
            _running = mine;
            var result = AfterAsync(_last, work, mine);
            _last = result;
            return result;
        }
    }

    /// <summary>Cancels the running request.</summary>
    public void Cancel()
    {
        lock (_gate)
            _running?.Cancel();
    }

    /// <summary>Cancels the running request and waits until it has ended.</summary>
    public async Task EndAsync()
    {
        Task last;
        lock (_gate)
        {
            _running?.Cancel();
            last = _last;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<TResult> AfterAsync<TResult>(Task before, Func<CancellationToken, Task<TResult>> work, CancellationTokenSource mine)
    {
        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            mine.Token.ThrowIfCancellationRequested();
            return await Task.Run(() => work(mine.Token), mine.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (_running == mine)
                    _running = null;
            }

            mine.Dispose();
        }
    }
}
