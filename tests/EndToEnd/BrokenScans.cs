using System.Text;

namespace Ronchi.EndToEnd;

/// <summary>Files of detectors with something wrong, and how it is met.</summary>
internal static class BrokenScans
{
    public static IReadOnlyDictionary<string, string[]> Situations { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["blockfile of another kind"] = ["info", "other.blo"],
        ["sizes of a scan that do not fit"] = ["info", "unfit.xml"],
        ["pixels of a detector that are not read"] = ["info", "odd.mib"],
        ["complex numbers in an image"] = ["info", "complex.mrc"],
        ["sectors of a detector that are missing"] = ["info", "lonely.gtg"],
        ["description without its frames"] = ["info", "lonely.xml"],
        ["EMI file without its series"] = ["info", "lonely.emi"],
        ["Timepix3 events without frames"] = ["info", "events.tpx3"],
        ["Timepix3 frames that are described twice"] = ["info", "events.tpx3", "--frame-time", "1", "--frame-trigger", "tdc1-rise"],
        ["TVIPS series with a gap"] = ["info", "gap_000.tvips"],
        ["halves of frames of another file"] = ["info", "whole.seq", "--prebuffer", "4"],
    };

    /// <summary>Writes them.</summary>
    /// <param name="file">Path of a name.</param>
    public static void Write(Func<string, string> file)
    {
        File.WriteAllBytes(file("other.blo"), [.. "IMGBLO"u8, 3, 2, .. new byte[300]]);
        var complex = new byte[2048];
        foreach (var offset in (int[])[0, 4, 8, 12])
            complex[offset] = 4;
        "MAP "u8.CopyTo(complex.AsSpan(208));
        File.WriteAllBytes(file("complex.mrc"), complex);
        File.WriteAllBytes(file("lonely.gtg"), [0, 0, 0, 3]);
        File.WriteAllBytes(file("odd.mib"), [.. "MQ1,000001,00384,01,0256,0256,X08,   1x1,01,"u8, .. new byte[1000]]);
        File.WriteAllBytes(file("unfit.raw"), new byte[130 * 128 * sizeof(float)]);
        File.WriteAllText(
            file("unfit.xml"), "<root name=\"EMPAD\"><pix_x>9</pix_x><pix_y>9</pix_y><raw_file filename=\"unfit.raw\"/></root>");
        File.WriteAllBytes(file("lonely.emi"), [0x4A, 0x4B, 0, 2]);
        File.WriteAllBytes(file("events.tpx3"), [.. "TPX3"u8, 0, 0, 0, 0]);
        File.WriteAllBytes(
            file("gap_000.tvips"),
            [.. Words(256, 2, 1, 1, 8, 0, 0, 1, 1, 1, 200, 80, 12), .. new byte[256 - (13 * sizeof(int)) + 12 + 1]]);
        File.WriteAllBytes(file("gap_002.tvips"), new byte[12 + 1]);
        File.WriteAllBytes(
            file("whole.seq"),
            [
                .. Words(0xFEED), .. Encoding.Unicode.GetBytes("Norpix seq\0\0"), .. Words(5, 1024), .. new byte[512],
                .. Words(4, 4, 8, 8, 16, 100, 1, 0, 512), .. new byte[8192],
            ]);
        File.WriteAllText(file("lonely.xml"), "<root name=\"EMPAD\"><raw_file filename=\"away.raw\"/></root>");
    }

    private static byte[] Words(params int[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}
