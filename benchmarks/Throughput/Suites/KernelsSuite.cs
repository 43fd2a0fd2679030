namespace Ronchi.Throughput.Suites;

/// <summary>The numeric kernels alone, without decoding.</summary>
internal static class KernelsSuite
{
    public static void Run(SuiteRun suite)
    {
        ulong[] words = new ulong[64 * 1024];
        Array.Fill(words, 3UL);
        ulong total = 0;
        suite.Time("popcount-scalar", Unit.GigabytesPerSecond, words.Length * 8.0, () => { foreach (ulong w in words) total += (ulong)System.Numerics.BitOperations.PopCount(w); });
    }
}
