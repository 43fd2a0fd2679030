using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Says of every report which pass over the data it belongs to.</summary>
internal static class PassProgress
{
    /// <summary>Reports of one pass of a plan; null when nobody listens.</summary>
    public static IProgress<RunProgress>? Of(IProgress<RunProgress>? progress, RunPlan plan, int pass)
    {
        if (progress is null)
            return null;
        int? further = 0;
        foreach (var udf in plan.Udfs)
        {
            if (udf.Udf is IMultiPassUdf passes)
                further = further is { } most && passes.FurtherPasses is { } own ? Math.Max(most, own) : null;
        }

        return new DirectProgress<RunProgress>(run => progress.Report(run with { Pass = pass, Passes = pass + further }));
    }
}
