using System.Collections.Immutable;
using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>
/// Frames on which operations work: an open data set, or frames that are made from those of another scan when somebody looks at them.
/// </summary>
/// <remarks>A scan that was derived from another holds nothing of its own: it can be used as long as the data set is open.</remarks>
public sealed class Scan : ISignal, IDisposable
{
    private readonly Lock _gate = new();   // of the two below; who holds it asks the parent, never what is derived
    private readonly List<IFrameSource> _committed = [];   // files that stand in, the last one read
    private IFrameSource? _source;
    private ImmutableArray<Axis> _places;   // of derived frames, as they are made; a file that stands in has the same

    // Those that a file stands in for, or for what is derived from them, are kept.
    private readonly OneOfEach<OperationCall<FrameOperation>, Scan> _derived = new();

    /// <summary>Takes over a source.</summary>
    public Scan(IFrameSource source)
        : this(source, new Session(), request: null)
    {
    }

    internal Scan(IFrameSource source, Session session, ScanRequest? request) =>
        (_source, Session, Request, Id) = (source, session, request, SignalId.OfData(request));

    private Scan(Scan parent, OperationCall<FrameOperation> call)
    {
        (Parent, FrameCall, Session) = (parent, call, parent.Session);
        Call = new(call.Operation, call.Arguments);
        Id = SignalId.Of(parent, Call, region: null);
    }

    /// <summary>When the data were opened, in universal time: files that changed later hold others.</summary>
    internal DateTime OpenedAt { get; } = DateTime.UtcNow;

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public Scan? Parent { get; }

    /// <inheritdoc/>
    public OperationCall<Operation>? Call { get; }

    ScanRegion? ISignal.Region => null;

    /// <summary>How the data were opened; null: by the program itself, or the frames are derived.</summary>
    public ScanRequest? Request { get; }

    /// <summary>The session whose operations and cache are used.</summary>
    public Session Session { get; }

    /// <summary>Where frames come from.</summary>
    /// <remarks>
    /// Of derived frames the source is made when it is first asked for. An operation that takes another signal waits for it then:
    /// <see cref="PrepareAsync"/> does so without blocking.
    /// </remarks>
    /// <exception cref="ArgumentException">The operation does not fit the frames before it.</exception>
    public IFrameSource Source
    {
        get
        {
            lock (_gate)
                return _source ??= DerivedFrames.Of(FrameCall!, Parent!.Source, Session.ContextOf(Parent), Parent.Places, out _places);
        }
    }

    /// <summary>
    /// Where positions and pixels lie in those of the data, whatever the calibration: axes in pixels of <see cref="Root"/>, whose unit
    /// names it. An axis in <c>px</c> lies along none of the data; empty: not known.
    /// </summary>
    public ImmutableArray<Axis> Places => Parent is not null && Source is not null
        ? _places
        : [.. Enumerable.Repeat(new Axis("place", Unit: $"px of {Id}"), Shape.Full.Rank)];

    /// <summary>Whether the source is there: of derived frames it is made when somebody first asks.</summary>
    public bool IsPrepared => _source is not null;

    /// <summary>The data in memory; null: they are read on demand, or made from others.</summary>
    public IResidentScan? Resident { get; init; }

    /// <summary>
    /// The data in memory, where nothing happens to frames on their way from them: what their form does better than a run holds for the
    /// scan. Null: something happens, or they are not in memory.
    /// </summary>
    internal IResidentScan? HeldDirectly => Resident is { } held && ReferenceEquals(_source, held) ? held : null;

    /// <summary>What is known of the data and the experiment.</summary>
    public SourceInfo Info => Source.Info;

    /// <summary>Scan and detector axes.</summary>
    public DataShape Shape => Source.Shape;

    /// <summary>Scan and detector axes of what is there so far: where nobody knows how many frames will come, the scan ends with the last
    /// line of which there is one.</summary>
    public DataShape ShapeSoFar => Source.Growth?.Now is { } now ? Shape with { Scan = now.ScanSoFar(Shape.Scan) } : Shape;

    /// <summary>What is there of data that another program writes, or how they ended; null: they were there from the beginning.</summary>
    public Arrivals? Arrivals => (Source.Growth ?? (Root.Source as EndedScan)?.Ended)?.Now;

    /// <summary>Type of the stored values.</summary>
    public ElementType ElementType => Source.ElementType;

    /// <summary>Whether all data are there; null: they always are. What follows from a part is not kept.</summary>
    internal Func<bool>? HasAllData { get; init; }

    /// <summary>The bright-field disk, if it is known already; null: it is looked for when an operation needs it.</summary>
    internal Func<BrightFieldDisk?>? KnownDisk { get; init; }

    /// <summary>The data set at the beginning: the scan itself, or that from which its frames are derived.</summary>
    public Scan Root => Parent?.Root ?? this;

    /// <summary>What makes these frames from those of <see cref="Parent"/>; null: they are the data.</summary>
    internal OperationCall<FrameOperation>? FrameCall { get; }

    /// <summary>
    /// Frames that an operation makes from these: <c>scan.Derive(new CropParameters { … })</c>. Nothing is computed before somebody asks
    /// for a frame.
    /// </summary>
    /// <param name="parameters">The parameter record of the operation.</param>
    /// <exception cref="ArgumentException">It belongs to no frame operation of the session.</exception>
    public Scan Derive(object parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (Session.Analyses.Any(analysis => analysis.Schema.Record == parameters.GetType()))
            throw new ArgumentException(
                $"{parameters.GetType().Name} holds the parameters of an analysis, which gives results, not frames: use {nameof(Analyse)}.",
                nameof(parameters));
        return Derive(OperationCall<FrameOperation>.Of(parameters, Session.FrameOperations));
    }

    /// <summary>Frames that an operation makes from these.</summary>
    /// <param name="call">The operation with its parameters. The same call gives the same scan, as long as somebody has it.</param>
    public Scan Derive(OperationCall<FrameOperation> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _derived.Of(call, () => new(this, call));
    }

    /// <summary>
    /// Results of an analysis, computed when somebody asks for them: <c>scan.Analyse(new VirtualImageParameters { … })</c>.
    /// </summary>
    /// <param name="parameters">The parameter record of the analysis.</param>
    /// <param name="region">The scan positions that go in. Null: all.</param>
    /// <exception cref="ArgumentException">It belongs to no analysis of the session, or to several.</exception>
    public ResultSignal Analyse(object parameters, ScanRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (Session.FrameOperations.Any(operation => operation.Schema.Record == parameters.GetType()))
            throw new ArgumentException(
                $"{parameters.GetType().Name} holds the parameters of a frame operation, which gives "
                + $"frames, not results: use {nameof(Derive)}.",
                nameof(parameters));
        return Analyse(OperationCall<Analysis>.Of(parameters, Session.Analyses), region);
    }

    /// <summary>Results of an analysis by its name, with its defaults.</summary>
    /// <param name="analysis">Name of the analysis.</param>
    /// <param name="region">The scan positions that go in. Null: all.</param>
    /// <exception cref="FormatException">There is no analysis of that name.</exception>
    public ResultSignal Analyse(string analysis, ScanRegion? region = null)
    {
        var found = OperationCall<Analysis>.Find(analysis, Session.Analyses);
        return Analyse(new OperationCall<Analysis>(found, Arguments.None(found.Schema)), region);
    }

    /// <summary>Results of an analysis by its name, of parameters that several analyses take.</summary>
    /// <param name="analysis">Name of the analysis.</param>
    /// <param name="parameters">Its parameter record.</param>
    /// <param name="region">The scan positions that go in. Null: all.</param>
    /// <exception cref="FormatException">There is no analysis of that name.</exception>
    /// <exception cref="ArgumentException">It takes other parameters.</exception>
    public ResultSignal Analyse(string analysis, object parameters, ScanRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Analyse(OperationCall<Analysis>.Of(parameters, [OperationCall<Analysis>.Find(analysis, Session.Analyses)]), region);
    }

    /// <summary>Results of an analysis, computed when somebody asks for them.</summary>
    /// <param name="call">The analysis with its parameters.</param>
    /// <param name="region">The scan positions that go in. Null: all.</param>
    public ResultSignal Analyse(OperationCall<Analysis> call, ScanRegion? region = null) => new(this, call, region);

    /// <summary>Results of an analysis over a region as people point at it: of a series, in the member that they look at.</summary>
    /// <param name="call">The analysis with its parameters.</param>
    /// <param name="region">The scan positions that go in, as in <c>rect:0,0,31,31</c>. Null: all, of all members.</param>
    /// <param name="member">Flat index over the scan axes before the last two.</param>
    /// <exception cref="FormatException">The text is no region.</exception>
    public ResultSignal AnalyseRegion(OperationCall<Analysis> call, string? region, long member)
    {
        ScanRegion? positions = region is null ? null : ScanRegion.Parse(region);
        return Analyse(call, Shape.Scan.Rank > 2 ? positions?.OfMember(member) : positions);
    }

    /// <summary>Makes the source of derived frames, and computes first what their operations take from other signals.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">An operation does not fit the frames before it.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (_source is not null)
            return;
        await Parent!.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var inputs = await SignalResult.ComputeAsync(FrameCall!.Arguments, cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Source, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(inputs);   // results that are too large to be kept
    }

    /// <summary>
    /// One frame, as a run over the scan sees it: values that are no measurement, and pixels that are masked, are not valid.
    /// </summary>
    /// <param name="position">Its scan position, slow axis first.</param>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    public Task<ResultArray> FrameAsync(params long[] position) => FrameAsync(position, CancellationToken.None);

    /// <inheritdoc cref="FrameAsync(long[])"/>
    public async Task<ResultArray> FrameAsync(long[] position, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var flat = Shape.Scan.IndexOf(position);
        if (Source.Growth?.Now is { End: null } now && !now.Readable.Contains(flat))
            throw new ArgumentException($"The frame at position {string.Join(',', position)} is "
                + $"{(now.Lost.Contains(flat) ? "lost" : now.Arrived.Contains(flat) ? "no longer held" : "not there yet")}: "
                + $"{now.Extent} have come; {nameof(ArrivingFrames.WaitForFrameAsync)} waits for it.", nameof(position));
        if (!Source.Validity.IsRecorded(flat))
            throw new ArgumentException($"No frame was recorded at position {string.Join(',', position)}.", nameof(position));
        if (Parent is null)
            return await Task.Run(Read, cancellationToken).ConfigureAwait(false);
        // What was made once is looked at again.
        return (await Session.Cache.GetAsync(
            new SignalKey(Root, Id, flat),
            _ =>
            {
                var mayBeKept = (Root.HasAllData?.Invoke() ?? true) && Source.Growth?.Now is not { End: null };
                return Task.FromResult(((IReadOnlyList<ResultArray>)[Read()], mayBeKept));
            },
            cancellationToken).ConfigureAwait(false))[0];

        ResultArray Read() => ElementType.Dispatch<MeasuredFrame, ResultArray>(new(Source, HeldDirectly, flat));
    }

    /// <summary>Runs UDFs over the data in one pass, on all cores.</summary>
    /// <param name="udfs">What to compute.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">A UDF cannot run on these data.</exception>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="RunCanceledException">The run was cancelled; partial results are inside.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public async Task<ResultSet> RunAsync(
        IReadOnlyList<Udf> udfs,
        ScanSelection? selection = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await new CpuExecutor().RunAsync(RunPlan.Create(Source, udfs, selection), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs UDFs with the given executor.</summary>
    /// <param name="executor">Carries out the run.</param>
    /// <param name="udfs">What to compute.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="options">What the user decides instead of the engine. Null: nothing.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{Udf}, ScanSelection?, IProgress{RunProgress}?, CancellationToken)" path="/exception"/>
    public Task<ResultSet> RunAsync(
        Executor executor,
        IReadOnlyList<Udf> udfs,
        ScanSelection? selection = null,
        RunOptions? options = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.RunAsync(RunPlan.Create(Source, udfs, selection, options), progress, cancellationToken);
    }

    /// <summary>Applies a function to every frame.</summary>
    /// <typeparam name="T">Type of the pixels that the function takes.</typeparam>
    /// <typeparam name="TResult">A number, or an array of numbers of always the same length.</typeparam>
    /// <param name="function">Called from several threads at once.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>A value for each scan position; see <see cref="Map{T, TResult}"/>.</returns>
    public async Task<ResultArray> MapAsync<T, TResult>(
        FrameFunction<T, TResult> function, ScanSelection? selection = null, CancellationToken cancellationToken = default)
        where T : unmanaged
        => (await RunAsync([new Map<T, TResult>(function)], selection, cancellationToken: cancellationToken).ConfigureAwait(
            false))[Map<T, TResult>.Result];

    /// <summary>
    /// Frames one after another, each with its flat scan position, in scan order: <c>await foreach</c>, or any operator of sequences. Each
    /// is an array of its own; a few are read at a time.
    /// </summary>
    /// <typeparam name="T">Type of the values as they are stored.</typeparam>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the type of the stored values, or the selection belongs to
    /// another scan.</exception>
    public IAsyncEnumerable<(long Position, T[] Frame)> Frames<T>(ScanSelection? selection = null)
        where T : unmanaged
        => FrameSequence.Of<T>(Source, selection);

    /// <summary>Partial results while UDFs run; the last ones are complete.</summary>
    /// <param name="udfs">What to compute.</param>
    /// <param name="period">Time between two partial results; null: 50 ms.</param>
    /// <param name="selection">Scan positions to visit. Null: all.</param>
    /// <param name="control">Changes parameters meanwhile. Null: they stay.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    public IAsyncEnumerable<ResultSet> RunPartsAsync(
        IReadOnlyList<Udf> udfs, TimeSpan? period = null, ScanSelection? selection = null,
        RunControl? control = null, CancellationToken cancellationToken = default) =>
        new CpuExecutor().RunPartsAsync(RunPlan.Create(Source, udfs, selection), period, progress: null, control, cancellationToken);

    /// <summary>Runs one UDF over all frames.</summary>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{Udf}, ScanSelection?, IProgress{RunProgress}?, CancellationToken)"/>
    public Task<ResultSet> RunAsync(Udf udf, CancellationToken cancellationToken = default) =>
        RunAsync([udf], cancellationToken: cancellationToken);

    /// <summary>
    /// Results of a UDF, computed when somebody asks for them: in one pass with others of the same frames and positions that are asked for
    /// then. <c>scan.Run(new Sum()).Array&lt;double&gt;()</c> is an array to calculate with.
    /// </summary>
    /// <param name="udf">What to compute. It must not change afterwards.</param>
    /// <param name="selection">Scan positions to visit; with the same one UDFs go over the frames together. Null: all.</param>
    /// <param name="executor">Carries out the pass. Null: on all cores, partitions merged in scan order.</param>
    public ResultSignal Run(Udf udf, ScanSelection? selection = null, Executor? executor = null) => new(this, udf, selection, executor);

    /// <summary>Reads the frames from a file from now on: it holds the same, and so does what is derived from them.</summary>
    internal void StandIn(IFrameSource file)
    {
        lock (_gate)
        {
            _committed.Add(file);
            _source = file;
        }

        foreach (var derived in _derived.There)
            derived.DeriveAnew();
        for (var scan = this; scan.Parent is { } parent; scan = parent)
            parent._derived.Keep(scan);
    }

    /// <summary>Takes frames that have ended for plain ones, and what is derived from them for derived from those.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (_source is not { Growth.Now.End: not null } ended)
                return;
            _source = new EndedScan(ended);
        }

        foreach (var derived in _derived.There)
            derived.DeriveAnew();
    }

    // Files that stand in for these frames, and for those that are derived from them.
    private IEnumerable<IFrameSource> Committed()
    {
        lock (_gate)
            return [.. _committed, .. _derived.Kept.SelectMany(static scan => scan.Committed())];
    }

    private void DeriveAnew()
    {
        lock (_gate)
        {
            if (_committed.Count > 0)
                return;
            _source = null;
        }

        foreach (var derived in _derived.There)
            derived.DeriveAnew();
    }

    /// <summary>Closes the data set; derived frames cannot be read any longer.</summary>
    public void Dispose()
    {
        if (Parent is not null)
            return;
        foreach (var file in Committed())
            file.Dispose();
        _source!.Dispose();
        Session.Cache.Forget(key => key is SignalKey { Root: var root } && root == this);
    }
}
