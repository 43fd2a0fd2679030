using System.Net.WebSockets;

namespace Ronchi.Server;

/// <summary>
/// What waits to be sent to one browser: texts in order, and for each view only the newest values, one at a time until the browser says
/// that it has drawn them.
/// </summary>
internal sealed class ViewOutbox(WebSocket socket) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _texts = [];
    private readonly Dictionary<uint, ValuesMessage> _values = [];
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

    /// <summary>Values to be sent; they are given back when they were, or are not wanted any longer.</summary>
    public void Put(uint view, ValuesMessage values)
    {
        lock (_gate)
        {
            if (_values.Remove(view, out var older))
            {
                older.Dispose();
                Dropped++;
            }

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
            if (_values.Remove(view, out var unwanted))
                unwanted.Dispose();
        }
    }

    /// <summary>Sends until the connection ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (Next() is var (text, values) && (text is not null || values is not null))
            {
                using (values)
                    await socket.SendAsync(
                        text ?? values!.Bytes,
                        text is null ? WebSocketMessageType.Binary : WebSocketMessageType.Text,
                        endOfMessage: true,
                        cancellationToken).ConfigureAwait(
                        false);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var values in _values.Values)
                values.Dispose();
            _values.Clear();
        }

        _ready.Dispose();
    }

    private (byte[]? Text, ValuesMessage? Values) Next()
    {
        lock (_gate)
        {
            if (_texts.TryDequeue(out byte[]? text))
                return (text, null);
            foreach (var (view, values) in _values)
            {
                if (!_unseen.Add(view))
                    continue;
                _values.Remove(view);
                return (null, values);
            }

            return (null, null);
        }
    }
}
