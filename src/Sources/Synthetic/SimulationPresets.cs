namespace Ronchi.Sources.Synthetic;

/// <summary>Experiments that <see cref="Simulation"/> knows by name.</summary>
public static class SimulationPresets
{
    private static readonly (string Name, SimulationSettings Settings)[] All =
    [
        ("quick", Quick), ("strain", Strain), ("dpc", Dpc), ("amorphous", Amorphous), ("benchmark", Benchmark),
    ];

    /// <summary>A little of everything, in a fraction of a second: 1 024 frames of 64 × 64.</summary>
    public static SimulationSettings Quick => new()
    {
        CentreOffset = (0.4, -0.6),
        LatticeOrder = 1,
        BraggFraction = 0.6,
        StrainAmplitude = 0.02,
        RotationDegrees = 1,
        ThicknessVariation = 0.3,
        Deflection = 0.5,
        ParticleThicknessNm = 10,
        Descan = (0.5, -0.5),
        Drift = (0.8, -0.5),
        HotPixels = 2,
        DeadPixels = 2,
        SaturatedPixels = 1,
    };

    /// <summary>A bent crystal with strained inclusions: 4 096 frames of 128 × 128.</summary>
    public static SimulationSettings Strain => new()
    {
        ScanRows = 64,
        ScanColumns = 64,
        DetectorRows = 128,
        DetectorColumns = 128,
        ElectronsPerFrame = 6000,
        SemiAngleMrad = 1.5,
        StepNm = 2,
        DiskRadius = 5.5,
        CentreOffset = (0.7, -1.3),
        G1 = (17.6, 4.3),
        G2 = (-4.3, 17.6),
        LatticeOrder = 4,
        BraggFraction = 0.85,
        EnvelopeWidth = 34,
        StrainAmplitude = 0.03,
        RotationDegrees = 1.5,
        ThicknessNm = 35,
        ThicknessVariation = 0.35,
        DiffuseFraction = 0.15,
        DiffuseWidth = 22,
        Descan = (1.2, -0.8),
        Drift = (1.5, 0.7),
        HotPixels = 3,
        DeadPixels = 3,
        SaturatedPixels = 2,
    };

    /// <summary>Particles whose field deflects a large bright disk: 16 384 frames of 96 × 96.</summary>
    public static SimulationSettings Dpc => new()
    {
        ScanRows = 128,
        ScanColumns = 128,
        DetectorRows = 96,
        DetectorColumns = 96,
        ElectronsPerFrame = 3000,
        SemiAngleMrad = 15,
        StepNm = 0.5,
        DiskRadius = 22,
        EdgeSoftness = 0.6,
        CentreOffset = (-0.8, 0.5),
        ThicknessNm = 10,
        ThicknessVariation = 0.15,
        DiffuseFraction = 0.06,
        DiffuseWidth = 30,
        Deflection = 1.5,
        ParticleThicknessNm = 25,
        Descan = (0.6, 0.4),
        Drift = (2, 1),
        HotPixels = 2,
        DeadPixels = 2,
        SaturatedPixels = 1,
    };

    /// <summary>
    /// Rings of an amorphous film of uneven thickness; a beam stop covers the middle of the disk: 4 096 frames of 128 × 128.
    /// </summary>
    public static SimulationSettings Amorphous => new()
    {
        ScanRows = 64,
        ScanColumns = 64,
        DetectorRows = 128,
        DetectorColumns = 128,
        ElectronsPerFrame = 5000,
        SemiAngleMrad = 1.6,
        StepNm = 3,
        DiskRadius = 8,
        CentreOffset = (1.2, 0.4),
        ThicknessNm = 40,
        ThicknessVariation = 0.5,
        DiffuseFraction = 0.25,
        DiffuseWidth = 16,
        RingFraction = 0.35,
        RingRadius = 27,
        Descan = (0.5, 0.5),
        Drift = (1, 1),
        HotPixels = 3,
        DeadPixels = 2,
        SaturatedPixels = 2,
        BeamStopRadius = 4.5,
    };

    /// <summary>What programs are timed with: 16 384 frames of 192 × 192, about 2 000 electrons each.</summary>
    public static SimulationSettings Benchmark => new()
    {
        ScanRows = 128,
        ScanColumns = 128,
        DetectorRows = 192,
        DetectorColumns = 192,
        ElectronsPerFrame = 2000,
        SemiAngleMrad = 8,
        DiskRadius = 24,
        EdgeSoftness = 0.7,
        CentreOffset = (0.6, -0.9),
        G1 = (46, 9),
        G2 = (-9, 46),
        LatticeOrder = 2,
        BraggFraction = 0.5,
        EnvelopeWidth = 60,
        StrainAmplitude = 0.015,
        RotationDegrees = 0.5,
        ThicknessNm = 25,
        ThicknessVariation = 0.3,
        DiffuseFraction = 0.12,
        DiffuseWidth = 40,
        Deflection = 1,
        Descan = (1, -1),
        Drift = (1, 0.5),
        HotPixels = 4,
        DeadPixels = 4,
        SaturatedPixels = 4,
    };

    /// <summary>The names, for help texts and messages.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static preset => preset.Name)];

    /// <summary>The settings of a name.</summary>
    /// <exception cref="ArgumentException">There is no such preset.</exception>
    public static SimulationSettings Named(string name)
    {
        foreach (var preset in All)
        {
            if (preset.Name == name)
                return preset.Settings;
        }

        throw new ArgumentException($"'{name}' is not a simulation preset: choose from {string.Join(", ", Names)}.", nameof(name));
    }
}
