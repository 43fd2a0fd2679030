using System.Buffers.Binary;
using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>Files of Gatan DigitalMicrograph, versions 3 and 4 (<c>.dm3</c>, <c>.dm4</c>).</summary>
public sealed class DmFormat : SourceFormat
{
    /// <inheritdoc/>
    public override string Name => "Gatan DM3/DM4";

    /// <inheritdoc/>
    public override SourceOptions Uses => SourceOptions.None;

    /// <inheritdoc/>
    public override IReadOnlyList<FormatOptions> Options => [DatasetOptions.Kind, MapOptions.Kind, DmOptions.Kind];

    /// <inheritdoc/>
    public override bool Recognizes(FileHead file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var orderAt = file.Has([0, 0, 0, 3]) ? 8 : file.Has([0, 0, 0, 4]) ? 12 : int.MaxValue;
        // Version, byte order, and the two switches of the outermost group.
        return orderAt <= file.Bytes.Length - 6
            && BinaryPrimitives.ReadUInt32BigEndian(file.Bytes.Span[orderAt..]) <= 1
            && file.Bytes.Span[orderAt + 4] <= 1 && file.Bytes.Span[orderAt + 5] <= 1;
    }

    /// <inheritdoc/>
    public override IFrameSource Open(string path, OpenOptions options) => DmOpening.Open(path, options);
}
