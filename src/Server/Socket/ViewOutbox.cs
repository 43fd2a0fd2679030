using System.Net.WebSockets;

namespace Ronchi.Server;

/// <summary>What waits to be sent to one browser: texts in order, and for each view only the newest values, one at a time until the browser says that it has drawn them.</summary>
internal sealed class ViewOutbox(WebSocket socket) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _texts = [];
    private readonly Dictionary<uint, byte[]> _values = [];
    private readonly HashSet<uint> _unseen = [];
    private readonly SemaphoreSlim _ready = new(0);

    /// <summary>Messages of values that newer ones replaced before they were sent.</summary>
    public long Dropped { get; private set; }

    public void Put(byte[] text)
    {
        lock (_gate)
            _texts.Enqueue(text);
        _ready.Release();
    }

    public void Put(uint view, byte[] values)
    {
        lock (_gate)
        {
            Dropped += _values.ContainsKey(view) ? 1 : 0;
            _values[view] = values;
        }

        _ready.Release();
    }

    /// <summary>The browser has drawn what was sent for a view.</summary>
    public void Acknowledge(uint view)
    {
        lock (_gate)
            _unseen.Remove(view);
        _ready.Release();
    }

    public void Forget(uint view)
    {
        lock (_gate)
        {
            _unseen.Remove(view);
            _values.Remove(view);
        }
    }

    /// <summary>Sends until the connection ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (Next() is var (message, type) && message is not null)
                await socket.SendAsync(message, type, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _ready.Dispose();

    private (byte[]? Message, WebSocketMessageType Type) Next()
    {
        lock (_gate)
        {
            if (_texts.TryDequeue(out byte[]? text))
                return (text, WebSocketMessageType.Text);
            foreach (var (view, values) in _values)
            {
                if (!_unseen.Add(view))
                    continue;
                _values.Remove(view);
                return (values, WebSocketMessageType.Binary);
            }

            return (null, WebSocketMessageType.Text);
        }
    }
}
