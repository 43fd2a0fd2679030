namespace Ronchi.Engine.Run;

/// <summary>What one UDF has found in a partition.</summary>
/// <param name="Buffers">A part of each declared buffer.</param>
/// <param name="NoData">"No data" values that were left out.</param>
/// <param name="Unmeasured">Scan positions without a measurement, as <see cref="UnmeasuredPositions.Marked"/> gives them; empty: there can
/// be none.</param>
internal sealed record FinishedUdf(IReadOnlyList<BufferPart> Buffers, long NoData, long[][] Unmeasured);
