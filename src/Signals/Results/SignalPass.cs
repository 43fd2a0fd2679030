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

    // UDFs of programs are merged in scan order, and in one step where they like that better.
    private Executor Executor => Signals[0].Executor
        ?? (Signals.Any(static signal => signal.IsOfProgram) ? new DelayedExecutor() : new CpuExecutor());

    /// <summary>Makes a pass ready. Results of other signals that its operations take are computed now.</summary>
    /// <param name="signals">Results over the same frames and positions.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">An analysis cannot run on these frames, or the signals are of different frames.</exception>
    public static Task<SignalPass> PrepareAsync(IReadOnlyList<ResultSignal> signals, CancellationToken cancellationToken = default) =>
        PrepareAsync(signals, options: null, cancellationToken);

    internal static async Task<SignalPass> PrepareAsync(
        IReadOnlyList<ResultSignal> signals, RunOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals is not [var first, ..] || signals.Any(signal => !signal.Frames.Equals(first.Frames)))
            throw new ArgumentException("A pass is for results of the same frames and positions.", nameof(signals));
        await first.Parent.PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (options?.WaitsForFrames != false && signals.Any(static signal => signal.BeginsAtEnd))
            await first.Parent.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        var inputs = new List<IReadOnlyList<ResultArray>>();
        foreach (var signal in signals)
            inputs.Add(await SignalResult.ComputeAsync(signal.AnalysisCall.Arguments, cancellationToken).ConfigureAwait(false));
        var pass = await Task.Run(() =>
        {
            var made = signals.Select(static signal => signal.Make()).ToList();
            return new SignalPass(
                signals,
                made,
                RunPlan.Create(first.Parent.Source, [.. made.Select(static pair => pair.Udf)], made[0].Context.Selection, options));
        }, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(inputs);   // results that are too large to be kept
        // A region that is looked at now is soon looked at again.
        if (first.IsOfRegion && first.Parent.HeldDirectly is { } held)
            await held.BringAsync(pass.Contexts[0].Selection, cancellationToken).ConfigureAwait(false);
        return pass;
    }

    /// <summary>Results of signals over the same frames and positions: what is kept, and in one pass what is not.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="progress">Told about every 50 ms while the pass runs.</param>
    /// <param name="partial">Told several times a second what is there of the pass. Null: nobody.</param>
    /// <param name="prepared">Told of the pass before it begins; not, if everything is kept. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile. Who waits for another that computes the same hears of the end alone, and a pass
    /// goes on as long as anybody waits for it.</param>
    /// <returns>The results of each signal.</returns>
    /// <inheritdoc cref="PrepareAsync(IReadOnlyList{ResultSignal}, CancellationToken)" path="/exception"/>
    /// <exception cref="RunException">An analysis failed.</exception>
    internal static async Task<IReadOnlyList<IReadOnlyList<ResultArray>>> ComputeAsync(
        IReadOnlyList<ResultSignal> signals,
        Action<RunProgress>? progress = null, Action<ResultSet>? partial = null, Action<SignalPass>? prepared = null,
        CancellationToken cancellationToken = default)
    {
        using var toldProgress = new WhileWaiting<RunProgress>(now => progress?.Invoke(now));
        using var toldPartial = new WhileWaiting<ResultSet>(now => partial?.Invoke(now));
        using var toldPrepared = new WhileWaiting<SignalPass>(pass => prepared?.Invoke(pass));
        List<ResultSignal> distinct = [.. signals.Distinct()];
        var parent = distinct[0].Parent;
        var results = await parent.Session.Cache.GetAsync(
            [.. distinct.Select(static signal => (object)signal.Key)],
            async (missing, cancel) =>
            {
                var hadAllData = parent.Root.HasAllData?.Invoke() ?? true;
                var pass = await PrepareAsync([.. missing.Select(number => distinct[number])], cancel).ConfigureAwait(false);
                toldPrepared.Report(pass);
                var computed = await pass.ComputeAsync(
                    progress is null ? null : toldProgress, partial is null ? null : toldPartial, cancel).ConfigureAwait(false);
                return (computed, hadAllData && parent.Source.Growth?.Now is not { End: null });
            },
            cancellationToken).ConfigureAwait(false);
        return [.. signals.Select(signal => results[distinct.IndexOf(signal)])];
    }

    /// <summary>How the engine goes over the frames, in lines for people.</summary>
    public IReadOnlyList<string> Explain() => [.. _plan.Explain()];

    /// <summary>Goes over the frames on all cores, and gives results on the way.</summary>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Results so far, several times a second, UDF by UDF; the last are complete.</returns>
    public IAsyncEnumerable<ResultSet> RunPartsAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Executor.RunPartsAsync(_plan, period: null, progress, control: null, cancellationToken);

    /// <summary>Goes over the frames on all cores.</summary>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The results of each signal.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<ResultArray>>> RunAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var set = await Executor.RunAsync(_plan, progress, cancellationToken).ConfigureAwait(false);
        NoteEnd();
        return [.. Signals.Select((_, number) => set.Of(number))];
    }

    private async Task<IReadOnlyList<IReadOnlyList<ResultArray>>> ComputeAsync(
        IProgress<RunProgress>? progress, IProgress<ResultSet>? partial, CancellationToken cancellationToken)
    {
        if (Signals is [var only]
            && await only.FromSumBeforeAsync(Udfs[0], Contexts[0].Selection, cancellationToken).ConfigureAwait(false) is { } sums)
            return [sums];
        if (partial is null)
            return await RunAsync(progress, cancellationToken).ConfigureAwait(false);
        ResultSet? last = null;
        await foreach (var set in RunPartsAsync(progress, cancellationToken).ConfigureAwait(false))
            partial.Report(last = set);
        NoteEnd();
        return [.. Signals.Select((_, number) => last!.Of(number))];
    }

    private void NoteEnd()
    {
        foreach (var context in Contexts)
            context.NoteEnd(Signals[0].Parent.Source.Growth);
    }
}
