namespace Ronchi.Sources.Tables;

/// <summary>What was logged of one thing.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit; null: none is said.</param>
/// <param name="Values">A value for each time.</param>
internal sealed record LogColumn(string Name, string? Unit, double[] Values);
