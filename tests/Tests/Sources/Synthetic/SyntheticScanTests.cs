using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class SyntheticScanTests
{
    private static readonly SyntheticScanSettings Small = new()
    {
        ScanRows = 16,
        ScanColumns = 16,
        StepNm = 0.32,
        DetectorRows = 48,
        DetectorColumns = 47,
        DiskRadius = 6,
        DeadPixels = [(3, 5)],
    };

    [Fact]
    public void Frame_MadeAgainInAnotherOrder_IsTheSame()
    {
        var first = Frame(new SyntheticScan(Small), 5, 7);
        var scan = new SyntheticScan(Small);
        _ = Frame(scan, 15, 15);

        Assert.Equal(first, Frame(scan, 5, 7));
        Assert.NotEqual(first, Frame(scan, 5, 8));
        Assert.NotEqual(first, Frame(new SyntheticScan(Small with { Seed = 2 }), 5, 7));
    }

    [Fact]
    public void Electrons_AreNotMoreThanTheBeamHas_AndNotFarFewer()
    {
        var scan = new SyntheticScan(Small);
        for (var row = 0; row < 16; row++)
            Assert.InRange(Counts(Frame(scan, row, row)), 0.7 * Small.ElectronsPerFrame, 1.1 * Small.ElectronsPerFrame);
    }

    [Fact]
    public void Particle_ScattersOutOfTheDisk()
    {
        var scan = new SyntheticScan(Small);

        Assert.True(Disk(Frame(scan, 7, 7)) < 0.8 * Disk(Frame(scan, 0, 15)), "the particle at 7,7 is darker in bright field than the hole at 0,15");
    }

    [Fact]
    public void DeadPixel_HoldsTheLargestValue()
    {
        var frame = Frame(new SyntheticScan(Small), 1, 1);

        Assert.Equal(ushort.MaxValue, frame[(3 * 47) + 5]);
        Assert.Single(frame, ushort.MaxValue);
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SyntheticScan(Small with { ScanRows = 0 }));
        Assert.Throws<ArgumentException>(() => new SyntheticScan(Small with { DeadPixels = [(48, 0)] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame(new SyntheticScan(Small), 16, 0));
        Assert.Throws<ArgumentException>(() => new SyntheticScan(Small).Record(0, 0, new ushort[5]));
    }

    [Fact]
    public void Wavelength_At300Kv_IsTheTextbooks() => Assert.Equal(0.0019687, Small.WavelengthNm, 1e-7);

    private static ushort[] Frame(SyntheticScan scan, int row, int column)
    {
        var frame = new ushort[48 * 47];
        scan.Record(row, column, frame);
        return frame;
    }

    private static double Counts(ushort[] frame) => frame.Where(static value => value < ushort.MaxValue).Sum(static value => (double)value);

    private static double Disk(ushort[] frame) =>
        frame.Where(static (_, i) => Math.Pow((i / 47) - 23.5, 2) + Math.Pow((i % 47) - 23, 2) <= 36).Sum(static value => (double)value);
}
