using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Decomposition;
using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Monitoring;
using Ronchi.Analyses.Picking;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Tests.Analyses;

public sealed class SumContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Sum();
}

public sealed class VirtualImageContractTests : UdfContract
{
    protected override Udf Create(DataDescription data)
    {
        var pixels = (int)data.Shape.FrameElements;
        var random = new Random(3);
        return new VirtualImage(
            VirtualDetector.FromWeights(
                "binary", [.. Enumerable.Range(0, pixels).Select(_ => random.Next(2) == 0 ? 0f : 1f)], data.Shape.Detector)
                .On(data.Shape.Detector),
            VirtualDetector.FromWeights("weighted", [.. Enumerable.Range(0, pixels).Select(_ => random.NextSingle())], data.Shape.Detector)
                .On(data.Shape.Detector));
    }
}

public sealed class StandardDeviationContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new StandardDeviation();
}

public sealed class LogSumContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new LogSum();
}

public sealed class MedianContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Median();
}

public sealed class AutoCenterContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new AutoCenter();

    protected override DataShape Fit(DataShape shape) => new(base.Fit(shape).Scan, new Extent(24, 24 + (shape.Detector.Count % 9)));

    // There must be a disk.
    protected override void Draw(DataShape shape, Span<double> values)
    {
        int rows = (int)shape.Detector[0], columns = (int)shape.Detector[1];
        for (var i = 0; i < values.Length; i++)
        {
            double row = (i / columns % rows) - ((rows - 1) / 2.0), column = (i % columns) - ((columns - 1) / 2.0);
            values[i] = (values[i] / 10) + (double.Hypot(row, column) <= 0.3 * Math.Max(rows, columns) ? 80 : 0);
            values[i] = Math.Floor(values[i]);
        }
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
    protected override Udf Create(DataDescription data) =>
        new RadialFourier(data.Shape.Detector, (2.5, 3.2), outerRadius: 9, rings: 3, maxOrder: 4);

    // Angles of next to nothing, and the largest of two that are alike.
    protected override bool IsWellConditioned(string result) => result is not ("phase" or "dominant");
}

public sealed class IntegratedCentersContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) => new IntegratedDeflection(new() { Regression = FieldRegression.Mean });
}

public sealed class IntegratedQuadrantsContractTests : RandomImagesContract
{
    protected override Udf Create(DataDescription data) =>
        IntegratedDeflection.OfQuadrants(2, 3, 4, new() { Regression = FieldRegression.Mean });
}

public sealed class CovarianceContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Covariance();
}

public sealed class SignalMonitorContractTests : UdfContract
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
public abstract class RandomImagesContract : UdfContract
{
    protected override DataShape Fit(DataShape shape) =>
        new(
            shape.Scan.Rank == 2 ? shape.Scan : new Extent(1, shape.Scan.Count),
            shape.Detector.Rank == 2 ? shape.Detector : new Extent(1, shape.Detector.Count));
}

public sealed class FrameStatisticsContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new FrameStatistics();
}

public sealed class MasksContractTests : UdfContract
{
    protected override Udf Create(DataDescription data)
    {
        var random = new Random(7);
        var masks = Enumerable.Range(0, 3)
            .Select(_ => Enumerable.Range(0, (int)data.Shape.FrameElements).Select(_ => random.Next(4) / 2f).ToArray()).ToArray();
        return new ApplyMasks(MaskStack.Of([.. masks.Select(static mask => new Func<float[]>(() => mask))]));
    }
}

public sealed class PickContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Pick(ScanSelection.All(data.Shape.Scan));
}

public sealed class CenterOfMassGuessContractTests : RandomImagesContract
{
    protected override DataShape Fit(DataShape shape) => new(new Extent(6, Math.Max(shape.Scan.Count / 6, 3)), base.Fit(shape).Detector);

    protected override Udf Create(DataDescription data) => new CenterOfMassGuess();

    // Random shifts turn nowhere.
    protected override bool IsWellConditioned(string result) => result == "center";
}

public sealed class MapContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new Map<double, double[,]>(static frame =>
    {
        var result = new double[2, 2];
        foreach (var value in frame)
            result[0, 0] += value;
        result[0, 1] = frame.Measured.Count(true);
        result[1, 0] = frame.Length;
        result[1, 1] = frame[frame.Length - 1];
        return result;
    });
}

public sealed class TilePortionsContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new PortionUdf<double>(UdfMethod.Tile);
}

public sealed class PartitionPortionsContractTests : UdfContract
{
    protected override Udf Create(DataDescription data) => new PortionUdf<double>(UdfMethod.Partition);
}
