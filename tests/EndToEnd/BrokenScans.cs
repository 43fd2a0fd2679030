namespace Ronchi.EndToEnd;

/// <summary>Files of detectors with something wrong, and how it is met.</summary>
internal static class BrokenScans
{
    public static IReadOnlyDictionary<string, string[]> Situations { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["blockfile of another kind"] = ["info", "other.blo"],
        ["sizes of a scan that do not fit"] = ["info", "unfit.xml"],
        ["pixels of a detector that are not read"] = ["info", "odd.mib"],
        ["description without its frames"] = ["info", "lonely.xml"],
    };

    /// <summary>Writes them.</summary>
    /// <param name="file">Path of a name.</param>
    public static void Write(Func<string, string> file)
    {
        File.WriteAllBytes(file("other.blo"), [.. "IMGBLO"u8, 3, 2, .. new byte[300]]);
        File.WriteAllBytes(file("odd.mib"), [.. "MQ1,000001,00384,01,0256,0256,X08,   1x1,01,"u8, .. new byte[1000]]);
        File.WriteAllBytes(file("unfit.raw"), new byte[130 * 128 * sizeof(float)]);
        File.WriteAllText(
            file("unfit.xml"), "<root name=\"EMPAD\"><pix_x>9</pix_x><pix_y>9</pix_y><raw_file filename=\"unfit.raw\"/></root>");
        File.WriteAllText(file("lonely.xml"), "<root name=\"EMPAD\"><raw_file filename=\"away.raw\"/></root>");
    }
}
