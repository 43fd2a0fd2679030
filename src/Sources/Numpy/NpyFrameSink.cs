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
public sealed class NpyFrameSink : IResumableSink
{
    private const int Alignment = 64;
    private const string Beside = "`NAME.ronchi.json`";

    private readonly FlatFileSink _file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public NpyFrameSink(string path, SinkDescription data, bool overwrite = false, bool isResumable = false) =>
        _file = new(path, data, overwrite, Header(data), isResumable: isResumable);

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "NumPy",
        FileNames = ".npy",
        Takes = static name => name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase),
        Begin = static (path, data, overwrite, isResumable) => new NpyFrameSink(path, data, overwrite, isResumable),
        Parts =
        [
            new(
                ScanPart.Shape,
                Keeping.InFile,
                "shape of the array, any number of axes; `NAME.ronchi.json` says how many are the detector's, unless two"),
            new(ScanPart.MaskedPixels, Keeping.Beside, Beside),
            new(ScanPart.NoData, Keeping.Beside, $"{Beside}, with `--masked keep`"),
            new(ScanPart.Axes, Keeping.Beside, Beside),
            new(ScanPart.Facts, Keeping.Beside, Beside),
            new(ScanPart.SourceObjects, Keeping.Dropped, "no place for them: keep the original file"),
            new(ScanPart.Recorded, Keeping.Beside, Beside),
            new(ScanPart.Notes, Keeping.Beside, Beside),
        ],
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => _file.Files;

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses => _file.Losses;

    /// <inheritdoc/>
    public FrameSet Saved => _file.Saved;

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels) => _file.Write(frame, pixels);

    /// <inheritdoc/>
    public void Save() => _file.Save();

    /// <inheritdoc/>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

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
