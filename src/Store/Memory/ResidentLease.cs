namespace Ronchi.Store;

/// <summary>Memory that somebody may be reading: it is given back when it is closed, or when the last one who reads has ended.</summary>
/// <param name="name">Type that is disposed, for the message.</param>
/// <param name="release">Gives the memory back; called once.</param>
internal sealed class ResidentLease(string name, Action release)
{
    private readonly Lock _gate = new();
    private readonly List<Action> _waiting = [];
    private int _held;
    private bool _isClosed;

    /// <summary>Takes part in reading; dispose once to end it.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public Part Take()
    {
        lock (_gate)
        {
            if (_isClosed)
                throw new ObjectDisposedException(name);
            _held++;
        }

        return new(this);
    }

    /// <summary>Nobody may begin to read any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            if (_held > 0)
                return;
        }

        release();
    }

    /// <summary>Does something as soon as nobody reads: now, or later.</summary>
    public void WhenIdle(Action action)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _waiting.Add(action);
            if (_held > 0)
                return;
            DoWaiting();
        }
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_held > 0)
                return;
            if (!_isClosed)
            {
                DoWaiting();
                return;
            }
        }

        release();
    }

    private void DoWaiting()
    {
        foreach (var action in _waiting)
            action();
        _waiting.Clear();
    }

    public readonly struct Part(ResidentLease lease) : IDisposable
    {
        public void Dispose() => lease.End();
    }
}
