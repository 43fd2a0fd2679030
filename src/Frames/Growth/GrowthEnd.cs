namespace Ronchi.Frames;

/// <summary>How a source that grew has ended.</summary>
/// <param name="IsComplete">Whether all frames came that were announced.</param>
/// <param name="Reason">Why it ended, in a sentence; null: everything is there.</param>
public sealed record GrowthEnd(bool IsComplete, string? Reason = null);
