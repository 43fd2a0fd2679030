namespace Ronchi.Engine;

/// <summary>Rows of consecutive positions that lie one behind the other, up to the next piece.</summary>
/// <param name="First">The first position, which has rows.</param>
/// <param name="Storage">Where they lie.</param>
/// <param name="At">Their first byte.</param>
internal readonly record struct VectorPiece(long First, IRowStorage Storage, long At);
