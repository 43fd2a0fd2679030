namespace Ronchi.Throughput;

/// <summary>The direction in which a figure improves.</summary>
internal enum Better
{
    Lower,
    Higher,
}
