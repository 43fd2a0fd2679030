namespace Ronchi.Throughput.Suites;

/// <summary>From compressed detector frames to pixels, and to results without pixels; one thread.</summary>
internal static class CodecsSuite
{
    public static void Run(SuiteRun suite)
    {
        DecodeMetrics.Measure(suite);
        BitPlaneMetrics.Measure(suite);
    }
}
