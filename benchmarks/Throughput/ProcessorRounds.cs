using System.Diagnostics;

namespace Ronchi.Throughput;

/// <summary>Processor seconds of calls, of all threads of this process, user and system: what a neighbour's load changes least.</summary>
internal static class ProcessorRounds
{
    /// <summary>The best of at least <see cref="Rounds.Fewest"/> rounds of each call, taken turn by turn after one that warms up.</summary>
    public static double[] Best(TimeSpan budget, params ReadOnlySpan<Action> calls)
    {
        double[] best = new double[calls.Length];
        Array.Fill(best, double.MaxValue);
        foreach (var call in calls)
            call();
        for (var (round, clock) = (0, Stopwatch.StartNew()); round < Rounds.Fewest || clock.Elapsed < budget; round++)
        {
            for (int i = 0; i < calls.Length; i++)
            {
                var before = Environment.CpuUsage.TotalTime;
                calls[i]();
                best[i] = Math.Min(best[i], (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }

        return best;
    }
}
