namespace Ronchi.Sources.Synthetic;

/// <summary>What a <see cref="SyntheticScan"/> shows and how it is recorded.</summary>
public sealed record SyntheticScanSettings
{
    /// <summary>Scan positions along the slow axis.</summary>
    public int ScanRows { get; init; } = 128;

    /// <summary>Scan positions along the fast axis.</summary>
    public int ScanColumns { get; init; } = 128;

    /// <summary>Detector rows.</summary>
    public int DetectorRows { get; init; } = 96;

    /// <summary>Detector columns.</summary>
    public int DetectorColumns { get; init; } = 96;

    /// <summary>Radius of the bright-field disk in detector pixels: the convergence semi-angle.</summary>
    public double DiskRadius { get; init; } = 12;

    /// <summary>Convergence semi-angle in mrad.</summary>
    public double SemiAngleMrad { get; init; } = 5.6;

    /// <summary>Distance between scan positions in nm.</summary>
    public double StepNm { get; init; } = 0.04;

    /// <summary>Acceleration voltage in kV.</summary>
    public double VoltageKv { get; init; } = 300;

    /// <summary>Defocus in nm; negative is underfocus.</summary>
    public double DefocusNm { get; init; } = -8;

    /// <summary>Electrons in the beam while one frame is recorded.</summary>
    public double ElectronsPerFrame { get; init; } = 8000;

    /// <summary>Pixels that give no counts: they hold the largest value of the type.</summary>
    public IReadOnlyList<(int Row, int Column)> DeadPixels { get; init; } = [(20, 61), (21, 61), (70, 33)];

    /// <summary>Start value of the noise and of the film's structure.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Electron wavelength in nm, from <see cref="VoltageKv"/>.</summary>
    public double WavelengthNm
    {
        get
        {
            // h c / sqrt(E (E + 2 m c²)), E in keV, h c in keV nm
            const double planckLight = 1.239841984;
            const double restEnergy = 510.99895;
            return planckLight / Math.Sqrt(VoltageKv * (VoltageKv + (2 * restEnergy)));
        }
    }
}
