using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Numpy;

/// <summary>
/// Writes frames to an <c>.npy</c> file of version 1, little-endian, in C order, by positioned writes; what belongs to the scan besides
/// goes into <c>NAME.ronchi.json</c>.
/// </summary>
public static class NpyFrameSink
{
    private const int Alignment = 64;

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "NumPy",
        FileNames = ".npy",
        Takes = static name => name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = FlatFileSink.Parts(
            new(
                ScanPart.Shape,
                Keeping.InFile,
                "shape of the array, any number of axes; `NAME.ronchi.json` says how many are the detector's, unless two")),
    };

    private static FlatFileSink Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(path, data, overwrite, Header(data), isResumable: isResumable);

    private static byte[] Header(SinkDescription data)
    {
        var lengths = data.Shape.Full.Lengths;
        var shape = lengths.Length == 1 ? $"{lengths[0].ToString(CultureInfo.InvariantCulture)}," : string.Join(", ", lengths);
        var text = $"{{'descr': '{NpyType.Descr(data.ElementType)}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text = text.PadRight(length - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length & 0xFF), (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}
