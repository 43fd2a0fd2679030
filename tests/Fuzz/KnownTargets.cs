using Ronchi.Fuzz.Targets;

namespace Ronchi.Fuzz;

/// <summary>Everything that is fuzzed: one line each.</summary>
internal static class KnownTargets
{
    // A format, after its folder of recorded files, and the name that its files get: most say by their content what they are.
    private static readonly (string Name, string File)[] s_formats =
    [
        ("arina", "input_master.h5"),
        ("blo", "input.blo"),
        ("dm", "input.dm4"),
        ("emd-berkeley", "input.emd"),
        ("emd-velox", "input.emd"),
        ("empad", "scan_x1_y1.raw"),
        ("hspy", "input.hspy"),
        ("image-sequence", "input.png"),
        ("mib", "input.mib"),
        ("mrc", "input.mrc"),
        ("nexus", "input.nxs"),
        ("npy", "input.npy"),
        ("prz", "input.prz"),
        ("seq", "input.seq"),
        ("ser", "input_1.ser"),
        ("tiff", "input.tif"),
        ("tvips", "input_000.tvips"),
        ("zspy", "input.zspy"),
    ];

    public static IReadOnlyDictionary<string, Func<IFuzzTarget>> All { get; } = new SortedDictionary<string, Func<IFuzzTarget>>(
        s_formats.ToDictionary(
            static format => format.Name,
            static format => (Func<IFuzzTarget>)(() => new FormatTarget(format.Name, format.File)),
            StringComparer.Ordinal),
        StringComparer.Ordinal)
    {
        ["blosc"] = static () => new BloscTarget(),
        ["codecs"] = static () => new CodecsTarget(),
        ["hdf5"] = static () => new Hdf5Target(),
    };
}
