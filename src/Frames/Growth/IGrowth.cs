namespace Ronchi.Frames;

/// <summary>Frames of a source that are still arriving: from a detector, or from a file that another program writes. Thread-safe.</summary>
/// <remarks>
/// The source has its shape, type and forms from the beginning; where nobody knows how many frames will come
/// (<see cref="Arrivals.Total"/>), its scan has room for more than there will be. Frames may come in any order. Of each frame it is known
/// in the end whether it arrived or is lost.
/// </remarks>
public interface IGrowth
{
    /// <summary>What is there now.</summary>
    Arrivals Now { get; }

    /// <summary>Values of how many of the newest frames are held; null: of all that arrived, as in a file.</summary>
    long? Window => null;

    /// <summary>Waits until something has changed.</summary>
    /// <param name="version">The state that is known already (<see cref="Arrivals.Version"/>).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A later state, at once when there is one; the last one again after the end.</returns>
    /// <exception cref="SourceException">The source broke down.</exception>
    Task<Arrivals> WaitAsync(long version, CancellationToken cancellationToken = default);

    /// <summary>Waits for the end of this series, and for the first frame of the one that follows it.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The next series, which is the caller's; null: this one was the last.</returns>
    Task<IFrameSource?> NextAsync(CancellationToken cancellationToken = default) => Task.FromResult<IFrameSource?>(null);
}
