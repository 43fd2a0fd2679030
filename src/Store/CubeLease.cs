namespace Ronchi.Store;

/// <summary>Keeps memory from being given back while somebody reads it.</summary>
internal sealed class CubeLease
{
    private readonly Lock _gate = new();
    private int _held;
    private bool _isClosed;

    /// <summary>Takes part in reading; dispose to end it.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public Part Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(ScanBlockedCube));
            _held++;
        }

        return new(this);
    }

    /// <summary>Nobody may begin to read; waits for those who do.</summary>
    /// <returns>Whether this call closed it.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            _isClosed = true;
        }

        var wait = default(SpinWait);
        while (Volatile.Read(ref _held) > 0)
            wait.SpinOnce();
        return true;
    }

    public readonly struct Part(CubeLease lease) : IDisposable
    {
        public void Dispose()
        {
            lock (lease._gate)
                lease._held--;
        }
    }
}
