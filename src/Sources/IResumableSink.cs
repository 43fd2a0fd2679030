using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>
/// A sink that can be gone on with: what it holds at the last <see cref="Save"/> is there when the same frames are written to the same
/// place again, whatever happened meanwhile (<see cref="KnownSinks.Create"/>).
/// </summary>
public interface IResumableSink : IFrameSink
{
    /// <summary>Frames that are in the file for good, in its own numbers: they need not be written again.</summary>
    FrameSet Saved { get; }

    /// <summary>Keeps all that was written so far. Nobody may write meanwhile.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    void Save();
}
