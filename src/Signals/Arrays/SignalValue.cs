using System.Runtime.CompilerServices;

namespace Ronchi.Signals;

/// <summary>A value that is computed once, when somebody awaits it: <c>await value</c>.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public class SignalValue<T> : SignalNode
{
    private readonly Func<Task<T>> _compute;
    private Task<T>? _work;

    internal SignalValue(Func<Task<T>> compute, params IReadOnlyList<SignalNode> inputs)
        : base(inputs) => _compute = compute;

    /// <inheritdoc/>
    public override bool HasBegun => _work is { IsFaulted: false, IsCanceled: false };

    internal override Task Work => _work!;

    /// <summary>The value of a computation that has ended.</summary>
    internal T Value => _work!.Result;

    /// <summary>What a function makes of the value.</summary>
    /// <param name="function">Called once, on a thread of the pool.</param>
    public SignalValue<TResult> Map<TResult>(Func<T, TResult> function) => Of([this], () => function(Value));

    /// <summary>What a function makes of two values.</summary>
    /// <inheritdoc cref="Map"/>
    public SignalValue<TResult> With<TOther, TResult>(SignalValue<TOther> other, Func<T, TOther, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Of([this, other], () => function(Value, other.Value));
    }

    /// <summary>Computes the value, or waits for it.</summary>
    /// <param name="cancellationToken">Ends the waiting; a pass over the frames that nobody waits for any more is cancelled.</param>
    public async Task<T> ComputeAsync(CancellationToken cancellationToken = default)
    {
        await ComputeAsync([this], cancellationToken).ConfigureAwait(false);
        return Value;
    }

    /// <inheritdoc cref="ComputeAsync(CancellationToken)"/>
    public TaskAwaiter<T> GetAwaiter() => ComputeAsync(CancellationToken.None).GetAwaiter();

    /// <summary>What a function makes of the values of other nodes, which have them when it is called.</summary>
    internal static SignalValue<TResult> Of<TResult>(IReadOnlyList<SignalNode> inputs, Func<TResult> function) =>
        new(After(inputs, function), inputs);

    /// <summary>A computation that begins when those of its inputs have ended.</summary>
    internal static Func<Task<TResult>> After<TResult>(IReadOnlyList<SignalNode> inputs, Func<TResult> function) => async () =>
    {
        await Task.WhenAll(inputs.Select(static input => input.Work)).ConfigureAwait(false);
        return await Task.Run(function).ConfigureAwait(false);
    };

    internal override void Begin() => _work = _compute();
}
