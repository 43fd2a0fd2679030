using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.SparseCsr;

/// <summary>Frames in compressed sparse rows: a TOML description and three files of numbers beside it, as LiberTEM reads them.</summary>
public sealed class SparseCsrFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "raw CSR";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        return text.Contains("raw_csr", StringComparison.Ordinal) && text.Contains("filetype", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => SparseCsrSource.Open(path, options);
}
