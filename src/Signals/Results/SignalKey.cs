namespace Ronchi.Signals;

/// <summary>
/// What results and frames are kept by: the data set as it was opened, for another opening of the same file may find other data in it, and
/// what was made of it.
/// </summary>
/// <param name="Root">The data set.</param>
/// <param name="Signal">Says what was made of it: <see cref="ISignal.Id"/>.</param>
/// <param name="Frame">Flat scan position of a frame; null: all results.</param>
internal readonly record struct SignalKey(Scan Root, string Signal, long? Frame = null);
