using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace Ronchi.Signals;

/// <summary>An analysis that is ready to run on a scan in memory.</summary>
public sealed class AnalysisRun
{
    private readonly RunPlan _plan;

    private AnalysisRun(OperationCall<Analysis> call, AnalysisContext context, RunPlan plan) => (Call, Context, _plan) = (call, context, plan);

    /// <summary>The analysis and its parameters.</summary>
    public OperationCall<Analysis> Call { get; }

    /// <summary>What the analysis found and noted while it was made.</summary>
    public AnalysisContext Context { get; }

    /// <summary>Makes a run ready: everything that can be refused is refused here.</summary>
    /// <param name="session">The session of the scan.</param>
    /// <param name="scan">The scan, complete.</param>
    /// <param name="call">The analysis and its parameters.</param>
    /// <param name="selection">The region of interest; null: all positions.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The analysis cannot run on these data.</exception>
    public static Task<AnalysisRun> PrepareAsync(Session session, ResidentScan scan, OperationCall<Analysis> call, ScanSelection? selection = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(call);
        return Task.Run(
            () =>
            {
                var context = session.ContextOf(scan.Scan, selection, scan.Disk);
                var udf = call.Operation.Create(context, call.Arguments);
                return new AnalysisRun(call, context, RunPlan.Create(scan.Scan.Source, [udf], context.Selection));
            },
            cancellationToken);
    }

    /// <summary>Runs it on all cores.</summary>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Results so far, several times a second; the last are complete.</returns>
    public IAsyncEnumerable<ResultSet> RunPartsAsync(IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new CpuExecutor().RunPartsAsync(_plan, period: null, progress, control: null, cancellationToken);
}
