namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>How much memory a median takes.</summary>
/// <param name="Bytes">Bytes at most besides the results.</param>
internal sealed record MedianLimits(long Bytes)
{
    private const long Least = 64 << 20;
    private const long Most = 1 << 30;

    /// <summary>A sixteenth of what the process may use.</summary>
    public static long UsualBytes { get; } = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16, Least, Most);

    /// <summary>Values that may be kept: each once with its pixel, and once among those of its pixel.</summary>
    public long KeptValues(int keyBytes) => Math.Min(Bytes / (sizeof(int) + (2 * keyBytes)), Array.MaxLength / 2);
}
