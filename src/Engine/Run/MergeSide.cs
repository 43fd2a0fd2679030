using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>The merged buffers of a run.</summary>
internal sealed class MergeSide
{
    private readonly RunPlan _plan;
    private readonly RunControl _control;
    private readonly Lock _gate = new();
    private readonly UdfTask[] _tasks;
    private readonly bool[][] _valid;
    private readonly UnmeasuredPositions?[] _unmeasured;
    private readonly long[] _noData;
    private readonly int[]?[] _versions;
    private readonly (int First, int Last)[] _ranges;
    private readonly Dictionary<int, Action> _waiting = [];
    private int _next;
    private readonly PartitionCollection? _collected;
    private int _generation;
    private int _epoch;

    public MergeSide(RunPlan plan, RunControl control, int threadsPerWorker, bool mergesAll)
    {
        _plan = plan;
        _control = control;
        _collected = mergesAll ? new(plan) : null;
        _tasks = [.. plan.Udfs.Select(udf => new UdfTask(
            udf.Data, udf.Form, plan.Selection, [.. udf.Declarations.Select(declared => ResultBuffer.For(declared, plan.Data.Shape))], taskData: null, udf.Method)
        { ThreadsPerWorker = threadsPerWorker })];
        _valid = [.. plan.Udfs.Select(_ => new bool[plan.Data.Shape.FrameCount])];
        _unmeasured = [.. plan.Udfs.Select(udf => udf.UnmeasuredPositions(plan.Data))];
        _noData = new long[_tasks.Length];
        _versions = new int[]?[_tasks.Length];
        _ranges = new (int, int)[_tasks.Length];
        Preprocess();
    }

    /// <summary>Counts requests to merge what workers hold.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>A worker's buffers for one UDF: scan buffers are the merged ones, the others its own.</summary>
    public UdfTask TaskFor(int index, UdfPlan udf, int threadsPerWorker, Accelerator? accelerator, object? taskData = null) => new(
        udf.Data,
        udf.FormOn(accelerator),
        _plan.Selection,
        [.. udf.Declarations.Select((declared, b) => declared.IsShared ? _tasks[index][b] : ResultBuffer.For(declared, _plan.Data.Shape))],
        taskData ?? TaskDataOf(udf.Udf, udf, accelerator),
        udf.Method)
    { ThreadsPerWorker = threadsPerWorker, Accelerator = accelerator, Unmeasured = _unmeasured[index] };

    /// <summary>What a UDF makes for itself to process such tiles.</summary>
    /// <exception cref="RunException">It failed.</exception>
    public static object? TaskDataOf(Udf udf, UdfPlan plan, Accelerator? accelerator)
    {
        try
        {
            return udf.CreateTaskData(plan.Data, plan.FormOn(accelerator));
        }
        catch (Exception e) when (!RunException.IsOwnWords(udf, e))
        {
            throw RunException.During(udf, nameof(Udf.CreateTaskData), e);
        }
    }

    /// <summary>Asks workers to merge what they hold at the next border of a partition.</summary>
    public void RequestMerge() => Interlocked.Increment(ref _generation);

    /// <summary>Adds what a worker holds for one UDF.</summary>
    /// <param name="index">Number of the UDF.</param>
    /// <param name="udf">The UDF with the parameters that it ran with.</param>
    /// <param name="from">The worker's buffers; they start again.</param>
    /// <param name="visited">The positions that they hold.</param>
    /// <param name="state">The parameters; what was found before a restart is dropped.</param>
    public void Merge(int index, Udf udf, UdfTask from, IReadOnlyList<FrameRange> visited, RunControl.State state)
    {
        lock (_gate)
        {
            if (visited.Count > 0 && state.Epoch == _epoch)
            {
                var into = _tasks[index];
                into.MergedScan = _valid[index];
                from.Runs = visited;
                if (_collected is null || !_collected.Add(index, udf, from))
                    MergeBuffers(udf, into, from);
                Mark(index, visited, state.Version);
                _noData[index] += from.NoData;
            }

            from.Restart();
        }
    }

    /// <summary>Runs <paramref name="merge"/> when all partitions before <paramref name="number"/> are merged.</summary>
    public void InOrder(int number, Action merge)
    {
        lock (_waiting)
        {
            _waiting.Add(number, merge);
            while (_waiting.Remove(_next, out var ready))
            {
                ready();
                _next++;
            }
        }
    }

    /// <summary>Drops everything.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            foreach (var task in _tasks)
            {
                foreach (var buffer in task.Buffers)
                    buffer.Restart();
            }

            foreach (var valid in _valid)
                Array.Clear(valid);
            Array.Clear(_ranges);
            Array.Clear(_noData);
            _collected?.Clear();
            _epoch = _control.Current.Epoch;
            Preprocess();
        }

        lock (_waiting)
            _next = 0;
    }

    /// <summary>The results as they are now; a copy unless nothing will change any more.</summary>
    public ResultSet Results(bool isComplete, bool isLast)
    {
        var udfs = _control.Current.Udfs;
        var sets = new List<UdfResults>();
        lock (_gate)
        {
            for (var i = 0; i < _tasks.Length; i++)
            {
                var index = i;
                if (isLast)
                    _collected?.MergeInto(i, udfs[i].Udf, _tasks[i]);
                var measured = _unmeasured[i]?.Measured(_valid[i]) ?? _valid[i];
                var all = !measured.AsSpan().Contains(false);
                _tasks[i].MergedScan = _valid[i];
                _tasks[i].MeasuredPositions = measured;
                _tasks[i].MeasuredResults = _unmeasured[i]?.MeasuredResults(_valid[i]) ?? [];
                _tasks[i].MeasuredEntry = (result, entry) => _unmeasured[index]?.MeasuredEntry(_valid[index], result, entry);
                var task = isLast ? _tasks[i] : _tasks[i].Copy();
                var versions = isLast ? _versions[i] : (int[]?)_versions[i]?.Clone();
                var range = _ranges[i];
                sets.Add(new(udfs[index].Udf, task, udfs[index].ReportsNoData ? _noData[i] : null, () => [.. ResultCheck.Complete(udfs[index].Udf, task).Select(result => (result.Kind == ResultKind.Scan
                    ? OfPositions(index, result, task, all ? null : task.MeasuredPositions) with { Versions = versions, VersionRange = range }
                    : result with { VersionRange = range }).Blanked())]));
            }
        }

        return new ResultSet(sets, isComplete);
    }

    private ResultArray OfPositions(int index, ResultArray result, UdfTask task, bool[]? measured)
    {
        var placed = result with { Valid = Both(measured, Both(task.MeasuredResults.GetValueOrDefault(result.Name), result.Valid)), Roi = _plan.Selection };
        return _unmeasured[index] is { } unmeasured ? placed.WithoutEntries(unmeasured.Entries(result.Name)) : placed;
    }

    // Positions that went in, and of these the ones at which the UDF found a measurement.
    private static bool[]? Both(bool[]? merged, bool[]? measured) =>
        merged is null || measured is null ? merged ?? measured : [.. merged.Zip(measured, static (isMerged, isMeasured) => isMerged && isMeasured)];

    private static void MergeBuffers(Udf udf, UdfTask into, UdfTask from)
    {
        if (udf is IMergeUdf custom)
        {
            Guard(udf, nameof(IMergeUdf.Merge), () => custom.Merge(into, from));
            return;
        }

        for (var i = 0; i < into.Buffers.Length; i++)
        {
            if (into.Buffers[i].Declaration is { IsShared: false, Use: not BufferUse.ResultOnly })
                into.Buffers[i].MergeFrom(from.Buffers[i]);
        }
    }

    private void Mark(int index, IReadOnlyList<FrameRange> visited, int version)
    {
        var isFirst = !_valid[index].AsSpan().Contains(true);
        _ranges[index] = isFirst ? (version, version) : (Math.Min(_ranges[index].First, version), Math.Max(_ranges[index].Last, version));
        if (version > 0)
            _versions[index] ??= new int[_valid[index].Length];
        foreach (var frames in visited)
        {
            _valid[index].AsSpan((int)frames.Start, frames.Count).Fill(true);
            _versions[index]?.AsSpan((int)frames.Start, frames.Count).Fill(version);
        }
    }

    private void Preprocess()
    {
        for (var i = 0; i < _tasks.Length; i++)
        {
            _tasks[i].Runs = _plan.Selection.Runs;
            if (_control.Current.Udfs[i].Udf is IPreprocessUdf preparing)
                Guard(_control.Current.Udfs[i].Udf, nameof(IPreprocessUdf.Preprocess), () => preparing.Preprocess(_tasks[i]));
        }
    }

    private static void Guard(Udf udf, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not SourceException)
        {
            throw RunException.During(udf, what, e);
        }
    }
}
