using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>The merged buffers of a run.</summary>
internal sealed class MergeSide : BufferSide
{
    private readonly RunPlan _plan;
    private readonly RunControl _control;
    private readonly Lock _gate = new();
    private readonly bool[][] _valid;
    private readonly long[] _noData;
    private readonly int[]?[] _versions;
    private readonly (int First, int Last)[] _ranges;
    private readonly Dictionary<int, Action> _waiting = [];
    private int _next;
    private readonly PartitionCollection? _collected;
    private int _generation;
    private int _epoch;

    public MergeSide(RunPlan plan, RunControl control, int threadsPerWorker, bool mergesAll)
        : base(plan, threadsPerWorker)
    {
        _plan = plan;
        _control = control;
        _collected = mergesAll ? new(plan) : null;
        _valid = [.. plan.Udfs.Select(_ => new bool[plan.Data.Shape.FrameCount])];
        _noData = new long[Tasks.Length];
        _versions = new int[]?[Tasks.Length];
        _ranges = new (int, int)[Tasks.Length];
        Preprocess();
    }

    /// <inheritdoc/>
    public override int Generation => Volatile.Read(ref _generation);

    /// <summary>Asks workers to merge what they hold at the next border of a partition.</summary>
    public void RequestMerge() => Interlocked.Increment(ref _generation);

    /// <inheritdoc/>
    /// <remarks>What was found before a restart is dropped.</remarks>
    public override void Merge(int index, Udf udf, UdfTask from, IReadOnlyList<FrameRange> visited, RunControl.State state)
    {
        lock (_gate)
        {
            if (visited.Count > 0 && state.Epoch == _epoch)
            {
                var into = Tasks[index];
                into.MergedScan = _valid[index];
                from.Runs = visited;
                if (_collected is null || !_collected.Add(index, udf, from))
                    MergeBuffers(udf, into, from);
                for (var i = 0; i < into.Buffers.Length; i++)
                    into.Buffers[i].Rows?.Take(from.Buffers[i].Rows!);
                Mark(index, visited, state.Version);
                _noData[index] += from.NoData;
            }

            from.Restart();
        }
    }

    /// <inheritdoc/>
    public override void InOrder(int number, Action merge)
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
            foreach (var task in Tasks)
            {
                foreach (var buffer in task.Buffers)
                    buffer.Restart();
            }

            Store.Restart();

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
        var room = _plan.Data.Shape.Scan;
        lock (_gate)
        {
            var scan = EndOf(room);
            for (var i = 0; i < Tasks.Length; i++)
            {
                var index = i;
                if (isLast)
                    _collected?.MergeInto(i, udfs[i].Udf, Tasks[i]);
                // Of frames that were still to come, those count that came.
                if (isLast && _plan.Growth is not null)
                    Tasks[i].Roi = ScanSelection.FromMask(room, _valid[i]);
                var measured = Unmeasured[i]?.Measured(_valid[i]) ?? _valid[i];
                Tasks[i].MergedScan = _valid[i];
                Tasks[i].MeasuredPositions = measured;
                Tasks[i].MeasuredResults = Unmeasured[i]?.MeasuredResults(_valid[i]) ?? [];
                Tasks[i].MeasuredEntry = (result, entry) => Unmeasured[index]?.MeasuredEntry(_valid[index], result, entry);
                var now = isLast ? Tasks[i] : Tasks[i].Copy();
                var task = scan == room ? now : now.EndingWith(scan);
                var versions = isLast && scan == room ? _versions[i] : _versions[i]?[..(int)scan.Count];
                var range = _ranges[i];
                sets.Add(new(
                    udfs[index].Udf,
                    task,
                    udfs[index].ReportsNoData ? _noData[i] : null,
                    () => [.. ResultCheck.Complete(udfs[index].Udf, task)
                        .Select(result => (Measured(index, result.EndingWith(scan), task) with
                        {
                            Versions = result.Kind == ResultKind.Scan ? versions : null,
                            VersionRange = range,
                        }).Blanked())]));
            }
        }

        return new ResultSet(sets, isComplete);
    }

    private ResultArray Measured(int index, ResultArray result, UdfTask task) => result switch
    {
        { Kind: ResultKind.Scan } => OfPositions(index, result, task, task.MeasuredScan.Contains(false) ? task.MeasuredPositions : null),
        { Positions: not null } => result.MeasuredAt(task.MeasuredScan),
        _ => result,
    };

    private ResultArray OfPositions(int index, ResultArray result, UdfTask task, bool[]? measured)
    {
        var placed = result with
        {
            Valid = Both(measured, Both(task.MeasuredResults.GetValueOrDefault(result.Name), result.Valid)),
            Roi = task.Roi,
        };
        if (placed.Vectors is { } vectors)
            return placed.Holding(vectors.Where(placed.Valid));
        return Unmeasured[index] is { } unmeasured ? placed.WithoutEntries(unmeasured.Entries(result.Name)) : placed;
    }

    // There was room for more positions than came, or than have come so far: what a UDF makes of neighbours, or of the size of the scan,
    // is of those that are there.
    private Extent EndOf(Extent room)
    {
        if (_plan.Source.Growth?.Now is not { } now)
            return room;
        if (now.End is null)
            return now.ScanSoFar(room) is { Count: > 0 } scan ? scan : room;
        if (now.OfData.Arrived.Count > 0)
            _ = _plan.Selection.BehindEnd(now.ScanOf(room));   // refuses a region of which nothing came
        return now.ScanOf(room);
    }

    // Positions that went in, and of these the ones at which the UDF found a measurement.
    private static bool[]? Both(bool[]? merged, bool[]? measured) =>
        merged is null || measured is null
            ? merged ?? measured
            : [.. merged.Zip(measured, static (isMerged, isMeasured) => isMerged && isMeasured)];

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
        for (var i = 0; i < Tasks.Length; i++)
        {
            Tasks[i].Runs = _plan.Selection.Runs;
            if (_control.Current.Udfs[i].Udf is IPreprocessUdf preparing)
                Guard(_control.Current.Udfs[i].Udf, nameof(IPreprocessUdf.Preprocess), () => preparing.Preprocess(Tasks[i]));
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
