namespace Ronchi.Frames;

/// <summary>Reads tiles for one worker thread. Not thread-safe; owns its buffers and gives them back when disposed.</summary>
public interface ITileReader : IDisposable
{
    /// <summary>Begins at the first frame of <paramref name="frames"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the scan.</exception>
    /// <exception cref="SourceException">A frame is not there yet, or no longer held (<see cref="IFrameSource.Growth"/>).</exception>
    void Seek(FrameRange frames);

    /// <summary>
    /// Begins at the first frame of <paramref name="frames"/> if all of them can be read; they then stay readable until the next call.
    /// </summary>
    /// <returns>False when a frame is not there yet, or no longer held.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the scan.</exception>
    bool TrySeek(FrameRange frames)
    {
        Seek(frames);
        return true;
    }

    /// <summary>Reads the next frames of the range. The tile before is no longer valid.</summary>
    /// <returns>False at the end of the range.</returns>
    /// <exception cref="SourceException">The data cannot be read or decoded.</exception>
    bool TryRead(out Tile tile);

    /// <summary>The present tile in another form; see <see cref="IFrameSource.ConvertsTo"/>. The second time it costs nothing.</summary>
    /// <exception cref="InvalidOperationException">The reader does not convert to this form.</exception>
    Tile Convert(Tile tile, TileForm form) =>
        throw new InvalidOperationException($"Tiles of {tile.Form} are not converted to {form} here.");
}
