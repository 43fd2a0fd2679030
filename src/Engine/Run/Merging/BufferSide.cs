using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Where workers get buffers from, and bring what they have found.</summary>
internal abstract class BufferSide
{
    private readonly RunPlan _plan;
    private readonly int _threadsPerWorker;

    protected BufferSide(RunPlan plan, int threadsPerWorker)
    {
        (_plan, _threadsPerWorker) = (plan, threadsPerWorker);
        Store = new(plan.Options.MostRowBytes, plan.Options.TemporaryFolder);
        Tasks = [.. plan.Udfs.Select(udf => new UdfTask(
            udf.Data,
            udf.Form, plan.Selection, [.. udf.Declarations.Select(declared => ResultBuffer.For(declared, plan.Data.Shape, Store))],
            taskData: null, udf.Method)
        { ThreadsPerWorker = threadsPerWorker })];
        Unmeasured = [.. plan.Udfs.Select(udf => udf.UnmeasuredPositions(plan.Data))];
    }

    /// <summary>Whether it takes each partition by itself, whatever the UDFs would gather.</summary>
    public virtual bool TakesPartitions => false;

    /// <summary>Counts requests to merge what workers hold.</summary>
    public virtual int Generation => 0;

    /// <summary>Axes of the scan.</summary>
    protected Extent Scan => _plan.Data.Shape.Scan;

    /// <summary>Where the rows of vectors results go.</summary>
    protected RowStore Store { get; }

    /// <summary>Its own buffers for each UDF.</summary>
    protected UdfTask[] Tasks { get; }

    /// <summary>For each UDF the positions without a measurement; null: there are none.</summary>
    protected UnmeasuredPositions?[] Unmeasured { get; }

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

    /// <summary>A worker's buffers for one UDF: those that are shared are this side's, the others its own.</summary>
    public UdfTask TaskFor(int index, UdfPlan udf, object? taskData, Accelerator? accelerator = null) => new(
        udf.Data,
        udf.FormOn(accelerator),
        _plan.Selection,
        [.. udf.Declarations.Select((declared, b) =>
            declared.IsShared ? Tasks[index][b].ForWorker(Store) : ResultBuffer.For(declared, _plan.Data.Shape, Store))],
        taskData,
        udf.Method)
    { ThreadsPerWorker = _threadsPerWorker, Accelerator = accelerator, Unmeasured = Unmeasured[index] };

    /// <summary>Takes what a worker holds for one UDF.</summary>
    /// <param name="index">Number of the UDF.</param>
    /// <param name="udf">The UDF with the parameters that it ran with.</param>
    /// <param name="from">The worker's buffers; they start again.</param>
    /// <param name="visited">The positions that they hold.</param>
    /// <param name="state">The parameters.</param>
    public abstract void Merge(int index, Udf udf, UdfTask from, IReadOnlyList<FrameRange> visited, RunControl.State state);

    /// <summary>Runs <paramref name="merge"/> when all partitions before <paramref name="number"/> are merged.</summary>
    public abstract void InOrder(int number, Action merge);
}
