using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// A scan that is held in memory; again a source, so that every UDF runs on it. Disposed, it gives its memory back at once.
/// </summary>
/// <remarks>
/// What a form can do better than a run of the engine it offers here. Who uses data in memory asks for what it needs, never for the form.
/// </remarks>
public interface IResidentScan : IFrameSource
{
    /// <summary>How it is held.</summary>
    ResidenceForm Form { get; }

    /// <summary>Memory that it takes.</summary>
    MemoryUse Memory { get; }

    /// <summary>Whether it is still being loaded: positions that are not there yet read as 0.</summary>
    bool IsLoading => false;

    /// <summary>Ends when it is loaded, or with what went wrong.</summary>
    Task Loaded => Task.CompletedTask;

    /// <summary>Sources that together give every position once, those at hand first: a run over the first part answers soonest.</summary>
    IReadOnlyList<(IFrameSource Source, ScanSelection Positions)> Parts => [(this, ScanSelection.All(Shape.Scan))];

    /// <summary>One frame.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type, or there is no such position.</exception>
    T[] Frame<T>(long position)
        where T : unmanaged, INumber<T>
    {
        using var reader = OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(position, 1));
        return reader.TryRead(out var tile) ? tile.Pixels<T>().ToArray() : new T[Shape.FrameElements];
    }

    /// <summary>The image of a detector that is moved, faster than by a run for each move; null: by a run.</summary>
    IMovingImage? TryFollowDetector() => null;

    /// <summary>The pattern of a scan region that is moved, likewise.</summary>
    IMovingPattern? TryFollowRegion() => null;

    /// <summary>Intensity and first moments of each frame over a region of the detector, faster than by a run; null: by a run.</summary>
    /// <param name="region">Its pixels.</param>
    /// <param name="cancellationToken">Checked while it computes.</param>
    /// <exception cref="ArgumentException">The region belongs to other frames, or these have no two axes.</exception>
    RegionMoments? TryMoments(PixelSet region, CancellationToken cancellationToken = default) => null;

    /// <summary>Smallest and largest measured value of all frames that are there, kept since they were loaded; null: by a run.</summary>
    (double Minimum, double Maximum)? TryExtremes() => null;

    /// <summary>Prepares for reading positions soon, often: brings them into memory where that is for a part of the scan only.</summary>
    /// <param name="positions">What is looked at.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Whether all of them are in memory now.</returns>
    /// <exception cref="SourceException">The data could not be read.</exception>
    Task<bool> BringAsync(ScanSelection positions, CancellationToken cancellationToken = default) => Task.FromResult(true);
}
