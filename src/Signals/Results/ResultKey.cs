namespace Ronchi.Signals;

/// <summary>
/// What results are kept by: the data set as it was opened, for another opening of the same file may find other data in it, and what was
/// made of it.
/// </summary>
/// <param name="Root">The data set.</param>
/// <param name="What">Says what was made of it: equal by content.</param>
internal readonly record struct ResultKey(Scan Root, object What);
