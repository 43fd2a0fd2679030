using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>One browser: reads its requests, answers with values, of each view the newest.</summary>
internal sealed class ViewerSocket(WebSocket socket, ViewerSession session) : IAsyncDisposable
{
    private readonly ViewOutbox _outbox = new(socket);
    private readonly Dictionary<uint, LatestRequest> _views = [];
    private readonly Dictionary<uint, (ResidentScan Scan, LiveDetector Detector)> _detectors = [];
    private readonly List<Task> _answers = [];
    private bool _isGreeted;

    /// <summary>Talks to the browser until it goes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        session.Changed += Tell;
        var sending = _outbox.RunAsync(ending.Token);
        try
        {
            while (await ReceiveAsync(ending.Token).ConfigureAwait(false) is { } message)
            {
                if (!await TakeAsync(message, ending.Token).ConfigureAwait(false))
                    break;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The browser has gone.
        }
        finally
        {
            session.Changed -= Tell;
            await ending.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var view in _views.Values)
            await view.EndAsync().ConfigureAwait(false);
        await Task.WhenAll(_answers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _outbox.Dispose();
    }

    private void Tell(object? sender, SessionChangedEventArgs e)
    {
        if (_isGreeted && e.By != this)
            _outbox.Put(Encoding.UTF8.GetBytes(session.State().ToJsonString()));
    }

    // One request; null: the connection ends.
    private async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ViewCommand.MostBytes + 1);
        try
        {
            for (int length = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length, ViewCommand.MostBytes + 1 - length), cancellationToken).ConfigureAwait(false);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                    return await CloseAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Binary)
                    return await CloseAsync(WebSocketCloseStatus.InvalidMessageType, "requests are texts", cancellationToken).ConfigureAwait(false);
                if (length > ViewCommand.MostBytes)
                    return await CloseAsync(WebSocketCloseStatus.MessageTooBig, "the request is too long", cancellationToken).ConfigureAwait(false);
                if (part.EndOfMessage)
                    return buffer[..length];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<byte[]?> CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken cancellationToken)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(status, reason, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task<bool> TakeAsync(byte[] message, CancellationToken cancellationToken)
    {
        ViewCommand command;
        try
        {
            command = ViewCommand.Parse(message);
            if (!_isGreeted)
                return await GreetAsync(command, cancellationToken).ConfigureAwait(false);
            Do(command, cancellationToken);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            Refuse(0, 0, e.Message);
        }

        return true;
    }

    private async Task<bool> GreetAsync(ViewCommand command, CancellationToken cancellationToken)
    {
        if (command.Type != "hello" || command.Integers("versions", 1, 16).All(static version => version != FrameMessage.Version))
        {
            await CloseAsync(WebSocketCloseStatus.ProtocolError, $"say hello first; this server speaks version {FrameMessage.Version}", cancellationToken).ConfigureAwait(false);
            return false;
        }

        _isGreeted = true;
        _outbox.Put(Encoding.UTF8.GetBytes(session.State().ToJsonString()));
        return true;
    }

    private void Do(ViewCommand command, CancellationToken cancellationToken)
    {
        switch (command.Type)
        {
            case "seen":
                _outbox.Acknowledge(command.View);
                break;
            case "forget":
                Forget(command.View);
                break;
            case "patch":
                session.Patch(JsonNode.Parse(command.Body.GetRawText())!["document"] as JsonObject ?? throw new FormatException("\"document\" is an object of changes."), this);
                break;
            case "open":
                Answer(command, token => OpenAsync(command.Text("path") ?? throw new FormatException("\"path\" says what to open."), token), cancellationToken);
                break;
            case "frame":
                Answer(command, _ => Task.FromResult<byte[]?>(session.Frame(command.Integers("position", 1, 8), command.View, command.Sequence)), cancellationToken);
                break;
            case "pattern":
                Answer(command, async token => await session.PatternAsync(command.Integers("rectangle", 4, 4), token, command.View, command.Sequence).ConfigureAwait(false), cancellationToken);
                break;
            case "image":
                Answer(command, token => ImageAsync(command, token), cancellationToken);
                break;
            default:
                throw new FormatException($"'{command.Type}' is no request: expected open, frame, pattern, image, seen, forget or patch.");
        }
    }

    private void Forget(uint view)
    {
        if (_views.Remove(view, out var requests))
            _answers.Add(requests.EndAsync());
        lock (_detectors)
            _detectors.Remove(view);
        _outbox.Forget(view);
    }

    // Requests of one view follow one another, the latest wins; those of different views run side by side.
    private void Answer(ViewCommand command, Func<CancellationToken, Task<byte[]?>> work, CancellationToken cancellationToken)
    {
        if (!_views.TryGetValue(command.View, out var requests))
            _views[command.View] = requests = _views.Count < 64 ? new LatestRequest() : throw new FormatException("a browser has at most 64 views; forget some.");
        _answers.RemoveAll(static answer => answer.IsCompleted);
        _answers.Add(AnswerAsync());

        async Task AnswerAsync()
        {
            try
            {
                if (await requests.RunAsync(work, cancellationToken).ConfigureAwait(false) is { } values)
                    _outbox.Put(command.View, values);
            }
            catch (OperationCanceledException)
            {
                // A later request came.
            }
            catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or SourceException or OverflowException)
            {
                Refuse(command.View, command.Sequence, e.Message);
            }
        }
    }

    private async Task<byte[]?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        await session.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return null;   // the new state says it all
    }

    private async Task<byte[]?> ImageAsync(ViewCommand command, CancellationToken cancellationToken)
    {
        var scan = session.Opened();
        string shape = command.Text("detector") ?? throw new FormatException("\"detector\" says which pixels are summed, as in disk:96,96,30.");
        LiveDetector detector;
        lock (_detectors)
        {
            if (!_detectors.TryGetValue(command.View, out var known) || known.Scan != scan)
                _detectors[command.View] = known = (scan, new LiveDetectors(scan).Add());
            detector = known.Detector;
        }

        var partial = new Parts(part => _outbox.Put(command.View, FrameMessage.Encode(part, FrameKind.Image, command.View, command.Sequence, FrameFlags.Partial)));
        var image = await detector.MoveToAsync(shape, partial, cancellationToken).ConfigureAwait(false);
        return FrameMessage.Encode(image, FrameKind.Image, command.View, command.Sequence, FrameFlags.Final);
    }

    private void Refuse(uint view, uint sequence, string message) =>
        _outbox.Put(Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "error", ["view"] = view, ["seq"] = sequence, ["message"] = message }.ToJsonString()));

    private sealed class Parts(Action<ResultArray> take) : IProgress<ResultArray>
    {
        public void Report(ResultArray value) => take(value);
    }
}
