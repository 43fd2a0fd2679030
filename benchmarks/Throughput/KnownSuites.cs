using Ronchi.Throughput.Suites;

namespace Ronchi.Throughput;

/// <summary>Every suite, one line each: its name on the command line and the method that runs it.</summary>
internal static class KnownSuites
{
    public static SortedDictionary<string, Action<SuiteRun>> All { get; } = new(StringComparer.Ordinal)
    {
        ["codecs"] = CodecsSuite.Run,
        ["engine"] = EngineSuite.Run,
        ["formats"] = FormatsSuite.Run,
        ["hdf5"] = Hdf5Suite.Run,
        ["kernels"] = KernelsSuite.Run,
        ["sources"] = SourcesSuite.Run,
        ["store"] = StoreSuite.Run,
        ["viewer"] = ViewerSuite.Run,
    };
}
