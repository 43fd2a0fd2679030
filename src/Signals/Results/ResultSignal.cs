using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace Ronchi.Signals;

/// <summary>Results of an analysis over the frames of a scan: computed when somebody asks for them, and kept in the session.</summary>
public sealed class ResultSignal : ISignal, IEquatable<ResultSignal>
{
    private readonly ScanSelection? _selection;
    private IReadOnlyList<BufferDeclaration>? _declared;
    private ResultNode? _node;

    internal ResultSignal(Scan parent, OperationCall<Analysis> call, ScanRegion? region)
    {
        ArgumentNullException.ThrowIfNull(call);
        (Parent, AnalysisCall, Region) = (parent, call, region);
        Call = new(call.Operation, call.Arguments);
        Id = SignalId.Of(parent, Call, region);
    }

    internal ResultSignal(Scan parent, Udf udf, ScanSelection? selection, Executor? executor)
    {
        ArgumentNullException.ThrowIfNull(udf);
        var analysis = new UdfAnalysis(udf);
        (Parent, AnalysisCall, _selection, Executor) = (parent, new(analysis, Arguments.None(analysis.Schema)), selection, executor);
        Call = new(analysis, AnalysisCall.Arguments);
        Id = SignalId.OfProgram(udf.Name);
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

    internal SignalKey Key => new(Parent.Root, Id);

    /// <summary>Whether the UDF is an object of a program: equal to no other, and without parameters.</summary>
    internal bool IsOfProgram => AnalysisCall.Operation is UdfAnalysis;

    /// <summary>Carries out the pass; null: the usual one.</summary>
    internal Executor? Executor { get; }

    /// <summary>Whether some scan positions go in, not all.</summary>
    internal bool IsOfRegion => Region is not null || _selection is not null;

    /// <summary>Signals with equal ones can be computed in one pass.</summary>
    internal object Frames => (Parent, Region, _selection, Executor);

    /// <summary>One of the results as a parameter of another operation: it is computed first, once.</summary>
    /// <param name="result">Name of the result; null: the only one.</param>
    public SignalInput Input(string? result = null) => SignalInput.Of(new SignalResult(this, result));

    /// <summary>What the analysis computes of these frames: names, kinds and shapes of the results.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The analysis cannot run on these frames.</exception>
    public async Task<IReadOnlyList<BufferDeclaration>> DeclareAsync(CancellationToken cancellationToken = default)
    {
        await Parent.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(Declare, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many scan positions go in.</summary>
    /// <exception cref="ArgumentException">The region does not fit the scan.</exception>
    public long FrameCount => Selected?.FrameCount ?? Parent.Shape.FrameCount;

    /// <summary>How many of their frames are there by now.</summary>
    /// <inheritdoc cref="FrameCount" path="/exception"/>
    public long FramesThere => Parent.Source.Growth?.Now is not { } now ? FrameCount
        : (Selected ?? ScanSelection.All(Parent.Shape.Scan)).Among(now.Arrived).FrameCount;

    /// <summary>The results, if they were computed and are kept; null: they are not.</summary>
    public IReadOnlyList<ResultArray>? Kept => Parent.Session.Cache.Find(Key);

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
    public async Task<IReadOnlyList<ResultArray>> ComputeAsync(
        IProgress<RunProgress>? progress,
        IProgress<IReadOnlyList<ResultArray>>? partial, Action<OperationContext>? prepared,
        CancellationToken cancellationToken = default) =>
        IsGrowing && partial is not null ? await FollowAsync(progress, partial, prepared, cancellationToken).ConfigureAwait(false)
        : (await SignalPass.ComputeAsync(
            [this],
            progress is null ? null : progress.Report,
            partial is null ? null : set => partial.Report(set.Of(0)),
            pass => prepared?.Invoke(pass.Contexts[0]),
            cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// One of the results as it is, with its mask of valid values, when it is awaited: in one pass with others of the same frames that are
    /// awaited then.
    /// </summary>
    /// <param name="name">Name of the result; null: the only one.</param>
    /// <inheritdoc cref="Array" path="/exception"/>
    public SignalValue<ResultArray> Result(string? name = null)
    {
        var declared = FindDeclared(name);
        var node = Node;
        return SignalValue<ResultArray>.Of([node], () => Find(node.Results, declared.Name));
    }

    /// <summary>
    /// One of the results as an array to calculate with; entries that are not valid are NaN, or 0 where the type has no NaN.
    /// </summary>
    /// <remarks>
    /// Nothing is computed now but what the shape follows from. An analysis that has to look for the bright-field disk in some frames, or
    /// takes another signal, is waited for: <see cref="DeclareAsync"/> does so without blocking.
    /// </remarks>
    /// <typeparam name="T">A type that holds the values: <see cref="double"/> holds all real ones, <see cref="Complex"/> all.</typeparam>
    /// <param name="name">Name of the result; null: the only one.</param>
    /// <exception cref="ArgumentException">The UDF cannot run on these data, there is no such result, or it does not hold numbers that
    /// <typeparamref name="T"/> holds.</exception>
    public SignalArray<T> Array<T>(string? name = null)
        where T : unmanaged, INumberBase<T>
    {
        var declared = FindDeclared(name);
        ResultValues.Check<T>(declared.Name, declared.ElementType);
        var result = Result(declared.Name);
        return new(declared.Shape(Parent.Shape), () => ResultValues.Of<T>(result.Value), [result]);
    }

    /// <summary>Whether the pass begins when no more frames will come (<see cref="Analysis.BeginsAtEnd"/>).</summary>
    internal bool BeginsAtEnd => Parent.Root.Arrivals is { End: null } now && AnalysisCall.Operation.BeginsAtEnd(now);

    // Whether frames are still arriving: each who looks meanwhile follows them by himself, and nothing is kept.
    private bool IsGrowing => Parent.Root.Source.Growth is { Now.End: null };

    private async Task<IReadOnlyList<ResultArray>> FollowAsync(
        IProgress<RunProgress>? progress, IProgress<IReadOnlyList<ResultArray>> partial, Action<OperationContext>? prepared,
        CancellationToken cancellationToken)
    {
        var pass = await SignalPass.PrepareAsync([this], cancellationToken).ConfigureAwait(false);
        prepared?.Invoke(pass.Contexts[0]);
        IReadOnlyList<ResultArray> last = [];
        await foreach (var set in pass.RunPartsAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            last = set.Of(0);
            partial.Report(last);
        }

        return last;
    }

    /// <summary>
    /// The results of the frames that are there now: of data that are still arriving what came, else as
    /// <see cref="ComputeAsync(IProgress{RunProgress}?, CancellationToken)"/>.
    /// </summary>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <inheritdoc cref="ComputeAsync(IProgress{RunProgress}?, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<ResultArray>> ComputePresentAsync(CancellationToken cancellationToken = default)
    {
        if (!IsGrowing)
            return await ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false);
        var pass = await SignalPass.PrepareAsync([this], RunOptions.Present, cancellationToken).ConfigureAwait(false);
        return (await pass.RunAsync(progress: null, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Computes one result as an array, row-major; entries that are not valid are NaN, or 0 where the type has no NaN.</summary>
    /// <typeparam name="T">A type that holds the values: <see cref="double"/> holds all real ones, <see cref="Complex"/> all.</typeparam>
    /// <param name="result">Name of the result; null: the only one.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">There is no such result, or several and none was named.</exception>
    /// <exception cref="OverflowException">A value is out of the type's range.</exception>
    public async Task<T[]> ToArrayAsync<T>(string? result = null, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
        => ResultValues.Of<T>(Find(await ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false), result));

    /// <summary>Computes a vectors result.</summary>
    /// <param name="result">Name of the result; null: the only one.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">There is no such result, several and none was named, or it is an array.</exception>
    public async Task<Vectors> ToVectorsAsync(string? result = null, CancellationToken cancellationToken = default)
    {
        var found = Find(await ComputeAsync(progress: null, cancellationToken).ConfigureAwait(false), result);
        return found.Vectors
            ?? throw new ArgumentException($"'{found.Name}' of '{Call.Operation.Name}' is an array: take it with {nameof(ToArrayAsync)}.");
    }

    /// <inheritdoc/>
    public bool Equals(ResultSignal? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResultSignal);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The UDF, and what was found and noted while it was made.</summary>
    internal (Udf Udf, OperationContext Context) Make()
    {
        var context = Parent.Session.ContextOf(Parent, Selected);
        return (AnalysisCall.Operation.Create(context, AnalysisCall.Arguments), context);
    }

    internal ResultArray Find(IReadOnlyList<ResultArray> results, string? name) =>
        Choose(results, static result => (result.Name, result.Use), name);

    /// <summary>The results from a sum of the frames before; null: they cannot be had in this way.</summary>
    internal async Task<IReadOnlyList<ResultArray>?> FromSumBeforeAsync(
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

    private ScanSelection? Selected => _selection ?? Region?.Select(Parent.Session.ContextOf(Parent), "region");

    private ResultNode Node
    {
        get
        {
            if (_node is null)
                Interlocked.CompareExchange(ref _node, new(this), null);
            return _node;
        }
    }

    private BufferDeclaration FindDeclared(string? name) => Choose(
        Declare().Where(static buffer => buffer.Use != BufferUse.Private), static buffer => (buffer.Name, buffer.Use), name);

    private IReadOnlyList<BufferDeclaration> Declare()
    {
        if (_declared is not null)
            return _declared;
        var (udf, context) = Make();
        return _declared = [.. UdfPlan.Declared(udf, DataFor(udf, context))];
    }

    // What is only reported beside the results is found by its name alone.
    private T Choose<T>(IEnumerable<T> all, Func<T, (string Name, BufferUse Use)> of, string? name)
    {
        var shown = all.Where(one => of(one).Use == BufferUse.Result).ToList();
        if (name is null && shown is [var only])
            return only;
        var names = string.Join(", ", shown.Select(one => $"'{of(one).Name}'"));
        return name is null
            ? throw new ArgumentException($"'{Call.Operation.Name}' has {shown.Count} results ({names}): name one.")
            : all.Where(one => of(one).Name == name).Take(1).ToList() is [var named]
            ? named
            : throw new ArgumentException($"'{Call.Operation.Name}' has no result '{name}', only {names}.");
    }

    // The data as the UDF will see them.
    private DataDescription DataFor(Udf udf, OperationContext context) => DataDescription.Of(Parent.Source, context.Selection) with
    {
        ElementType = udf.PreferredType is { } preferred ? Promotion.Of(Parent.ElementType, preferred) : Parent.ElementType,
    };
}
