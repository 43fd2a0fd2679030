namespace Ronchi.Throughput;

/// <summary>The peer of a metric as it stands in the JSON.</summary>
/// <param name="Name">Whose figure it is.</param>
/// <param name="Value">In the metric's unit; the best of the rounds when measured.</param>
/// <param name="Measured"><c>same run</c> or <c>published</c>.</param>
internal sealed record Anchor(string Name, double Value, string Measured);
