using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals;

/// <summary>One of the results of a signal, as operations take it.</summary>
/// <param name="signal">The signal.</param>
/// <param name="result">Name of the result; null: the only one.</param>
internal sealed class SignalResult(ResultSignal signal, string? result) : ISignalResult
{
    public ResultSignal Signal => signal;

    public string? Result => result;

    public string Id { get; } = result is null ? signal.Id : $"{signal.Id}/{result}";

    /// <summary>Computes the results that an operation takes.</summary>
    /// <param name="arguments">Its parameters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The results: who holds them has them at hand when the operation is made.</returns>
    public static async Task<IReadOnlyList<ResultArray>> ComputeAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var results = new List<ResultArray>();
        foreach (var result in arguments.Inputs.Select(static input => input.Result).OfType<ISignalResult>())
            results.Add(await result.ComputeAsync(cancellationToken).ConfigureAwait(false));
        return results;
    }

    public async Task<ResultArray> ComputeAsync(CancellationToken cancellationToken = default) =>
        signal.Find(await signal.ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false), result);
}
