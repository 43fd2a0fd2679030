using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>One browser: reads its requests, answers with values, of each view the newest.</summary>
internal sealed class ViewerSocket(WebSocket socket, ViewerSession session, Func<CancellationToken, Task>? openDemo) : IAsyncDisposable
{
    private readonly ViewOutbox _outbox = new(socket);
    private readonly Dictionary<uint, NewestWins> _views = [];
    private readonly ViewValues _values = new(session);
    private readonly List<Task> _answers = [];
    private bool _isGreeted;
    private long _patches;   // of this browser, that are part of the document

    /// <summary>Talks to the browser until it goes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        session.Changed += Tell;
        session.Jobs.Changed += TellJob;
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
            session.Jobs.Changed -= TellJob;
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
            PutState();
    }

    // The count is read first: a state may know of more patches than it says, never of fewer.
    private void PutState()
    {
        long patches = Interlocked.Read(ref _patches);
        var state = session.State();
        state["patches"] = patches;
        _outbox.Put(Encoding.UTF8.GetBytes(state.ToJsonString()));
    }

    private void TellJob(object? sender, ServerJobEventArgs e)
    {
        if (_isGreeted)
            _outbox.Put(Encoding.UTF8.GetBytes(e.Job.ToJson().ToJsonString()));
    }

    // One request; null: the connection ends.
    private async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ViewCommand.MostBytes + 1);
        try
        {
            for (int length = 0; ;)
            {
                var part = await socket.ReceiveAsync(
                    buffer.AsMemory(length, ViewCommand.MostBytes + 1 - length), cancellationToken).ConfigureAwait(
                    false);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                    return await CloseAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Binary)
                    return await CloseAsync(
                        WebSocketCloseStatus.InvalidMessageType, "requests are texts", cancellationToken).ConfigureAwait(
                        false);
                if (length > ViewCommand.MostBytes)
                    return await CloseAsync(
                        WebSocketCloseStatus.MessageTooBig, "the request is too long", cancellationToken).ConfigureAwait(
                        false);
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
            Refuse(0, 0, ErrorSentence.Of(e));
        }

        return true;
    }

    private async Task<bool> GreetAsync(ViewCommand command, CancellationToken cancellationToken)
    {
        if (command.Type != "hello" || command.Integers("versions", 1, 16).All(static version => version != FrameMessage.Version))
        {
            await CloseAsync(
                WebSocketCloseStatus.ProtocolError,
                $"say hello first; this server speaks version {FrameMessage.Version}",
                cancellationToken).ConfigureAwait(
                false);
            return false;
        }

        _isGreeted = true;
        PutState();
        foreach (var job in session.Jobs.Running)
            TellJob(this, new(job));
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
                SessionCommands.Patch(session, command, this);
                Interlocked.Increment(ref _patches);
                break;
            case "state":
                PutState();
                break;
            case "open":
                Answer(
                    command,
                    token => OpenAsync(session.Requests.Parse(command.Body), OpenRequests.IsBeside(command), token),
                    cancellationToken);
                break;
            case "close" or "show" or "signals" or "compute":
                SessionCommands.Do(session, command);
                break;
            case "demo":
                Answer(command, DemoAsync, cancellationToken);
                break;
            case "cancel":
                SessionCommands.Cancel(session, command);
                break;
            case "calibrate":
                SessionCommands.Calibrate(session, command);
                break;
            case "view":
                var request = ViewRequest.Parse(command);
                Answer(
                    command,
                    async token => await _values.ComputeAsync(
                        request, command.View, command.Sequence, part => _outbox.Put(command.View, part), token).ConfigureAwait(
                        false),
                    cancellationToken);
                break;
            default:
                throw new FormatException(
                    $"'{command.Type}' is not a request: expected view, open, close, show, signals, compute, patch, calibrate, "
                    + "demo, cancel, state, seen or forget.");
        }
    }

    private void Forget(uint view)
    {
        if (_views.Remove(view, out var requests))
            _answers.Add(requests.EndAsync());
        _values.Forget(view);
        _outbox.Forget(view);
    }

    // Requests of one view follow one another, the latest wins; those of different views run side by side.
    private void Answer(ViewCommand command, Func<CancellationToken, Task<ValuesMessage?>> work, CancellationToken cancellationToken)
    {
        if (!_views.TryGetValue(command.View, out var requests))
            _views[command.View] = requests = _views.Count < ViewValues.MostViews
                ? new NewestWins()
                : throw new FormatException($"a browser has at most {ViewValues.MostViews} views; forget some.");
        _answers.RemoveAll(static answer => answer.IsCompleted);
        _answers.Add(AnswerAsync());

        async Task AnswerAsync()
        {
            try
            {
                if (await requests.RunAsync(work, cancellationToken).ConfigureAwait(false) is { } values)
                    _outbox.Put(command.View, values);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // A later request came, or another scan: the browser asks again.
            }
            catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException
                or SourceException or RunException or OverflowException or IOException or UnauthorizedAccessException)
            {
                Refuse(command.View, command.Sequence, ErrorSentence.Of(e));
            }
        }
    }

    private async Task<ValuesMessage?> OpenAsync(ScanRequest request, bool isBeside, CancellationToken cancellationToken)
    {
        await session.OpenAsync(request, isBeside, cancellationToken).ConfigureAwait(false);
        return null;   // the new state says it all
    }

    private async Task<ValuesMessage?> DemoAsync(CancellationToken cancellationToken)
    {
        await (openDemo ?? throw new InvalidOperationException("this server has no demo scan."))
            .Invoke(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private void Refuse(uint view, uint sequence, string message) =>
        _outbox.Put(Encoding.UTF8.GetBytes(
            new JsonObject { ["type"] = "error", ["view"] = view, ["seq"] = sequence, ["message"] = message }.ToJsonString()));
}
