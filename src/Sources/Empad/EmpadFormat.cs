using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Empad;

/// <summary>Scans of the EMPAD detector: a <c>.raw</c> file of frames and an <c>.xml</c> file that describes it. Either opens
/// both.</summary>
public sealed class EmpadFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "EMPAD";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.LeaveOut;

    /// <inheritdoc/>
    /// <remarks>Frames have no mark: their file is known by the description beside it, or by a name that fits its length.</remarks>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return IsDescription(file) || (file.Extension == ".raw" && EmpadFiles.AreFrames(file));
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EmpadScan.Open(path, IsDescription(FileHead.Read(path)), options);
    }

    private static bool IsDescription(FileHead file)
    {
        var text = Encoding.Latin1.GetString(file.Bytes.Span).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text.StartsWith('<') && text.Contains("<root", StringComparison.Ordinal)
            && (text.Contains("EMPAD", StringComparison.OrdinalIgnoreCase) || text.Contains("<pix_x", StringComparison.Ordinal)
                || text.Contains("<camserver", StringComparison.Ordinal));
    }
}
