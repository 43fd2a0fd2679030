using Ronchi.Frames;
using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class SimulationTests
{
    private static readonly SimulationSettings s_clean = SimulationPresets.Quick with
    {
        HotPixels = 0,
        DeadPixels = 0,
        SaturatedPixels = 0,
    };

    public static TheoryData<string> Presets => [.. SimulationPresets.Names];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Preset_RendersFramesOfItsDose(string name)
    {
        var simulation = new Simulation(SimulationPresets.Named(name) with { HotPixels = 0, SaturatedPixels = 0 });
        var electrons = simulation.Settings.ElectronsPerFrame;
        var frame = Frame(simulation, 0, 5, 7);
        var total = frame.Sum(static count => (double)count);
        var lost = simulation.Settings.BeamStopRadius > 0 ? 0.9 : 0.35;

        Assert.InRange(total, (1 - lost) * electrons, electrons + (6 * Math.Sqrt(electrons)));
    }

    [Fact]
    public void Frames_AreTheSameInAnyOrderOnAnyThread()
    {
        var settings = SimulationPresets.Quick with { SeriesLength = 2, ScanRows = 7, ScanColumns = 5 };
        var forward = new Simulation(settings);
        var frames = Enumerable.Range(0, 70).Select(i => Frame(forward, i / 35, i / 5 % 7, i % 5)).ToArray();
        var again = new Simulation(settings);
        var others = new ushort[70][];
        Parallel.For(0, 70, i => others[69 - i] = Frame(again, (69 - i) / 35, (69 - i) / 5 % 7, (69 - i) % 5));

        Assert.Equal(frames, others);
        Assert.NotEqual(frames[0], frames[1]);
        Assert.NotEqual(frames[0], Frame(new Simulation(settings with { Seed = 2 }), 0, 0, 0));
    }

    [Fact]
    public void Types_HoldTheSameCounts()
    {
        var simulation = new Simulation(s_clean);
        var (small, large) = (new byte[64 * 64], new uint[64 * 64]);
        simulation.Record<byte>(0, 3, 4, small);
        simulation.Record<uint>(0, 3, 4, large);
        var middle = Frame(simulation, 0, 3, 4);

        Assert.Equal(middle.Select(static count => (int)count), small.Select(static count => (int)count));
        Assert.Equal(middle.Select(static count => (long)count), large.Select(static count => (long)count));
    }

    [Fact]
    public void Totals_ArePoissonNumbers()
    {
        // Everything lands on a detector this large but the diffuse tail, which is switched off.
        var simulation = new Simulation(
            s_clean with
            {
                DiffuseFraction = 0,
                ScanRows = 60,
                ScanColumns = 60,
                DetectorRows = 128,
                DetectorColumns = 128,
                Drift = default,
            });
        var totals = new double[3600];
        Parallel.For(0, 3600, i => totals[i] = Frame(simulation, 0, i / 60, i % 60).Sum(static count => (double)count));
        double mean = totals.Average(), variance = totals.Sum(total => (total - mean) * (total - mean)) / (totals.Length - 1);

        Assert.InRange(mean, 1000 - (5 * Math.Sqrt(1000.0 / 3600)), 1000 + (5 * Math.Sqrt(1000.0 / 3600)));
        Assert.InRange(variance / mean, 1 - (5 * Math.Sqrt(2.0 / 3600)), 1 + (5 * Math.Sqrt(2.0 / 3600)));
    }

    [Theory]
    [InlineData("quick")]
    [InlineData("strain")]
    [InlineData("dpc")]
    [InlineData("amorphous")]
    public void Frames_AreTheMeanWithPoissonNoise(string name)
    {
        var simulation = new Simulation(
            SimulationPresets.Named(name) with
            {
                HotPixels = 0,
                DeadPixels = 0,
                SaturatedPixels = 0,
                BeamStopRadius = 0,
                ElectronsPerFrame = 1e6,
                ElementType = ElementType.U32,
            });
        var mean = simulation.Mean(0, 11, 13);
        var counts = new uint[mean.Length];
        simulation.Record<uint>(0, 11, 13, counts);
        double square = 0, expectedRow = 0, expectedColumn = 0, row = 0, column = 0;
        var pixels = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            expectedRow += mean[i] * (i / simulation.Settings.DetectorColumns);
            expectedColumn += mean[i] * (i % simulation.Settings.DetectorColumns);
            row += counts[i] * (double)(i / simulation.Settings.DetectorColumns);
            column += counts[i] * (double)(i % simulation.Settings.DetectorColumns);
            if (mean[i] < 5)
                continue;
            square += (counts[i] - mean[i]) * (counts[i] - mean[i]) / mean[i];
            pixels++;
        }

        // The mean integrates each pixel from 16 points: at the edge of a disk that is good to a part in a hundred.
        Assert.InRange(square / pixels, 0.8, 1.35);
        double expected = mean.Sum(), total = counts.Sum(static count => (double)count);
        Assert.InRange(total, expected * 0.998 - (5 * Math.Sqrt(expected)), expected * 1.002 + (5 * Math.Sqrt(expected)));
        var spread = simulation.Settings.DetectorRows / 3.0;   // larger than the standard deviation of any pattern here
        Assert.InRange((row / total) - (expectedRow / expected), -5 * spread / 1000, 5 * spread / 1000);
        Assert.InRange((column / total) - (expectedColumn / expected), -5 * spread / 1000, 5 * spread / 1000);
    }

    [Fact]
    public void CentreOfMass_IsTheTruthWhereNothingMissesTheDetector()
    {
        var simulation = new Simulation(
            SimulationPresets.Dpc with
            {
                HotPixels = 0,
                DeadPixels = 0,
                SaturatedPixels = 0,
                DiffuseFraction = 0,
                ElectronsPerFrame = 1e6,
                ElementType = ElementType.U32,
            });
        foreach (var (scanRow, scanColumn) in new[] { (0, 0), (30, 44), (87, 70), (127, 127) })
        {
            var counts = new uint[96 * 96];
            simulation.Record<uint>(0, scanRow, scanColumn, counts);
            double total = 0, row = 0, column = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                row += counts[i] * (double)(i / 96);
                column += counts[i] * (double)(i % 96);
            }

            var at = simulation.At(0, scanRow, scanColumn);
            // 11 pixels is the standard deviation of a uniform disk of radius 22; five of those of the mean.
            Assert.InRange((row / total) - simulation.Settings.CentreRow - at.DeflectionRow - at.DescanRow, -0.055, 0.055);
            Assert.InRange((column / total) - simulation.Settings.CentreColumn - at.DeflectionColumn - at.DescanColumn, -0.055, 0.055);
        }
    }

    [Fact]
    public void BraggDisks_LieWhereTheDistortedLatticeSays()
    {
        var simulation = new Simulation(
            SimulationPresets.Strain with
            {
                HotPixels = 0,
                DeadPixels = 0,
                SaturatedPixels = 0,
                DiffuseFraction = 0,
                ElectronsPerFrame = 4e6,
                ElementType = ElementType.U32,
            });
        var settings = simulation.Settings;
        var counts = new uint[128 * 128];
        foreach (var (scanRow, scanColumn) in new[] { (20, 23), (45, 41), (3, 60) })
        {
            simulation.Record<uint>(0, scanRow, scanColumn, counts);
            var at = simulation.At(0, scanRow, scanColumn);
            foreach (var (h, k) in new[] { (1, 0), (0, 1), (-1, 0), (1, 1), (-2, 1) })
            {
                var g = at.Distort((h * settings.G1.Row) + (k * settings.G2.Row), (h * settings.G1.Column) + (k * settings.G2.Column));
                double row = settings.CentreRow + at.DescanRow + at.DeflectionRow + g.Row,
                    column = settings.CentreColumn + at.DescanColumn + at.DeflectionColumn + g.Column;
                double total = 0, sumRow = 0, sumColumn = 0;
                for (var i = 0; i < counts.Length; i++)
                {
                    if (double.Hypot((i / 128) - row, (i % 128) - column) > 8.2)
                        continue;
                    total += counts[i];
                    sumRow += counts[i] * (double)(i / 128);
                    sumColumn += counts[i] * (double)(i % 128);
                }

                Assert.True(total > 3000, $"beam {h},{k} at {scanRow},{scanColumn} has {total} electrons");
                var tolerance = 0.02 + (5 * 2.9 / Math.Sqrt(total));   // the window cuts whole pixels
                Assert.InRange((sumRow / total) - row, -tolerance, tolerance);
                Assert.InRange((sumColumn / total) - column, -tolerance, tolerance);
            }
        }
    }

    [Fact]
    public void BadPixelsAndBeamStop_AreWhereTheTruthSays()
    {
        var simulation = new Simulation(SimulationPresets.Amorphous with { HotPixels = 4, HotPixelCounts = 500, BeamStopRadius = 8 });
        var detector = simulation.Detector;
        var frame = Frame(simulation, 0, 9, 9);
        var blind = detector.DeadPixels.Concat(detector.BeamStop).Except(detector.HotPixels).Except(detector.SaturatedPixels);

        Assert.All(blind, pixel => Assert.Equal(0, frame[pixel]));
        Assert.All(detector.HotPixels, pixel => Assert.InRange(frame[pixel], 380, 700));
        Assert.Equal(detector.SaturatedPixels, Enumerable.Range(0, frame.Length).Where(pixel => frame[pixel] == ushort.MaxValue));
        Assert.Equal(4 + 2 + 2, detector.HotPixels.Concat(detector.DeadPixels).Concat(detector.SaturatedPixels).Distinct().Count());
        Assert.InRange(detector.BeamStop.Count, 200, 128 * 10);
    }

    [Fact]
    public void SmallType_StopsOneBelowItsLargestValue()
    {
        var simulation = new Simulation(s_clean with { ElectronsPerFrame = 1e6, ElementType = ElementType.U8 });
        var counts = new byte[64 * 64];
        simulation.Record<byte>(0, 0, 0, counts);

        Assert.Equal(254, counts.Max());
    }

    [Fact]
    public void Drift_MovesTheSpecimenAndNotTheDescan()
    {
        var simulation = new Simulation(s_clean with { SeriesLength = 3, Drift = (2, -1) });
        var (first, later) = (simulation.At(0, 14, 8), simulation.At(2, 10, 10));

        Assert.Equal(first.StrainRow, later.StrainRow, 1e-12);
        Assert.Equal(first.ThicknessNm, later.ThicknessNm, 1e-12);
        Assert.Equal(first.PhaseRadians, later.PhaseRadians, 1e-12);
        Assert.NotEqual(first.DescanRow, later.DescanRow);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 3, 7, 5)]
    [InlineData(2, 1, 3, 200)]
    public void OddSizes_Render(int scanRows, int scanColumns, int rows, int columns)
    {
        var simulation = new Simulation(
            s_clean with { ScanRows = scanRows, ScanColumns = scanColumns, DetectorRows = rows, DetectorColumns = columns });
        var counts = new ushort[rows * columns];
        simulation.Record<ushort>(0, scanRows - 1, scanColumns - 1, counts);

        Assert.True(counts.Sum(static count => count) > 0);
        Assert.Equal(counts.Length, simulation.Mean(0, 0, 0).Length);
    }

    [Fact]
    public void NoElectrons_NoCounts() =>
        Assert.All(Frame(new Simulation(s_clean with { ElectronsPerFrame = 0 }), 0, 0, 0), static count => Assert.Equal(0, count));

    [Fact]
    public void OtherDetector_ShowsTheSameExperiment()
    {
        var large = SimulationPresets.Quick.OnDetector(128, 128);

        Assert.Equal(2 * SimulationPresets.Quick.DiskRadius, large.DiskRadius, 1e-12);
        Assert.Equal(SimulationPresets.Quick.SemiAngleMrad, large.SemiAngleMrad);
        Assert.Equal((32, 0), large.G1);
    }

    [Fact]
    public void SettingsThatMakeNoExperiment_AreRefusedInASentence()
    {
        SimulationSettings[] wrong =
        [
            s_clean with { ScanRows = 0 },
            s_clean with { SeriesLength = -1 }, s_clean with { ElectronsPerFrame = double.NaN }, s_clean with { ElectronsPerFrame = -1 },
            s_clean with { ElementType = ElementType.F32 },
            s_clean with { DiskRadius = 0 }, s_clean with { BraggFraction = 1.5 }, s_clean with { DiffuseFraction = 2 },
            s_clean with { StrainAmplitude = 3 },
            s_clean with { DeadPixels = -1 }, s_clean with { HotPixels = 4000 }, s_clean with { CentreOffset = (double.NaN, 0) },
            s_clean with { DetectorRows = 1 << 20, DetectorColumns = 1 << 20 },
            s_clean with { VoltageKv = 0 }, s_clean with { LatticeOrder = 1000 },
        ];

        Assert.All(
            wrong,
            static settings => Assert.EndsWith(
                ".", Assert.ThrowsAny<ArgumentException>(() => new Simulation(settings)).Message, StringComparison.Ordinal));
        Assert.Contains(
            "quick, strain, dpc, amorphous, benchmark",
            Assert.Throws<ArgumentException>(static () => SimulationPresets.Named("gold")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void PositionOutsideOrWrongLength_IsRefused()
    {
        var simulation = new Simulation(s_clean);

        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.At(0, 32, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.At(1, 0, 0));
        Assert.Throws<ArgumentException>(() => simulation.Record<ushort>(0, 0, 0, new ushort[5]));
    }

    private static ushort[] Frame(Simulation simulation, int series, int row, int column)
    {
        var counts = new ushort[simulation.Settings.DetectorRows * simulation.Settings.DetectorColumns];
        simulation.Record<ushort>(series, row, column, counts);
        return counts;
    }
}
