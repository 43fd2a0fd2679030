namespace Ronchi.Sources.Synthetic;

/// <summary>The diffracted beams of the unstrained crystal, and how many electrons each has.</summary>
internal sealed class LatticeBeams
{
    private readonly Beam[] _beams;
    private readonly double[] _shares;

    public LatticeBeams(SimulationSettings settings)
    {
        var beams = new List<Beam>();
        for (var h = -settings.LatticeOrder; h <= settings.LatticeOrder; h++)
        {
            for (var k = -settings.LatticeOrder; k <= settings.LatticeOrder; k++)
            {
                if ((h, k) == (0, 0))
                    continue;
                var row = (h * settings.G1.Row) + (k * settings.G2.Row);
                var column = (h * settings.G1.Column) + (k * settings.G2.Column);
                beams.Add(new(row, column, Envelope(settings, row, column)));
            }
        }

        _beams = [.. beams];
        _shares = new double[settings.SeriesLength * _beams.Length];
        for (var series = 0; series < settings.SeriesLength; series++)
        {
            var shares = _shares.AsSpan(series * _beams.Length, _beams.Length);
            double tiltRow = series * settings.TiltPerMember.Row, tiltColumn = series * settings.TiltPerMember.Column;
            var sum = 0.0;
            for (var i = 0; i < shares.Length; i++)
                sum += shares[i] = Envelope(settings, _beams[i].Row - tiltRow, _beams[i].Column - tiltColumn);
            foreach (ref var share in shares)
                share *= sum > 0 ? settings.BraggFraction / sum : 0;
        }
    }

    /// <summary>Reciprocal lattice vectors in pixels, with the structure factor of each, 1 at g = 0.</summary>
    public ReadOnlySpan<Beam> Vectors => _beams;

    /// <summary>The largest share of the elastic electrons that each beam has, for a member of the series.</summary>
    public ReadOnlySpan<double> Shares(int series) => _shares.AsSpan(series * _beams.Length, _beams.Length);

    private static double Envelope(SimulationSettings settings, double row, double column) =>
        Math.Exp(-((row * row) + (column * column)) / (2 * settings.EnvelopeWidth * settings.EnvelopeWidth));

    /// <summary>One reciprocal lattice vector.</summary>
    internal readonly record struct Beam(double Row, double Column, double StructureFactor);
}
