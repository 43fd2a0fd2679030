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

    public async Task<ResultArray> ComputeAsync(CancellationToken cancellationToken = default) =>
        signal.Find(await signal.ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false), result);
}
