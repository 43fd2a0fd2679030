using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Synthetic;

/// <summary>Refuses settings that make no experiment, in one sentence.</summary>
internal static class SimulationCheck
{
    private const long LargestFrame = 1L << 26;
    private const long MostFrames = 1L << 30;
    private const int MostMembers = 10_000;
    private const double MostElectrons = 1e8;

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static void Refuse(SimulationSettings s)
    {
        var smallest = Math.Min(Math.Min(s.ScanRows, s.ScanColumns), Math.Min(Math.Min(s.DetectorRows, s.DetectorColumns), s.SeriesLength));
        if (smallest < 1)
            throw Wrong(
                $"A simulation needs at least one scan row and column, detector row and column, and series member; {smallest} was given.");
        if (s.SeriesLength > MostMembers || (long)s.ScanRows * s.ScanColumns > MostFrames / s.SeriesLength)
            throw Wrong($"{s.SeriesLength} × {s.ScanRows} × {s.ScanColumns} frames are too many to simulate: at most 2^30, "
                + $"in a series of at most {MostMembers}.");
        if ((long)s.DetectorRows * s.DetectorColumns > LargestFrame)
            throw Wrong($"Frames of {s.DetectorRows}×{s.DetectorColumns} are too large to simulate: at most 2^26 pixels.");
        if (s.ElementType is not (ElementType.U8 or ElementType.U16 or ElementType.U32))
            throw Wrong($"Counts are simulated as u8, u16 or u32, not {s.ElementType.Name()}.");
        Within(s.ElectronsPerFrame, 0, MostElectrons, "electrons per frame");
        Within(s.HotPixelCounts, 0, MostElectrons, "counts of a hot pixel");
        Within(s.DiskRadius, 0.1, 1e5, "pixels of disk radius");
        Within(s.EdgeSoftness, 1e-3, s.DiskRadius, "pixels of edge softness");
        Within(s.EnvelopeWidth, 1e-3, 1e6, "pixels of envelope width");
        Within(s.DiffuseWidth, 1e-3, 1e6, "pixels of diffuse width");
        Within(s.RingRadius, 1e-3, 1e6, "pixels of ring radius");
        Within(s.BeamStopRadius, 0, 1e6, "pixels of beam stop radius");
        Within(s.BraggFraction, 0, 1, "of Bragg fraction");
        Within(s.DiffuseFraction + s.RingFraction, 0, 0.99, "of diffuse and ring fraction together");
        Within(Math.Min(s.DiffuseFraction, s.RingFraction), 0, 1, "of diffuse or ring fraction");
        Within(Math.Abs(s.StrainAmplitude), 0, 0.2, "of strain");
        Within(Math.Abs(s.RotationDegrees), 0, 10, "degrees of rotation");
        Within(s.ThicknessVariation, 0, 1, "of thickness variation");
        Within(Math.Min(s.ThicknessNm, s.ExtinctionNm), 1e-3, 1e6, "nm of thickness or extinction distance");
        Within(s.ParticleThicknessNm, 0, 1e6, "nm of particle thickness");
        Within(Math.Min(s.VoltageKv, Math.Min(s.SemiAngleMrad, s.StepNm)), 1e-6, 1e6, "kV, mrad or nm of voltage, semi-angle or step");
        Within(s.LatticeOrder, 0, 50, "orders of the lattice");
        foreach (var (row, column) in (ReadOnlySpan<(double, double)>)[
            s.CentreOffset, s.G1, s.G2, s.Descan, s.Drift, s.TiltPerMember, (s.Deflection, s.FrameTimeSeconds)])
            Within(Math.Max(Math.Abs(row), Math.Abs(column)), 0, 1e6, "pixels, positions or seconds of a vector");
        var bad = (long)s.HotPixels + s.DeadPixels + s.SaturatedPixels;
        if (Math.Min(s.HotPixels, Math.Min(s.DeadPixels, s.SaturatedPixels)) < 0 || bad > (long)s.DetectorRows * s.DetectorColumns / 2)
            throw Wrong(
                $"{bad} hot, dead and saturated pixels: at most half of the {s.DetectorRows}×{s.DetectorColumns} pixels can be bad.");
    }

    private static void Within(double value, double smallest, double largest, string what)
    {
        if (!(value >= smallest && value <= largest))
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"{value} {what}: the allowed range is {smallest} to {largest}."));
    }

    private static ArgumentException Wrong(string sentence) => new(sentence);
}
