using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Sources.Synthetic;

/// <summary>A 4D-STEM experiment of which everything is known, made electron by electron.</summary>
/// <remarks>
/// Each frame depends on the settings and its own index alone: frames may be made in any order, on any thread, and are
/// always the same. Counts are Poisson numbers by construction, because every electron is placed on its own.
/// The formulas are in <c>docs/simulator.md</c>.
/// </remarks>
public sealed partial class Simulation
{
    private readonly SimulatedSpecimen _specimen;
    private readonly LatticeBeams _beams;
    private readonly RadialProfile _disk;
    private readonly RadialProfile _diffuse;
    private readonly RadialProfile _rings;
    private readonly int[] _blind;

    /// <summary>Prepares an experiment; frames are made one by one.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public Simulation(SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SimulationCheck.Refuse(settings);
        Settings = settings;
        Detector = new(settings);
        _specimen = new(settings);
        _beams = new(settings);
        var diagonal = double.Hypot(settings.DetectorRows, settings.DetectorColumns);
        _disk = new(
            radius => 1 / (1 + Math.Exp((radius - settings.DiskRadius) / settings.EdgeSoftness)),
            settings.DiskRadius + (8 * settings.EdgeSoftness));
        _diffuse = new(
            radius => Math.Pow(1 + (radius * radius / (settings.DiffuseWidth * settings.DiffuseWidth)), -2),
            Math.Max(diagonal, 4 * settings.DiffuseWidth));
        _rings = new(
            radius => Ring(radius, settings.RingRadius, 0.16) + (0.35 * Ring(radius, 1.75 * settings.RingRadius, 0.2)),
            3.2 * settings.RingRadius);
        _blind = [.. Detector.DeadPixels, .. Detector.BeamStop];
    }

    /// <summary>What is simulated.</summary>
    public SimulationSettings Settings { get; }

    /// <summary>Bad pixels and beam stop.</summary>
    public SimulatedDetector Detector { get; }

    /// <summary>The truth at a scan position.</summary>
    /// <exception cref="ArgumentException">There is no such position.</exception>
    public SimulatedPoint At(int series, int scanRow, int scanColumn)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)series, (uint)Settings.SeriesLength, nameof(series));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)scanRow, (uint)Settings.ScanRows, nameof(scanRow));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)scanColumn, (uint)Settings.ScanColumns, nameof(scanColumn));
        return _specimen.At(series, scanRow, scanColumn);
    }

    /// <summary>Makes the frame of one scan position.</summary>
    /// <typeparam name="T">Type of the counts: byte, ushort or uint.</typeparam>
    /// <param name="series">Member of the series.</param>
    /// <param name="scanRow">Position along the slow axis.</param>
    /// <param name="scanColumn">Position along the fast axis.</param>
    /// <param name="counts">The frame, detector row-major, overwritten. Counts stop one below the largest value of the type.</param>
    /// <exception cref="ArgumentException">There is no such position, or the span is not as long as a frame.</exception>
    public void Record<T>(int series, int scanRow, int scanColumn, Span<T> counts)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var point = At(series, scanRow, scanColumn);
        if (counts.Length != Settings.DetectorRows * Settings.DetectorColumns)
            throw new ArgumentException(
                $"A frame has {Settings.DetectorRows * Settings.DetectorColumns} pixels, not {counts.Length}.", nameof(counts));
        counts.Clear();
        var random = new CountingNoise(
            (ulong)Settings.Seed, (ulong)((((series * (long)Settings.ScanRows) + scanRow) * Settings.ScanColumns) + scanColumn));
        var row = Settings.CentreRow + point.DeflectionRow + point.DescanRow;
        var column = Settings.CentreColumn + point.DeflectionColumn + point.DescanColumn;

        var elastic = Scatter(ref random, point.ThicknessNm, row, column, counts);
        var direct = elastic;
        var shares = _beams.Shares(series);
        var vectors = _beams.Vectors;
        for (var i = 0; i < vectors.Length; i++)
        {
            var share = elastic * shares[i] * Excited(vectors[i], point.ThicknessNm);
            direct -= share;
            var g = point.Distort(vectors[i].Row, vectors[i].Column);
            Place(ref random, _disk, share, row + g.Row, column + g.Column, counts);
        }

        Place(ref random, _disk, direct, row, column, counts);
        foreach (var pixel in _blind)
            counts[pixel] = T.Zero;
        foreach (var pixel in Detector.HotPixels)
            counts[pixel] = Add(counts[pixel], PoissonCounts.Draw(ref random, Settings.HotPixelCounts));
        foreach (var pixel in Detector.SaturatedPixels)
            counts[pixel] = T.MaxValue;
    }

    private static double Ring(double radius, double middle, double width)
    {
        var distance = (radius - middle) / (width * middle);
        return Math.Exp(-distance * distance / 2);
    }

    private static T Add<T>(T count, int more)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        => T.CreateSaturating(Math.Min(ulong.CreateTruncating(count) + (ulong)more, ulong.CreateTruncating(T.MaxValue) - 1));

    /// <summary>Intensity of two beams: sin²(π t / ξ), ξ longer for beams of smaller structure factor.</summary>
    private double Excited(LatticeBeams.Beam beam, double thicknessNm)
    {
        var sine = Math.Sin(Math.PI * thicknessNm * beam.StructureFactor / Settings.ExtinctionNm);
        return sine * sine;
    }

    /// <summary>
    /// Shares of all electrons in the diffuse background and in the rings: each electron is scattered with probability 1 - exp(-t/Λ).
    /// </summary>
    private (double Diffuse, double Rings) Shares(double thicknessNm)
    {
        var nominal = Settings.DiffuseFraction + Settings.RingFraction;
        if (nominal <= 0)
            return default;
        var scattered = 1 - Math.Pow(1 - nominal, thicknessNm / Settings.ThicknessNm);
        return (scattered * Settings.DiffuseFraction / nominal, scattered * Settings.RingFraction / nominal);
    }

    /// <summary>Places background and rings.</summary>
    /// <returns>The share of the electrons that is left.</returns>
    private double Scatter<T>(ref CountingNoise random, double thicknessNm, double row, double column, Span<T> counts)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (diffuse, rings) = Shares(thicknessNm);
        Place(ref random, _diffuse, diffuse, row, column, counts);
        Place(ref random, _rings, rings, row, column, counts);
        return 1 - diffuse - rings;
    }

    /// <summary>Places a Poisson number of electrons, one by one. Those that miss the detector are lost.</summary>
    private void Place<T>(
        ref CountingNoise random, RadialProfile profile, double share, double centreRow, double centreColumn, Span<T> counts)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var electrons = PoissonCounts.Draw(ref random, share * Settings.ElectronsPerFrame);
        if (electrons == 0)
            return;
        // Truncation rounds to the nearest pixel: half a pixel is added, and a whole number that keeps all that hit positive.
        const int positive = 1 << 20;
        var own = random;   // a local stays in registers
        var squares = profile.Squares;
        double offsetRow = centreRow + 0.5 + positive, offsetColumn = centreColumn + 0.5 + positive;
        int rows = Settings.DetectorRows, columns = Settings.DetectorColumns;
        var limit = T.MaxValue - T.One;
        for (var electron = 0; electron < electrons; electron++)
        {
            RadialProfile.Place(squares, own.NextBits(), out var down, out var right);
            var row = double.ConvertToIntegerNative<int>(offsetRow + down) - positive;
            var column = double.ConvertToIntegerNative<int>(offsetColumn + right) - positive;
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns)
                continue;
            ref var count = ref counts[(row * columns) + column];
            if (count < limit)
                count++;
        }

        random = own;
    }
}
