using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Ripple;

/// <summary>Ripple: a description (<c>.rpl</c>) of values in a headerless file (<c>.raw</c>) beside it, as Lispix reads it.</summary>
public sealed class RippleFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Ripple (.rpl)";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [MapOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        if (file.Bytes.Span.Contains((byte)0))
            return false;
        var text = Encoding.Latin1.GetString(file.Bytes.Span).ToLowerInvariant();
        return text.Contains("record-by", StringComparison.Ordinal) && text.Contains("data-length", StringComparison.Ordinal)
            && text.Contains("width", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => RippleFile.Open(path, options);
}
