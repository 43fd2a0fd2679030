using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Decomposition;
using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Monitoring;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Sources.Memory;

namespace Ronchi.Tests.Analyses;

public sealed class SumContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new Sum();
}

public sealed class VirtualImageContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data)
    {
        var pixels = (int)data.Shape.FrameElements;
        var random = new Random(3);
        return new VirtualImage(
            VirtualDetector.FromWeights("binary", [.. Enumerable.Range(0, pixels).Select(_ => random.Next(2) == 0 ? 0f : 1f)], data.Shape.Detector).On(data.Shape.Detector),
            VirtualDetector.FromWeights("weighted", [.. Enumerable.Range(0, pixels).Select(_ => random.NextSingle())], data.Shape.Detector).On(data.Shape.Detector));
    }
}

public sealed class StandardDeviationContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new StandardDeviation();
}

public sealed class LogSumContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new LogSum();
}

public sealed class MedianContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new Median();
}

public sealed class AutoCenterContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new AutoCenter();

    // There must be a disk.
    protected override IFrameSource Source(DataShape shape)
    {
        using var noise = (ArraySource<ushort>)base.Source(new(shape.Scan, new Extent(24, 24 + (shape.Detector.Count % 9))));
        int rows = (int)noise.Shape.Detector[0], columns = (int)noise.Shape.Detector[1];
        var random = new Random(2);
        var values = Enumerable.Range(0, (int)noise.Shape.Full.Count).Select(i => (Row: (i / columns % rows) - ((rows - 1) / 2.0), Column: (i % columns) - ((columns - 1) / 2.0)))
            .Select(at => (ushort)((double.Hypot(at.Row, at.Column) <= 0.3 * Math.Max(rows, columns) ? 900 : 0) + random.Next(10))).ToArray();
        return new ArraySource<ushort>(values, noise.Shape, noise.Validity);
    }
}

public sealed class CenterOfMassContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new CenterOfMass(new() { Regression = FieldRegression.Mean });
}

public sealed class RadialProfileContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new RadialProfile(new() { Center = (2.5, 3.2), OuterRadius = 9 });
}

public sealed class FluctuationMicroscopyContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new FluctuationMicroscopy(0, 2.2, 1, 5);
}

public sealed class RadialFourierContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new RadialFourier(data.Shape.Detector, (2.5, 3.2), outerRadius: 9, rings: 3, maxOrder: 4);
}

public sealed class IntegratedCentersContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new IntegratedDeflection(new() { Regression = FieldRegression.Mean });
}

public sealed class IntegratedQuadrantsContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => IntegratedDeflection.OfQuadrants(2, 3, 4, new() { Regression = FieldRegression.Mean });
}

public sealed class CovarianceContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new Covariance();
}

public sealed class SignalMonitorContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new SignalMonitor();
}

public sealed class CrystallinityContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => FourierMasks.Crystallinity(1, 4, new(2, 2, 1));
}

public sealed class FourierSumContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new FourierSum();
}

/// <summary>For UDFs that want rows and columns of both kinds: other shapes are folded.</summary>
public abstract class RandomImagesContract : RandomFramesContract
{
    protected override IFrameSource Source(DataShape shape) =>
        base.Source(new(shape.Scan.Rank == 2 ? shape.Scan : new Extent(1, shape.Scan.Count), shape.Detector.Rank == 2 ? shape.Detector : new Extent(1, shape.Detector.Count)));
}

public sealed class FrameStatisticsContractTests : RandomFramesContract
{
    protected override Udf Create(DataDescription data) => new FrameStatistics();
}

public abstract class RandomFramesContract : UdfContract
{
    protected override IFrameSource Source(DataShape shape)
    {
        var random = new Random((int)shape.FrameElements);
        var values = Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (ushort)random.Next(1000)).ToArray();
        return new ArraySource<ushort>(values, shape, new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.From((int)shape.FrameElements, static pixel => pixel == 1) });
    }
}
