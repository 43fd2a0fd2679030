using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Lazy;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace Ronchi.Signals;

/// <summary>Results of an analysis over the frames of a scan: computed when somebody asks for them, and kept in the session.</summary>
public sealed class ResultSignal : ISignal, IEquatable<ResultSignal>
{
    internal ResultSignal(Scan parent, OperationCall<Analysis> call, ScanRegion? region)
    {
        ArgumentNullException.ThrowIfNull(call);
        (Parent, AnalysisCall, Region) = (parent, call, region);
        Call = new(call.Operation, call.Arguments);
        Id = SignalId.Of(parent, Call, region);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public Scan Parent { get; }

    /// <inheritdoc/>
    public OperationCall<Operation> Call { get; }

    /// <inheritdoc/>
    public ScanRegion? Region { get; }

    internal OperationCall<Analysis> AnalysisCall { get; }

    internal ResultKey Key => new(Parent.Root, Id);

    /// <summary>One of the results as a parameter of another operation: it is computed first, once.</summary>
    /// <param name="result">Name of the result; null: the only one.</param>
    public SignalInput Input(string? result = null) => SignalInput.Of(new SignalResult(this, result));

    /// <summary>What the analysis computes of these frames: names, kinds and shapes of the results.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The analysis cannot run on these frames.</exception>
    public async Task<IReadOnlyList<BufferDeclaration>> DeclareAsync(CancellationToken cancellationToken = default)
    {
        await Parent.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(() =>
        {
            var (udf, context) = Make();
            return (IReadOnlyList<BufferDeclaration>)[.. UdfPlan.Declared(udf, DataFor(udf, context))];
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many scan positions go in.</summary>
    /// <exception cref="ArgumentException">The region does not fit the scan.</exception>
    public long FrameCount => Region?.Select(Parent.Session.ContextOf(Parent), "region").FrameCount ?? Parent.Shape.FrameCount;

    /// <summary>The results, if they were computed and are kept; null: they are not.</summary>
    public IReadOnlyList<ResultArray>? Kept => Parent.Session.Results.Find(Key);

    /// <summary>Computes the results, or gives what is kept.</summary>
    /// <param name="progress">Told about every 50 ms while a pass over the frames runs.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The analysis cannot run on these frames.</exception>
    /// <exception cref="RunException">The analysis failed.</exception>
    public Task<IReadOnlyList<ResultArray>> ComputeAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ComputeAsync(progress, partial: null, prepared: null, cancellationToken);

    /// <summary>Computes the results, or gives what is kept, and tells of them on the way.</summary>
    /// <param name="progress">Told about every 50 ms while a pass over the frames runs.</param>
    /// <param name="partial">Told several times a second what is there; who waits for another that computes the same hears of the end
    /// alone. Null: nobody.</param>
    /// <param name="prepared">Told what was found and noted before the pass begins. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <inheritdoc cref="ComputeAsync(IProgress{RunProgress}?, CancellationToken)" path="/exception"/>
    public Task<IReadOnlyList<ResultArray>> ComputeAsync(
        IProgress<RunProgress>? progress,
        IProgress<IReadOnlyList<ResultArray>>? partial, Action<OperationContext>? prepared,
        CancellationToken cancellationToken = default) =>
        Parent.Session.Results.GetAsync(Key, async cancel =>
        {
            var mayBeKept = Parent.Root.HasAllData?.Invoke() ?? true;
            var pass = await SignalPass.PrepareAsync([this], cancel).ConfigureAwait(false);
            prepared?.Invoke(pass.Contexts[0]);
            if (await FromSumBeforeAsync(pass.Udfs[0], pass.Contexts[0].Selection, cancel).ConfigureAwait(false) is { } sums)
                return (sums, mayBeKept);
            if (partial is null)
                return ((await pass.RunAsync(progress, cancel).ConfigureAwait(false))[0], mayBeKept);
            IReadOnlyList<ResultArray> last = [];
            await foreach (var set in pass.RunPartsAsync(progress, cancel).ConfigureAwait(false))
                partial.Report(last = set.Of(0));
            return (last, mayBeKept);
        }, cancellationToken);

    /// <summary>Computes one result as an array, row-major; entries that are not valid are NaN, or 0 where the type has no NaN.</summary>
    /// <typeparam name="T">A type that holds the values: <see cref="double"/> holds all real ones, <see cref="Complex"/> all.</typeparam>
    /// <param name="result">Name of the result; null: the only one.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">There is no such result, or several and none was named.</exception>
    /// <exception cref="OverflowException">A value is out of the type's range.</exception>
    public async Task<T[]> ToArrayAsync<T>(string? result = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
        => ResultValues.Of<T>(Find(await ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false), result));

    /// <inheritdoc/>
    public bool Equals(ResultSignal? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResultSignal);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The UDF, and what was found and noted while it was made.</summary>
    internal (Udf Udf, OperationContext Context) Make()
    {
        var selection = Region?.Select(Parent.Session.ContextOf(Parent), "region");
        var context = Parent.Session.ContextOf(Parent, selection);
        return (AnalysisCall.Operation.Create(context, AnalysisCall.Arguments), context);
    }

    internal ResultArray Find(IReadOnlyList<ResultArray> results, string? name)
    {
        var shown = results.Where(static result => result.Use == BufferUse.Result).ToList();
        return (name, shown) switch
        {
            (null, [var only]) => only,
            (null, _) =>
                throw new ArgumentException(
                    $"'{Call.Operation.Name}' has {shown.Count} results "
                    + $"({string.Join(", ", shown.Select(static result => $"'{result.Name}'"))}): name one."),
            _ =>
                results.FirstOrDefault(result => result.Name == name)
                    ?? throw new ArgumentException(
                        $"'{Call.Operation.Name}' has no result '{name}', only "
                        + $"{string.Join(", ", shown.Select(static result => $"'{result.Name}'"))}."),
        };
    }

    // Null: not in this way.
    private async Task<IReadOnlyList<ResultArray>?> FromSumBeforeAsync(
        Udf udf, ScanSelection selection, CancellationToken cancellationToken)
    {
        if (Parent is not { FrameCall: { Operation.IsAdditive: true } call, Parent: { } before } || !SumsBefore.Can(udf, before.Source))
            return null;
        var sum = before.Analyse(new SumAnalysis().Name, Region);
        // From files a run reads only what the operation leaves.
        if (sum.Kept is null && !(before.Root is { Resident: not null } root && root.HasAllData?.Invoke() != false))
            return null;
        var sums = await sum.ComputeAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return SumsBefore.Of(
            udf,
            Parent.Source,
            before.Source,
            Find(sums, name: null),
            source => call.Operation.Derive(source, before.Session.ContextOf(before), call.Arguments),
            selection);
    }

    // The data as the UDF will see them.
    private DataDescription DataFor(Udf udf, OperationContext context) => DataDescription.Of(Parent.Source, context.Selection) with
    {
        ElementType = udf.PreferredType is { } preferred ? Promotion.Of(Parent.ElementType, preferred) : Parent.ElementType,
    };
}
