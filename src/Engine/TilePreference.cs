namespace Ronchi.Engine;

/// <summary>How large a UDF wants its tiles.</summary>
/// <param name="Depth">Frames at most; <see cref="Most"/> for as many as there may be.</param>
/// <param name="TotalBytes">Bytes at most; <see cref="BestFit"/> for what fits a core's cache, <see cref="Most"/> for as many as there may
/// be.</param>
public sealed record TilePreference(int Depth, long TotalBytes)
{
    /// <summary>As many as there may be.</summary>
    public const int Most = int.MaxValue;

    /// <summary>As many bytes as a core's second-level cache holds together with a UDF's tables.</summary>
    public const long BestFit = 0;

    /// <summary>What fits the cache.</summary>
    public static TilePreference Default { get; } = new(Most, BestFit);
}
