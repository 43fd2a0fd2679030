namespace Ronchi.Sources.Following;

/// <summary>What a look at growing files has found.</summary>
/// <param name="HasGrown">Whether something is new: frames, or bytes that are no whole frame yet.</param>
/// <param name="HasEnded">Whether nothing more will come, as the files say themselves.</param>
/// <param name="Trouble">What is in the way of more, as the end of a sentence; null: nothing.</param>
internal readonly record struct Look(bool HasGrown, bool HasEnded, string? Trouble = null);
