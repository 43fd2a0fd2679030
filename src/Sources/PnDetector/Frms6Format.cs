using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.PnDetector;

/// <summary>Frames of the pnCCD of PNDetector: <c>.frms6</c> files, of which the first holds dark frames, and the <c>.hdr</c> file of the
/// measurement.</summary>
public sealed class Frms6Format : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "PNDetector FRMS6";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Frms6File.Is(file) || IsMeasurement(file);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Frms6Scan.Open(path, IsMeasurement(FileHead.Read(path)), options);
    }

    private static bool IsMeasurement(FileHead file) =>
        Encoding.Latin1.GetString(file.Bytes.Span).Contains(Frms6Measurement.Section, StringComparison.OrdinalIgnoreCase)
            && file.Extension == Frms6Measurement.Extension;
}
