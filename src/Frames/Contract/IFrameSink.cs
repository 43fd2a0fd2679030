namespace Ronchi.Frames;

/// <summary>Takes frames, from any number of threads and in any order, and makes a file of them.</summary>
/// <remarks>
/// The file has its name only after <see cref="Complete"/>; disposing without it leaves nothing behind. Frames that never come are 0.
/// </remarks>
public interface IFrameSink : IDisposable
{
    /// <summary>
    /// Full paths of the files that <see cref="Complete"/> makes, the one that was asked for first; empty where it makes none.
    /// </summary>
    IReadOnlyList<string> Files => [];

    /// <summary>
    /// What belongs to the scan and could not be put into these files, a phrase each: <c>'/entry/x' is a reference</c>. Known from the
    /// start.
    /// </summary>
    IReadOnlyList<string> Losses => [];

    /// <summary>Writes one frame.</summary>
    /// <param name="frame">Its flat scan index.</param>
    /// <param name="pixels">Its values in native byte order, detector row-major.</param>
    /// <exception cref="ArgumentException">There is no such frame, or it has another number of bytes.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    void Write(long frame, ReadOnlySpan<byte> pixels);

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or a file of that name has appeared meanwhile.</exception>
    void Complete();
}
