using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ronchi.Sources.Storage;

/// <summary>
/// How long reading and decoding take, in seconds of one core: the meter <c>Ronchi.Sources</c> of System.Diagnostics.Metrics. Without a
/// listener nothing is measured.
/// </summary>
internal static class StageMeter
{
    private static readonly Meter Meter = new("Ronchi.Sources");
    private static readonly Counter<double> Read = Meter.CreateCounter<double>(
        "ronchi.read", "s", "Time in which stored frames were read from files");
    private static readonly Counter<double> Decode = Meter.CreateCounter<double>(
        "ronchi.decode", "s", "Time in which they became pixels or bit planes");

    /// <summary>When something begins; 0: nobody wants to know.</summary>
    public static long Now => Read.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Something that began at <paramref name="start"/> was reading.</summary>
    public static void WasRead(long start) => Add(Read, start);

    /// <summary>Something that began at <paramref name="start"/> was decoding.</summary>
    public static void WasDecoded(long start) => Add(Decode, start);

    private static void Add(Counter<double> counter, long start)
    {
        if (start != 0)
            counter.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
