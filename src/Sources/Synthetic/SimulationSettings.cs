using Ronchi.Frames;

namespace Ronchi.Sources.Synthetic;

/// <summary>What a <see cref="Simulation"/> shows and how it is recorded. The formulas behind it are in <c>docs/simulator.md</c>.</summary>
/// <remarks>Detector lengths are in detector pixels, pixel centres at whole numbers; pairs are (row, column).</remarks>
public sealed record SimulationSettings
{
    /// <summary>Scan positions along the slow axis.</summary>
    public int ScanRows { get; init; } = 32;

    /// <summary>Scan positions along the fast axis.</summary>
    public int ScanColumns { get; init; } = 32;

    /// <summary>Members of the series: scans of the same place, one after the other.</summary>
    public int SeriesLength { get; init; } = 1;

    /// <summary>Detector rows.</summary>
    public int DetectorRows { get; init; } = 64;

    /// <summary>Detector columns.</summary>
    public int DetectorColumns { get; init; } = 64;

    /// <summary>Type of the counts: u8, u16 or u32. Its largest value means "no data"; counts stop one below.</summary>
    public ElementType ElementType { get; init; } = ElementType.U16;

    /// <summary>Mean number of electrons in the beam while one frame is recorded.</summary>
    public double ElectronsPerFrame { get; init; } = 1000;

    /// <summary>Start value of all random numbers.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Acceleration voltage in kV.</summary>
    public double VoltageKv { get; init; } = 300;

    /// <summary>Convergence semi-angle in mrad: the angle of <see cref="DiskRadius"/>.</summary>
    public double SemiAngleMrad { get; init; } = 3;

    /// <summary>Distance between scan positions in nm.</summary>
    public double StepNm { get; init; } = 1;

    /// <summary>Time between frames in s.</summary>
    public double FrameTimeSeconds { get; init; } = 1e-4;

    /// <summary>Radius at which a disk has half its intensity, in pixels.</summary>
    public double DiskRadius { get; init; } = 6;

    /// <summary>Length over which the edge of a disk falls, in pixels: intensity 1 / (1 + exp((r - radius) / softness)).</summary>
    public double EdgeSoftness { get; init; } = 0.4;

    /// <summary>Where the undeflected beam hits, against the middle of the detector, in pixels.</summary>
    public (double Row, double Column) CentreOffset { get; init; }

    /// <summary>First reciprocal lattice vector of the unstrained crystal in pixels.</summary>
    public (double Row, double Column) G1 { get; init; } = (16, 0);

    /// <summary>Second reciprocal lattice vector of the unstrained crystal in pixels.</summary>
    public (double Row, double Column) G2 { get; init; } = (0, 16);

    /// <summary>Beams h g1 + k g2 with |h| and |k| up to this order; 0: no crystal.</summary>
    public int LatticeOrder { get; init; }

    /// <summary>Share of the elastically scattered electrons that all beams together have at most, 0 to 1.</summary>
    public double BraggFraction { get; init; }

    /// <summary>Fall of the structure factors: exp(-g²/2w²), with w in pixels.</summary>
    public double EnvelopeWidth { get; init; } = 32;

    /// <summary>Extinction distance of a beam of g = 0, in nm; others have it divided by their structure factor.</summary>
    public double ExtinctionNm { get; init; } = 60;

    /// <summary>Distortion at the middle of the inclusions, as a fraction: positive stretches the crystal.</summary>
    public double StrainAmplitude { get; init; }

    /// <summary>Rotation at the middle of the inclusions, in degrees, from the row axis towards the column axis.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Mean thickness of the specimen in nm.</summary>
    public double ThicknessNm { get; init; } = 20;

    /// <summary>Largest departure from the mean thickness, as a fraction of it, 0 to 1.</summary>
    public double ThicknessVariation { get; init; }

    /// <summary>Share of the electrons in the diffuse background at the mean thickness.</summary>
    public double DiffuseFraction { get; init; } = 0.1;

    /// <summary>Width w of the diffuse background 1 / (1 + r²/w²)², in pixels.</summary>
    public double DiffuseWidth { get; init; } = 12;

    /// <summary>Share of the electrons in the rings of an amorphous specimen at the mean thickness.</summary>
    public double RingFraction { get; init; }

    /// <summary>Radius of the first ring in pixels; the second lies 1.75 times as far out.</summary>
    public double RingRadius { get; init; } = 16;

    /// <summary>Largest deflection by the field of one particle alone, in pixels.</summary>
    public double Deflection { get; init; }

    /// <summary>Thickness that a particle adds at its middle, in nm.</summary>
    public double ParticleThicknessNm { get; init; }

    /// <summary>Movement of the pattern over a whole scan, from its first to behind its last row (and column), in pixels.</summary>
    public (double Row, double Column) Descan { get; init; }

    /// <summary>Movement of the specimen from one member of the series to the next, in scan positions.</summary>
    public (double Row, double Column) Drift { get; init; }

    /// <summary>Movement of the Laue centre, the middle of the beams' envelope, from one member to the next, in pixels.</summary>
    public (double Row, double Column) TiltPerMember { get; init; }

    /// <summary>Pixels that count electrons that are not there.</summary>
    public int HotPixels { get; init; }

    /// <summary>Mean counts of a hot pixel in a frame.</summary>
    public double HotPixelCounts { get; init; } = 20;

    /// <summary>Pixels that count nothing.</summary>
    public int DeadPixels { get; init; }

    /// <summary>Pixels that hold the largest value of the type.</summary>
    public int SaturatedPixels { get; init; }

    /// <summary>Radius of a beam stop over the centre, in pixels, on a bar that enters from column 0; 0: none.</summary>
    public double BeamStopRadius { get; init; }

    /// <summary>Row of the beam without specimen and descan, in pixels.</summary>
    public double CentreRow => ((DetectorRows - 1) / 2.0) + CentreOffset.Row;

    /// <summary>Column of the beam without specimen and descan, in pixels.</summary>
    public double CentreColumn => ((DetectorColumns - 1) / 2.0) + CentreOffset.Column;

    /// <summary>Angle of one detector pixel in mrad.</summary>
    public double MradPerPixel => SemiAngleMrad / DiskRadius;

    /// <summary>Number of frames of all members.</summary>
    public long FrameCount => (long)SeriesLength * ScanRows * ScanColumns;

    /// <summary>Electron wavelength in nm: h c / √(E (E + 2 m c²)).</summary>
    public double WavelengthNm
    {
        get
        {
            const double planckLight = 1.239841984;   // keV nm
            const double restEnergy = 510.99895;   // keV
            return planckLight / Math.Sqrt(VoltageKv * (VoltageKv + (2 * restEnergy)));
        }
    }

    /// <summary>The same experiment on another detector: all lengths in pixels grow with its shorter side.</summary>
    public SimulationSettings OnDetector(int rows, int columns)
    {
        var factor = Math.Min(rows, columns) / (double)Math.Min(DetectorRows, DetectorColumns);
        (double Row, double Column) Scale((double Row, double Column) vector) => (vector.Row * factor, vector.Column * factor);
        return this with
        {
            DetectorRows = rows,
            DetectorColumns = columns,
            DiskRadius = DiskRadius * factor,
            EdgeSoftness = EdgeSoftness * factor,
            CentreOffset = Scale(CentreOffset),
            G1 = Scale(G1),
            G2 = Scale(G2),
            EnvelopeWidth = EnvelopeWidth * factor,
            DiffuseWidth = DiffuseWidth * factor,
            RingRadius = RingRadius * factor,
            Deflection = Deflection * factor,
            Descan = Scale(Descan),
            TiltPerMember = Scale(TiltPerMember),
            BeamStopRadius = BeamStopRadius * factor,
        };
    }
}
