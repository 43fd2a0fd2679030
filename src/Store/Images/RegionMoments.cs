namespace Ronchi.Store;

/// <summary>Intensity and first moments of each frame over a region of the detector.</summary>
/// <param name="Totals">Σ v for each scan position, flat.</param>
/// <param name="Rows">Σ row·v.</param>
/// <param name="Columns">Σ column·v.</param>
public sealed record RegionMoments(double[] Totals, double[] Rows, double[] Columns);
