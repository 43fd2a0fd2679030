using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <summary>A signal of a tree, with what is known of it.</summary>
internal sealed class TreeSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _something = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<ResultArray>? _newest;
    private SignalState _state;
    private double? _part;

    /// <param name="said">How it is made.</param>
    /// <param name="signal">The signal.</param>
    public TreeSignal(PipelineSignal said, ISignal signal)
    {
        (Name, Said, Signal) = (said.Name, said, signal);
        Shape = signal.Parent is { Parent: null } root ? root.Shape : null;
    }

    /// <summary>Results of a run that a program makes itself.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="shape">Axes of the data.</param>
    public TreeSignal(string name, DataShape shape) => (Name, Shape) = (name, shape);

    /// <summary>What cannot be read now, and is kept as it is.</summary>
    /// <param name="unread">The signal as it was stored.</param>
    public TreeSignal(StoredSignal unread)
    {
        (Name, Stored) = (unread.Name, unread.Stored);
        Fail(unread.Error!);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What cannot be read now, as it was stored; null: it was read.</summary>
    public JsonObject? Stored { get; }

    /// <summary>Whether a program makes it.</summary>
    public bool IsOfProgram => Said is null && Stored is null;

    /// <summary>How it is made; null: by a program, or it cannot be read.</summary>
    public PipelineSignal? Said { get; }

    /// <summary>The signal; null: a program makes it, or it cannot be read.</summary>
    public ISignal? Signal { get; }

    /// <summary>Its results, to be computed; null: it gives frames, or a program makes it.</summary>
    public ResultSignal? Results => Signal as ResultSignal;

    /// <summary>The file to which its frames were committed; null: they were not.</summary>
    public string? File => Signal is Scan frames ? ScanCommit.FileOf(frames) : null;

    /// <summary>The file to which they were committed before the session ended; null: to none.</summary>
    public string? FileBefore { get; init; }

    /// <summary>Axes of the frames that it is made from; null: not known yet.</summary>
    public DataShape? Shape { get; private set; }

    /// <summary>How far it is.</summary>
    public SignalState State
    {
        get
        {
            lock (_gate)
            {
                if (_state is SignalState.Computing or SignalState.Failed)
                    return _state;
                // Results may have made room for newer ones.
                return Newest is null && File is null ? SignalState.Lazy : SignalState.Kept;
            }
        }
    }

    /// <summary>How much of it is done, 0 to 1; null: not known.</summary>
    public double? Part
    {
        get
        {
            lock (_gate)
                return _part;
        }

        set
        {
            lock (_gate)
                _part = value;
        }
    }

    /// <summary>Why it failed; null: it did not.</summary>
    public string? Error { get; private set; }

    /// <summary>What its results are, before there are values; null: not known yet.</summary>
    public IReadOnlyList<SignalShape>? Declared { get; private set; }

    /// <summary>What was found and noted while it was made ready; null: it was not.</summary>
    public OperationContext? Context { get; set; }

    /// <summary>Values so far, or all; null: there are none.</summary>
    public IReadOnlyList<ResultArray>? Newest
    {
        get
        {
            lock (_gate)
                return _newest ?? Results?.Kept;
        }
    }

    /// <summary>The work that computes it, and its job; null: none goes on.</summary>
    public Task? Work { get; set; }

    /// <inheritdoc cref="Work"/>
    public ServerJob? Job { get; set; }

    /// <summary>Ends when there are values for the first time.</summary>
    public Task Something
    {
        get
        {
            lock (_gate)
                return _something.Task;
        }
    }

    /// <summary>It is computed now.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            (_state, Error, Part) = (SignalState.Computing, null, null);
            if (_something.Task.IsCompleted)
                _something = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Takes values in place of those before.</summary>
    /// <returns>Whether they are the first.</returns>
    public bool Take(IReadOnlyList<ResultArray> results)
    {
        lock (_gate)
        {
            _newest = results;
            Declared ??= Shapes(results);
            return _something.TrySetResult();
        }
    }

    /// <summary>It is done: its results are where the session keeps results, those of a program here.</summary>
    public void Finish(IReadOnlyList<ResultArray> results)
    {
        Take(results);
        lock (_gate)
        {
            Declared = Shapes(results);   // types of sums, say, are those that were needed
            (_state, Part) = (SignalState.Kept, 1);
            if (Results?.Kept is not null)
                _newest = null;
        }
    }

    private static IReadOnlyList<SignalShape> Shapes(IReadOnlyList<ResultArray> results) =>
        [.. results.Where(static result => result.Use != BufferUse.Report).Select(SignalShape.Of)];

    /// <summary>It was cancelled: it waits until somebody looks again.</summary>
    public void GiveUp()
    {
        lock (_gate)
            (_state, _newest, Part) = (SignalState.Lazy, null, null);
    }

    /// <summary>It could not be computed.</summary>
    public void Fail(string sentence)
    {
        lock (_gate)
        {
            (_state, Error, Part) = (SignalState.Failed, sentence, null);
            _something.TrySetResult();
        }
    }

    /// <summary>Finds out what its results, or its frames, are; nothing is computed of the frames.</summary>
    /// <returns>Whether something became known.</returns>
    public async Task<bool> DescribeAsync(CancellationToken cancellationToken)
    {
        if (Declared is not null || State == SignalState.Failed)
            return false;
        try
        {
            switch (Signal)
            {
                case ResultSignal results:
                    var declared = await results.DeclareAsync(cancellationToken).ConfigureAwait(false);
                    var shape = results.Parent.Shape;
                    lock (_gate)
                    {
                        Shape = shape;
                        // What values say of themselves, if there are some by now, is nearer to the truth.
                        Declared ??= SignalShape.All(declared, shape);
                    }

                    return true;
                case Scan frames when frames.Call!.Arguments.Inputs.All(static input => input.Result is null):
                    await frames.PrepareAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException
            or SourceException or RunException or IOException or UnauthorizedAccessException or OverflowException)
        {
            Fail(ErrorSentence.Of(e));
            return true;
        }
    }
}
