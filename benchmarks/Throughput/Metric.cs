using System.Text.Json.Serialization;

namespace Ronchi.Throughput;

/// <summary>One figure of a suite.</summary>
/// <param name="Name">kebab-case.</param>
/// <param name="Value">The best of all rounds.</param>
/// <param name="Median">The median of all rounds.</param>
/// <param name="Unit">For example <c>µs/frame</c>.</param>
/// <param name="Better">The direction of improvement.</param>
/// <param name="Target">What <paramref name="Value"/> should reach; null = no target.</param>
/// <param name="Anchor">What it is compared with; null = nothing.</param>
/// <param name="Ratio">How many times better than the anchor, best against best; above 1 we win.</param>
internal sealed record Metric(
    string Name,
    double Value,
    double Median,
    string Unit,
    Better Better,
    double? Target,
    Anchor? Anchor,
    double? Ratio)
{
    /// <summary>Whether <see cref="Value"/> reaches <see cref="Target"/>; null without one.</summary>
    [JsonIgnore]
    public bool? MeetsTarget => Target is not { } target ? null : Better == Better.Lower ? Value <= target : Value >= target;
}
