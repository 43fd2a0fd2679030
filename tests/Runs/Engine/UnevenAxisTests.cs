using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class UnevenAxisTests
{
    private static readonly Axis Energy = Axis.Of("energy", [280, 281, 284, 290, 300, 301], "eV");
    private static readonly Axis Time = Axis.Of("time", [0, 1, 10, 12], "s");

    [Fact]
    public void Places_LieBetweenValues_AndLengthsAreRefused()
    {
        Assert.Equal(2, AxisLength.Place("284eV", Energy), 12);
        Assert.Equal(2.5, AxisLength.Place("287eV", Energy), 12);
        Assert.Equal(-1, AxisLength.Place("279eV", Energy), 12);
        Assert.Contains("no equal steps", Assert.Throws<FormatException>(() => AxisLength.Pixels("5eV", Energy)).Message,
            StringComparison.Ordinal);
        var loop = Axis.Of("energy", [1, 3, 2], "eV");
        Assert.Contains("neither rise nor fall", Assert.Throws<FormatException>(() => AxisLength.Place("2eV", loop)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_KeepTheValuesOfWhatTheyKeep()
    {
        using var source = new ArraySource<ushort>(new ushort[4 * 3 * 6], new DataShape(new Extent(4, 3), new Extent(6)))
        {
            Info = new("memory", "memory") { Axes = [Time, new("scan column"), Energy] },
        };
        Assert.Equal([281, 284, 290.0], new SelectChannels(source, 1, 3).Info.Axes[2].Values!);
        var rows = new SelectPositions(source, ScanSelection.Rectangle(source.Shape.Scan, 1, 0, 3, 2));
        Assert.Equal([1, 10, 12.0], rows.Info.Axes[0].Values!);
        Assert.Equal([0.5, 11], Enumerable.Range(0, 2).Select(i => new BinScan(source, 2).Info.Axes[0].At(i)));
    }
}
