namespace Ronchi.Store;

/// <summary>What is prepared while a scan is loaded.</summary>
public sealed record CubeOptions
{
    /// <summary>Nothing but the data.</summary>
    public static CubeOptions Plain { get; } = new();

    /// <summary>
    /// Detector row and column around which cumulative sums by radius are kept, so that disks and annuli there cost one subtraction, and
    /// with them intensity and first moments of each frame. Null: none are kept.
    /// </summary>
    public (double Row, double Column)? RingCenter { get; init; }
}
