namespace Ronchi.Signals;

/// <summary>Passes on what work tells, as long as the one who is told waits for it: others may wait longer.</summary>
/// <typeparam name="T">What is told.</typeparam>
/// <param name="told">Who is told.</param>
internal sealed class WhileWaiting<T>(Action<T> told) : IProgress<T>, IDisposable
{
    private readonly Lock _gate = new();
    private bool _isGone;

    /// <inheritdoc/>
    public void Report(T value)
    {
        lock (_gate)
        {
            if (!_isGone)
                told(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _isGone = true;
    }
}
