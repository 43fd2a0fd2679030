namespace Ronchi.Frames;

/// <summary>
/// A source whose frames are stored compressed, one by one: they can be held in memory as they are, and be decoded from there.
/// </summary>
public interface ICompressedSource : IFrameSource
{
    /// <summary>Bytes of all stored frames together. Null: these data are not stored that way.</summary>
    long? CompressedBytes { get; }

    /// <summary>Copies stored frames from the file to their place in memory. Several ranges may be copied at once.</summary>
    /// <param name="frames">Which.</param>
    /// <param name="memory">As large as <see cref="CompressedBytes"/>.</param>
    /// <exception cref="SourceException">They cannot be read.</exception>
    void Hold(FrameRange frames, IFrameMemory memory);

    /// <summary>Opens a reader that decodes held frames.</summary>
    /// <param name="request">What is asked for; see <see cref="IFrameSource.OpenReader"/>.</param>
    /// <param name="memory">Where <see cref="Hold"/> has put all of them.</param>
    ITileReader OpenReader(TileRequest request, IFrameMemory memory);
}
