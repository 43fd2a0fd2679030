namespace Ronchi.Sources.Synthetic;

/// <content>The frame without noise.</content>
public sealed partial class Simulation
{
    private const int Fineness = 4;

    /// <summary>The mean of all frames that <see cref="Record"/> could make at a scan position, on a perfect detector.</summary>
    /// <remarks>
    /// The density of electrons, averaged over 4 × 4 points of each pixel. Bad pixels and beam stop are left out: the
    /// expected centre of mass of a recorded frame is that of this one over the pixels that count. Without the
    /// detector's edges it would be the point's centre, plus what tilt brings in.
    /// </remarks>
    /// <param name="series">Member of the series.</param>
    /// <param name="scanRow">Position along the slow axis.</param>
    /// <param name="scanColumn">Position along the fast axis.</param>
    /// <returns>Expected counts, detector row-major.</returns>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    public double[] Mean(int series, int scanRow, int scanColumn)
    {
        var point = At(series, scanRow, scanColumn);
        var mean = new double[Settings.DetectorRows * Settings.DetectorColumns];
        var row = Settings.CentreRow + point.DeflectionRow + point.DescanRow;
        var column = Settings.CentreColumn + point.DeflectionColumn + point.DescanColumn;
        var (diffuse, rings) = Shares(point.ThicknessNm);
        Spread(_diffuse, diffuse, row, column, mean);
        Spread(_rings, rings, row, column, mean);
        var elastic = 1 - diffuse - rings;
        var direct = elastic;
        var shares = _beams.Shares(series);
        var vectors = _beams.Vectors;
        for (var i = 0; i < vectors.Length; i++)
        {
            var share = elastic * shares[i] * Excited(vectors[i], point.ThicknessNm);
            direct -= share;
            var g = point.Distort(vectors[i].Row, vectors[i].Column);
            Spread(_disk, share, row + g.Row, column + g.Column, mean);
        }

        Spread(_disk, direct, row, column, mean);
        return mean;
    }

    private void Spread(RadialProfile profile, double share, double centreRow, double centreColumn, double[] mean)
    {
        if (share <= 0)
            return;
        int top = (int)Math.Clamp(centreRow - profile.Reach - 1, 0, Settings.DetectorRows),
            bottom = (int)Math.Clamp(centreRow + profile.Reach + 2, 0, Settings.DetectorRows);
        int left = (int)Math.Clamp(centreColumn - profile.Reach - 1, 0, Settings.DetectorColumns),
            right = (int)Math.Clamp(centreColumn + profile.Reach + 2, 0, Settings.DetectorColumns);
        var weight = share * Settings.ElectronsPerFrame / (Fineness * Fineness);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var sum = 0.0;
                for (var part = 0; part < Fineness * Fineness; part++)
                {
                    var down = row - centreRow + (((part / Fineness) + 0.5) / Fineness) - 0.5;
                    var across = column - centreColumn + (((part % Fineness) + 0.5) / Fineness) - 0.5;
                    sum += profile.Density(double.Hypot(down, across));
                }

                mean[(row * Settings.DetectorColumns) + column] += weight * sum;
            }
        }
    }
}
