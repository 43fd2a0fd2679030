using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Waiting for frames that another program is still writing.</summary>
public static class ArrivingFrames
{
    /// <summary>One frame, as soon as it is there.</summary>
    /// <param name="scan">The frames.</param>
    /// <param name="position">Its scan position, slow axis first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">There is no such position, or its frame never came.</exception>
    /// <exception cref="SourceException">The source broke down.</exception>
    public static async Task<ResultArray> WaitForFrameAsync(
        this Scan scan, long[] position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        await scan.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var flat = scan.Shape.Scan.IndexOf(position);
        if (scan.Source.Growth is { } growth)
            await growth.UntilAsync(now => now.Arrived.Contains(flat) || now.Lost.Contains(flat), cancellationToken).ConfigureAwait(false);
        return await scan.FrameAsync(position, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until no more frames will come. From then on these are plain frames, as of the finished file: where nobody knew how many would
    /// come, the scan ends with the last one, and what is derived from it is derived anew.
    /// </summary>
    /// <param name="scan">The frames.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SourceException">The source broke down.</exception>
    /// <exception cref="ArgumentException">The source holds the newest frames only.</exception>
    public static async Task WaitForEndAsync(this Scan scan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (scan.Root.Source.Growth is { } growth)
        {
            await growth.UntilAsync(static _ => false, cancellationToken).ConfigureAwait(false);
            // Frames that are loaded into memory now are another scan.
            if (scan.Root.Resident is null)
                scan.Root.End();
        }

        await scan.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    // Until it is so, or no more will come.
    private static async Task UntilAsync(this IGrowth growth, Func<Arrivals, bool> isThere, CancellationToken cancellationToken)
    {
        for (var now = growth.Now; now.End is null && !isThere(now);)
            now = await growth.WaitAsync(now.Version, cancellationToken).ConfigureAwait(false);
    }
}
