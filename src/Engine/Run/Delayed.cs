using System.Runtime.CompilerServices;

namespace Ronchi.Engine.Run;

/// <summary>A value that is computed once, when somebody awaits it.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Delayed<T>
{
    private readonly Lazy<Task<T>> _value;

    /// <summary>Defers a computation.</summary>
    /// <param name="compute">Called at most once, on a thread of the pool.</param>
    public Delayed(Func<Task<T>> compute) => _value = new(() => Task.Run(compute));

    /// <summary>Whether the computation has begun.</summary>
    public bool HasBegun => _value.IsValueCreated;

    /// <summary>What a function makes of the value, computed as late.</summary>
    public Delayed<TResult> Map<TResult>(Func<T, TResult> function) => new(async () => function(await this));

    /// <summary>What a function makes of two values, computed as late.</summary>
    public Delayed<TResult> With<TOther, TResult>(Delayed<TOther> other, Func<T, TOther, TResult> function) => new(async () =>
    {
        // Both begin before either is waited for.
        var (first, second) = (_value.Value, other.Begin());
        return function(await first.ConfigureAwait(false), await second.ConfigureAwait(false));
    });

    /// <summary>Computes the value, or waits for it.</summary>
    public TaskAwaiter<T> GetAwaiter() => _value.Value.GetAwaiter();

    internal Task<T> Begin() => _value.Value;
}
