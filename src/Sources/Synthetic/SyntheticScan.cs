namespace Ronchi.Sources.Synthetic;

/// <summary>A small 4D-STEM recording made by calculation: gold particles on an amorphous film, with counting noise.</summary>
/// <remarks>
/// The wave on the detector is the sum of the beams of the crystal at the probe position, each a displaced aperture with
/// the phase of its reciprocal lattice vector, so that overlapping disks interfere as the probe moves over the lattice.
/// Added to its intensity: thermal diffuse scattering at the atomic columns, and the rings of the film. It is a
/// picture of the physics for demonstrations and tests, not a calculation to measure against.
/// Frames are made in any order and on any thread, always the same for the same settings.
/// </remarks>
public sealed class SyntheticScan
{
    private const double LatticeNm = 0.40782;   // gold

    // Row h: along [001]; row k: along [1-10]. Reflections of an fcc crystal seen along [110], as multiples of 1/a and √2/a.
    private static readonly (double H, double K, double Amplitude)[] Reflections =
    [
        (1, 1, 0.25), (1, -1, 0.25), (-1, 1, 0.25), (-1, -1, 0.25),
        (2, 0, 0.21), (-2, 0, 0.21),
        (0, 2, 0.15), (0, -2, 0.15),
        (3, 1, 0.11), (3, -1, 0.11), (-3, 1, 0.11), (-3, -1, 0.11),
        (2, 2, 0.10), (2, -2, 0.10), (-2, 2, 0.10), (-2, -2, 0.10),
        (4, 0, 0.08), (-4, 0, 0.08),
    ];

    private readonly SyntheticScanSettings _settings;
    private readonly Specimen _specimen;
    private readonly DiffractedBeam _central;
    private readonly DiffractedBeam[][] _beams;
    private readonly float[] _rings;
    private readonly float[] _thermal;
    private readonly double _amplitudes = Reflections.Sum(static reflection => reflection.Amplitude);
    private readonly int[] _dead;

    /// <summary>Prepares a scan; frames are made one by one.</summary>
    /// <exception cref="ArgumentException">A length is smaller than 1, or a dead pixel lies outside the detector.</exception>
    public SyntheticScan(SyntheticScanSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(settings.ScanRows, settings.ScanColumns), 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(settings.DetectorRows, settings.DetectorColumns), 1, nameof(settings));
        foreach (var (row, column) in settings.DeadPixels)
        {
            if ((uint)row >= settings.DetectorRows || (uint)column >= settings.DetectorColumns)
                throw new ArgumentException($"Pixel {row},{column} lies outside the detector.", nameof(settings));
        }

        _settings = settings;
        _specimen = new Specimen(settings.Seed);
        _central = new DiffractedBeam(settings, 0, 0, 1);
        _beams = [.. Specimen.Particles.Select(particle => Beams(settings, particle.Rotation))];
        var pixels = settings.DetectorRows * settings.DetectorColumns;
        _rings = new float[pixels];
        _thermal = new float[pixels];
        FillDiffuse();
        _dead = [.. settings.DeadPixels.Select(pixel => (pixel.Row * settings.DetectorColumns) + pixel.Column)];
    }

    /// <summary>Number of frames.</summary>
    public int FrameCount => _settings.ScanRows * _settings.ScanColumns;

    /// <summary>Makes the frame of one scan position.</summary>
    /// <param name="scanRow">Position along the slow axis.</param>
    /// <param name="scanColumn">Position along the fast axis.</param>
    /// <param name="counts">The frame, detector row-major; dead pixels hold <see cref="ushort.MaxValue"/>.</param>
    /// <exception cref="ArgumentException">The span is not as long as a frame, or the position lies outside the scan.</exception>
    public void Record(int scanRow, int scanColumn, Span<ushort> counts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)scanRow, (uint)_settings.ScanRows, nameof(scanRow));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)scanColumn, (uint)_settings.ScanColumns, nameof(scanColumn));
        if (counts.Length != _rings.Length)
            throw new ArgumentException($"A frame has {_rings.Length} pixels, not {counts.Length}.", nameof(counts));

        var wave = new float[2 * counts.Length];
        var real = wave.AsSpan(0, counts.Length);
        var imaginary = wave.AsSpan(counts.Length);
        var (film, thermal) = Illuminate(scanRow, scanColumn, real, imaginary);

        var noise = new CountingNoise((ulong)_settings.Seed, (ulong)((scanRow * (long)_settings.ScanColumns) + scanColumn));
        var electrons = _settings.ElectronsPerFrame;
        var total = 0.0;
        for (var pixel = 0; pixel < counts.Length; pixel++)
            total += real[pixel] = (real[pixel] * real[pixel]) + (imaginary[pixel] * imaginary[pixel]);

        // A sum of a few beams does not keep the number of electrons where many overlap in phase.
        var direct = electrons * (1 - film - thermal) / Math.Max(1, total);
        for (var pixel = 0; pixel < counts.Length; pixel++)
        {
            var mean = (direct * real[pixel])
                + (electrons * ((film * _rings[pixel]) + (thermal * _thermal[pixel])));
            counts[pixel] = (ushort)Math.Min(noise.NextPoisson(mean), ushort.MaxValue - 1);
        }

        foreach (var pixel in _dead)
            counts[pixel] = ushort.MaxValue;
    }

    private static DiffractedBeam[] Beams(SyntheticScanSettings settings, double rotation)
    {
        var (sine, cosine) = Math.SinCos(rotation);
        return [.. Reflections.Select(reflection =>
        {
            var along = reflection.H / LatticeNm;
            var across = reflection.K * Math.Sqrt(2) / LatticeNm;
            return new DiffractedBeam(settings, (along * sine) + (across * cosine), (along * cosine) - (across * sine), reflection.Amplitude);
        })];
    }

    /// <summary>Builds the wave of a scan position.</summary>
    /// <returns>The shares of the electrons that the film and the vibrating atoms scatter.</returns>
    private (double Film, double Thermal) Illuminate(int scanRow, int scanColumn, Span<float> real, Span<float> imaginary)
    {
        var row = scanRow / (double)_settings.ScanRows;
        var column = scanColumn / (double)_settings.ScanRows;
        var rowNm = scanRow * _settings.StepNm;
        var columnNm = scanColumn * _settings.StepNm;
        var film = 0.09 * _specimen.Film(row, column);
        var thermal = 0.0;
        var diffracted = 0.0;
        for (var i = 0; i < _beams.Length; i++)
        {
            var thickness = Specimen.Particles[i].Thickness(row, column);
            if (thickness <= 0)
                continue;
            var lattice = 0.0;   // largest at the atomic columns
            foreach (var beam in _beams[i])
            {
                var (sine, cosine) = Math.SinCos(Math.Tau * ((beam.GRow * rowNm) + (beam.GColumn * columnNm)));
                var amplitude = beam.Amplitude * thickness;
                diffracted += amplitude * amplitude;
                lattice += beam.Amplitude * cosine;
                // Scattering turns the phase by a quarter: the beam's amplitude is i × amplitude × exp(2πi g·r).
                beam.AddTo(real, imaginary, (float)(-amplitude * sine), (float)(amplitude * cosine));
            }

            var atColumn = Math.Exp(2.2 * ((lattice / _amplitudes) - 1));
            thermal += thickness * (0.05 + (0.30 * atColumn));
        }

        _central.AddTo(real, imaginary, (float)Math.Sqrt(Math.Max(0.1, 1 - diffracted)), 0);
        return (film, thermal);
    }

    private void FillDiffuse()
    {
        var perPixel = _settings.SemiAngleMrad / 1000 / _settings.DiskRadius / _settings.WavelengthNm;
        for (var pixel = 0; pixel < _rings.Length; pixel++)
        {
            var row = (pixel / _settings.DetectorColumns) - ((_settings.DetectorRows - 1) / 2.0);
            var column = (pixel % _settings.DetectorColumns) - ((_settings.DetectorColumns - 1) / 2.0);
            var g = Math.Sqrt((row * row) + (column * column)) * perPixel;   // 1/nm
            // The rings of amorphous carbon lie at about 1/0.21 nm and 1/0.12 nm, blurred by the convergence.
            _rings[pixel] = (float)((1.5 * Math.Exp(-g * g / 9)) + Math.Exp(-Square((g - 4.8) / 1.9)) + (0.45 * Math.Exp(-Square((g - 8.3) / 2.4))));
            _thermal[pixel] = (float)Math.Pow(1 + (g * g / 36), -1.6);
        }

        Normalize(_rings, 1);
        Normalize(_thermal, 0.8f);   // the rest misses the detector
    }

    private static void Normalize(Span<float> weights, float total)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        foreach (ref var weight in weights)
            weight = (float)(weight / sum * total);
    }

    private static double Square(double value) => value * value;
}
