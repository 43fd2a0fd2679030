using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace Ronchi.Signals;

/// <summary>
/// One pass over the frames of a scan for several analyses of the same positions: everything that can be refused was refused.
/// </summary>
public sealed class SignalPass
{
    private readonly RunPlan _plan;

    private SignalPass(IReadOnlyList<ResultSignal> signals, IReadOnlyList<(Udf Udf, OperationContext Context)> made, RunPlan plan) =>
        (
            Signals,
            Contexts,
            Udfs,
            _plan) = (signals, [.. made.Select(static pair => pair.Context)], [.. made.Select(static pair => pair.Udf)], plan);

    /// <summary>What is computed.</summary>
    public IReadOnlyList<ResultSignal> Signals { get; }

    /// <summary>What each analysis found and noted while it was made.</summary>
    public IReadOnlyList<OperationContext> Contexts { get; }

    /// <summary>What runs for each signal.</summary>
    internal IReadOnlyList<Udf> Udfs { get; }

    /// <summary>Makes a pass ready. Results of other signals that its operations take are computed now.</summary>
    /// <param name="signals">Results over the same frames and positions.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">An analysis cannot run on these frames, or the signals are of different frames.</exception>
    public static async Task<SignalPass> PrepareAsync(IReadOnlyList<ResultSignal> signals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals is not [var first, ..] || signals.Any(signal => signal.Parent != first.Parent || signal.Region != first.Region))
            throw new ArgumentException("A pass is for results of the same frames and positions.", nameof(signals));
        await first.Parent.PrepareAsync(cancellationToken).ConfigureAwait(false);
        foreach (var result in signals.SelectMany(static signal => signal.AnalysisCall.Arguments.Inputs)
            .Select(static input => input.Result).OfType<ISignalResult>())
            await result.ComputeAsync(cancellationToken).ConfigureAwait(false);
        var pass = await Task.Run(() =>
        {
            var made = signals.Select(static signal => signal.Make()).ToList();
            return new SignalPass(
                signals, made, RunPlan.Create(first.Parent.Source, [.. made.Select(static pair => pair.Udf)], made[0].Context.Selection));
        }, cancellationToken).ConfigureAwait(false);
        // A region that is looked at now is soon looked at again.
        if (first.Region is not null && first.Parent.HeldDirectly is { } held)
            await held.BringAsync(pass.Contexts[0].Selection, cancellationToken).ConfigureAwait(false);
        return pass;
    }

    /// <summary>How the engine goes over the frames, in lines for people.</summary>
    public IReadOnlyList<string> Explain() => [.. _plan.Explain()];

    /// <summary>Goes over the frames on all cores, and gives results on the way.</summary>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Results so far, several times a second, UDF by UDF; the last are complete.</returns>
    public IAsyncEnumerable<ResultSet> RunPartsAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new CpuExecutor().RunPartsAsync(_plan, period: null, progress, control: null, cancellationToken);

    /// <summary>Goes over the frames on all cores.</summary>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The results of each signal.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<ResultArray>>> RunAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var set = await new CpuExecutor().RunAsync(_plan, progress, cancellationToken).ConfigureAwait(false);
        return [.. Signals.Select((_, number) => set.Of(number))];
    }
}
