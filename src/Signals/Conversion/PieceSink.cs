using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Signals.Conversion;

/// <summary>A piece of a file that is written piece by piece: complete, it stays in the file.</summary>
/// <param name="file">The file.</param>
internal sealed class PieceSink(IResumableSink file) : IFrameSink
{
    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels) => file.Write(frame, pixels);

    /// <inheritdoc/>
    public void Complete() => file.Save();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The file stays its owner's.
    }
}
