using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Clustering;
using Ronchi.Analyses.Conversion;
using Ronchi.Analyses.Decomposition;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Monitoring;
using Ronchi.Analyses.Picking;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses;

/// <summary>Every analysis that the faces offer: one line each.</summary>
public static class KnownAnalyses
{
    /// <summary>All analyses, in the order in which help lists them.</summary>
    public static IReadOnlyList<Analysis> All { get; } =
    [
        new VirtualImageAnalysis(),
        new MeanAnalysis(),
        new SumAnalysis(),
        new FrameSumAnalysis(),
        new FrameStatisticsAnalysis(),
        new EnvelopeAnalysis(isMaximum: true),
        new EnvelopeAnalysis(isMaximum: false),
        new StandardDeviationAnalysis(),
        new MedianAnalysis(),
        new LogSumAnalysis(),
        new MasksAnalysis(),
        new CenterOfMassAnalysis(),
        new CenterOfMassGuessAnalysis(),
        new SegmentedSignalAnalysis(),
        new IntegratedDeflectionAnalysis(),
        new IntegratedQuadrantsAnalysis(),
        new AutoCenterAnalysis(),
        new RadialProfileAnalysis(),
        new RadialFourierAnalysis(),
        new FluctuationMicroscopyAnalysis(),
        new CrystallinityAnalysis(),
        new FourierMasksAnalysis(),
        new FourierSumAnalysis(),
        new PickFourierAnalysis(),
        new CovarianceAnalysis(),
        new PrincipalComponentsAnalysis(),
        new SignalMonitorAnalysis(),
        new PartitionMonitorAnalysis(),
        new FeatureVectorsAnalysis(),
        new ClusterAnalysis(),
        new PickAnalysis(),
        new RecordAnalysis(),
    ];
}
