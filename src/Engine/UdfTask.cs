using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What one worker holds for one UDF while it runs: its buffers and its task data.</summary>
/// <remarks>Scan buffers are shared by all workers, which write disjoint positions; detector and single buffers are the worker's own until they are merged.</remarks>
public sealed class UdfTask
{
    private readonly ResultBuffer[] _buffers;

    internal UdfTask(DataDescription data, TileForm form, ResultBuffer[] buffers, object? taskData)
    {
        Data = data;
        Form = form;
        _buffers = buffers;
        TaskData = taskData;
    }

    /// <summary>The data set.</summary>
    public DataDescription Data { get; }

    /// <summary>The form of every tile of this run.</summary>
    public TileForm Form { get; }

    /// <summary>What <see cref="Udf.CreateTaskData"/> returned for this worker.</summary>
    public object? TaskData { get; }

    /// <summary>In <see cref="Udf.GetResults"/>: the scan positions that went in, flat; empty: all.</summary>
    public ReadOnlySpan<bool> ValidScan => MergedScan;

    /// <summary>A buffer, by its number in the UDF's declarations.</summary>
    public ResultBuffer this[int buffer] => _buffers[buffer];

    internal ReadOnlySpan<ResultBuffer> Buffers => _buffers;

    internal bool[]? MergedScan { get; set; }
}
