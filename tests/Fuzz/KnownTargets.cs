using Ronchi.Fuzz.Targets;

namespace Ronchi.Fuzz;

/// <summary>Everything that is fuzzed: one line each.</summary>
internal static class KnownTargets
{
    public static IReadOnlyDictionary<string, Func<IFuzzTarget>> All { get; } = new SortedDictionary<string, Func<IFuzzTarget>>(
        StringComparer.Ordinal)
    {
        ["blosc"] = static () => new BloscTarget(),
        ["codecs"] = static () => new CodecsTarget(),
        ["hdf5"] = static () => new Hdf5Target(),
    };
}
