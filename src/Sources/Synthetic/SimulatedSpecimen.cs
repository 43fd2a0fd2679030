namespace Ronchi.Sources.Synthetic;

/// <summary>The fields of the specimen: thickness, distortion of the crystal, projected potential of the particles.</summary>
/// <remarks>Lengths are fractions of the scan's shorter side, so that a larger scan shows the same in more detail.</remarks>
internal sealed class SimulatedSpecimen
{
    // Where inclusions and particles lie, and how large they are (the σ of a Gaussian).
    private static readonly (double Row, double Column, double Sigma, double Sign)[] s_inclusions =
        [(0.32, 0.36, 0.11, 1), (0.70, 0.64, 0.14, -0.8), (0.25, 0.80, 0.06, 0.7), (0.80, 0.22, 0.07, 1)];

    private static readonly (double Row, double Column, double Sigma)[] s_particles =
        [(0.30, 0.34, 0.10), (0.68, 0.60, 0.13), (0.22, 0.76, 0.06), (0.78, 0.20, 0.07), (0.52, 0.88, 0.05), (0.90, 0.86, 0.06)];

    private readonly SimulationSettings _settings;
    private readonly (double Row, double Column, double Phase)[] _waves = new (double, double, double)[6];
    private readonly double _side;
    private readonly double _stretch;
    private readonly double _turn;
    private readonly double _phasePerPixel;

    public SimulatedSpecimen(SimulationSettings settings)
    {
        _settings = settings;
        _side = Math.Min(settings.ScanRows, settings.ScanColumns);
        _stretch = settings.StrainAmplitude;
        _turn = settings.RotationDegrees * Math.PI / 180;
        // A deflection by one pixel is a slope of 2π θ / λ of the phase.
        _phasePerPixel = Math.Tau * settings.MradPerPixel / 1000 / settings.WavelengthNm;
        var random = new CountingNoise((ulong)settings.Seed, stream: ulong.MaxValue);
        foreach (ref var wave in _waves.AsSpan())
        {
            var angle = random.NextDouble() * Math.Tau;
            var cycles = 0.6 + (1.8 * random.NextDouble());
            wave = (cycles * Math.Sin(angle), cycles * Math.Cos(angle), random.NextDouble() * Math.Tau);
        }
    }

    /// <summary>The truth at a scan position.</summary>
    public SimulatedPoint At(int series, int scanRow, int scanColumn)
    {
        var row = (scanRow + (series * _settings.Drift.Row)) / _side;
        var column = (scanColumn + (series * _settings.Drift.Column)) / _side;
        var (rr, rc, cr, cc) = Distortion(row, column);
        var (phase, deflectionRow, deflectionColumn, mass) = Particles(row, column);
        return new(
            rr,
            rc,
            cr,
            cc,
            (_settings.ThicknessNm * (1 + (_settings.ThicknessVariation * Unevenness(row, column))))
                + (_settings.ParticleThicknessNm * mass),
            phase,
            deflectionRow,
            deflectionColumn,
            _settings.Descan.Row * ((scanRow / (double)_settings.ScanRows) - 0.5),
            _settings.Descan.Column * ((scanColumn / (double)_settings.ScanColumns) - 0.5));
    }

    /// <summary>Sum of waves, between -1 and 1.</summary>
    private double Unevenness(double row, double column)
    {
        if (_settings.ThicknessVariation == 0)
            return 0;
        var sum = 0.0;
        foreach (var wave in _waves)
            sum += Math.Cos((Math.Tau * ((wave.Row * row) + (wave.Column * column))) + wave.Phase);
        return sum / _waves.Length;
    }

    /// <summary>
    /// Gradient of the displacement u(d) = Σ M d exp(-d²/2σ²), M = strain × 1 + rotation: ∂u/∂x = Σ exp(-d²/2σ²) (M - (M d) dᵀ / σ²).
    /// </summary>
    private (double RowRow, double RowColumn, double ColumnRow, double ColumnColumn) Distortion(double row, double column)
    {
        if (_stretch == 0 && _turn == 0)
            return default;
        double rr = 0, rc = 0, cr = 0, cc = 0;
        foreach (var inclusion in s_inclusions)
        {
            double dr = (row - inclusion.Row) / inclusion.Sigma, dc = (column - inclusion.Column) / inclusion.Sigma;
            var weight = inclusion.Sign * Math.Exp(-((dr * dr) + (dc * dc)) / 2);
            double ur = (_stretch * dr) - (_turn * dc), uc = (_turn * dr) + (_stretch * dc);
            rr += weight * (_stretch - (ur * dr));
            rc += weight * (-_turn - (ur * dc));
            cr += weight * (_turn - (uc * dr));
            cc += weight * (_stretch - (uc * dc));
        }

        return (rr, rc, cr, cc);
    }

    /// <summary>
    /// Particles of Gaussian phase; the slope of one is steepest at σ, there it deflects by the amount that was asked for.
    /// </summary>
    private (double Phase, double Row, double Column, double Mass) Particles(double row, double column)
    {
        if (_settings.Deflection == 0 && _settings.ParticleThicknessNm == 0)
            return default;
        double phase = 0, towardsRow = 0, towardsColumn = 0, mass = 0;
        var steepest = _settings.Deflection * Math.Exp(0.5);
        foreach (var particle in s_particles)
        {
            double dr = (row - particle.Row) / particle.Sigma, dc = (column - particle.Column) / particle.Sigma;
            var bump = Math.Exp(-((dr * dr) + (dc * dc)) / 2);
            mass += bump;
            towardsRow -= steepest * dr * bump;
            towardsColumn -= steepest * dc * bump;
            phase += steepest * _phasePerPixel * particle.Sigma * _side * _settings.StepNm * bump;
        }

        return (phase, towardsRow, towardsColumn, mass);
    }
}
