using System.Diagnostics;

namespace Ronchi.Throughput;

/// <summary>Seconds of one call over many rounds.</summary>
internal sealed class Rounds
{
    /// <summary>Fewer rounds than this say nothing on a machine with neighbours.</summary>
    public const int Fewest = 7;

    private const int Most = 301;
    private const double SecondsPerSample = 4e-3;

    private readonly List<double> _seconds = [];

    public double Best => _seconds.Min();

    public double Median
    {
        get
        {
            var sorted = _seconds.Order().ToList();
            return sorted[sorted.Count / 2];
        }
    }

    /// <summary>
    /// Takes one sample of each call in turn, at least <see cref="Fewest"/> times and until <paramref name="budget"/> is spent.
    /// </summary>
    /// <remarks>
    /// A sample repeats a short call until it lasts some milliseconds: long against the clock, short against a neighbour's bursts.
    /// </remarks>
    public static Rounds[] Interleaved(TimeSpan budget, params ReadOnlySpan<Action> calls)
    {
        var all = new Rounds[calls.Length];
        int[] repetitions = new int[calls.Length];
        for (int i = 0; i < calls.Length; i++)
        {
            all[i] = new Rounds();
            repetitions[i] = Calibrate(calls[i]);
        }
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < Most && (round < Fewest || Stopwatch.GetElapsedTime(start) < budget); round++)
            for (int i = 0; i < calls.Length; i++)
                all[i]._seconds.Add(Sample(calls[i], repetitions[i]));
        return all;
    }

    // The first calls are the warm-up too: tiered code needs thirty of them and a moment.
    private static int Calibrate(Action call)
    {
        if (Sample(call, 1) > 0.05)
            return 1;
        double fastest = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int n = 0; n < 40 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.15; n++)
            fastest = Math.Min(fastest, Sample(call, 1));
        return (int)Math.Clamp(SecondsPerSample / Math.Max(fastest, 1e-9), 1, 1e7);
    }

    private static double Sample(Action call, int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
            call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }
}
