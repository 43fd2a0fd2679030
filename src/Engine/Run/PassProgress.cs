using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Says of every report which pass over the data it belongs to.</summary>
internal sealed class PassProgress : IProgress<RunProgress>
{
    private readonly IProgress<RunProgress> _progress;
    private readonly int _pass;
    private readonly int? _passes;

    private PassProgress(IProgress<RunProgress> progress, int pass, int? passes) => (_progress, _pass, _passes) = (progress, pass, passes);

    /// <summary>Reports of one pass of a plan; null when nobody listens.</summary>
    public static PassProgress? Of(IProgress<RunProgress>? progress, RunPlan plan, int pass)
    {
        if (progress is null)
            return null;
        int? further = 0;
        foreach (var udf in plan.Udfs)
        {
            if (udf.Udf is IMultiPassUdf passes)
                further = further is { } most && passes.FurtherPasses is { } own ? Math.Max(most, own) : null;
        }

        return new(progress, pass, pass + further);
    }

    public void Report(RunProgress value) => _progress.Report(value with { Pass = _pass, Passes = _passes });
}
