using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;

namespace Ronchi.Signals;

/// <summary>Up to sixteen virtual detectors on one scan, each with its own name, colour and image.</summary>
public sealed class LiveDetectors(ResidentScan scan) : IAsyncDisposable
{
    /// <summary>How many there may be.</summary>
    public const int Most = 16;

    // Sixteen colours that stay apart on dark and on light, also for colour-blind eyes: Okabe and Ito's eight (2008) first, then mixtures.
    private static readonly uint[] Colors =
    [
        0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x999999,
        0xB8860B, 0x7FCDBB, 0x66A61E, 0xE7298A, 0x7570B3, 0xA6761D, 0x1B9E77, 0xBEBADA,
    ];

    private readonly List<LiveDetector> _detectors = [];

    /// <summary>The detectors, in the order in which they were added.</summary>
    public IReadOnlyList<LiveDetector> All
    {
        get
        {
            lock (_detectors)
                return [.. _detectors];
        }
    }

    /// <summary>Adds a detector; it has no image until it is moved.</summary>
    /// <param name="name">What it is called; null: the next free number.</param>
    /// <param name="color">0xRRGGBB; null: the next free one.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="InvalidOperationException">There are sixteen.</exception>
    public LiveDetector Add(string? name = null, uint? color = null)
    {
        lock (_detectors)
        {
            if (_detectors.Count == Most)
                throw new InvalidOperationException($"There are {Most} detectors; remove one before you add another.");
            name ??= Enumerable.Range(1, Most)
                .Select(static number => $"detector-{number}")
                .First(free => _detectors.TrueForAll(other => other.Name != free));
            if (_detectors.Exists(other => other.Name == name))
                throw new ArgumentException($"A detector is called '{name}' already.", nameof(name));
            var detector = new LiveDetector(scan, name, color ?? Colors.First(free => _detectors.TrueForAll(other => other.Color != free)));
            _detectors.Add(detector);
            return detector;
        }
    }

    /// <summary>Adds the segments of a segmented detector and moves them into place: an image for each.</summary>
    /// <param name="segments">See <see cref="VirtualDetector.Segments"/>.</param>
    /// <param name="cancellationToken">Cancels it; those that were added stay.</param>
    /// <exception cref="InvalidOperationException">There would be more than sixteen detectors.</exception>
    public async Task<IReadOnlyList<ResultArray>> AddSegmentsAsync(
        IReadOnlyList<VirtualDetector> segments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(segments);
        if (All.Count + segments.Count > Most)
            throw new InvalidOperationException(
                $"{All.Count} detectors and {segments.Count} segments are more than the {Most} that there may be.");
        var images = new List<ResultArray>();
        foreach (var segment in segments)
            images.Add(await Add(segment.Name).MoveAsync(segment, partial: null, cancellationToken).ConfigureAwait(false));
        return images;
    }

    /// <summary>Removes a detector; its running request is cancelled.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(LiveDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        bool wasThere;
        lock (_detectors)
            wasThere = _detectors.Remove(detector);
        await detector.EndAsync().ConfigureAwait(false);
        return wasThere;
    }

    /// <summary>Cancels all requests and waits for them to end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var detector in All)
            await detector.EndAsync().ConfigureAwait(false);
    }
}
