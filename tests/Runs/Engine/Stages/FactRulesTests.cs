using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class FactRulesTests
{
    private static readonly Fact[] Facts =
    [
        new("count_time", "0.001", "s"),
        new("frame_time", "0.0011", "s"), new("pixel_size_row", "0.0001", "m"), new("pixel_size_column", "0.0002", "m"),
        new("beam_center_row", "5", "pixel"),
        new("beam_center_column", "0", "pixel"), new("saturation_value", "900"),
        new("bit_depth_image", "16"), new("ntrigger", "48"), new("sensor_material", "Si"),
    ];

    [Fact]
    public void BinnedDetector_HasLargerPixels_AndNoSaturationValue()
    {
        using var stage = new BinDetector(new Described(), 4);
        Assert.Equal(("0.0004", "0.0008", "0.875", "0", "0.001", null, null, "Si"), Of(stage));
        Assert.Contains("pixel_size_row is 0.0004 m instead of 0.0001", stage.Info.FactChanges);
        Assert.Contains("saturation_value (900) no longer holds", stage.Info.FactChanges);
    }

    [Fact]
    public void BinnedScan_CountsLonger()
    {
        using var stage = new BinScan(new Described(), 2);
        Assert.Equal(("0.0001", "0.0002", "5", "0", "0.004", null, null, "Si"), Of(stage));
        Assert.Equal("0.0044", Value(stage, "frame_time"));
        Assert.Null(Value(stage, "ntrigger"));
    }

    [Fact]
    public void CroppedDetector_HasItsCentreElsewhere()
    {
        using var stage = new CropDetector(new Described(), 2, 3, 7, 7);
        Assert.Equal(("0.0001", "0.0002", "3", "0", "0.001", "900", "16", "Si"), Of(stage));
        Assert.Equal(["beam_center_row is 3 pixel instead of 5"], stage.Info.FactChanges);
    }

    [Fact]
    public void CorrectedFrames_HaveNoSaturationValue()
    {
        using var source = new Described();
        using var stage = new CorrectFrames(source, new Corrections(source.Shape.Detector, new float[64], null, null));
        Assert.Equal(("0.0001", "0.0002", "5", "0", "0.001", null, null, "Si"), Of(stage));
    }

    [Fact]
    public void StagesOfOne_ChangeNothing()
    {
        using var stage = new BinScan(new BinDetector(new Described(), 1), 1);
        Assert.Equal(Facts, stage.Info.Facts);
        Assert.Empty(stage.Info.FactChanges);
    }

    private static string? Value(IFrameSource source, string name) => source.Info.Facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    private static (string? Row, string? Column, string? CentreRow, string? CentreColumn,
        string? Time, string? Saturation, string? Depth, string? Sensor) Of(
        IFrameSource source) =>
        (
            Value(source, "pixel_size_row"), Value(source, "pixel_size_column"),
            Value(source, "beam_center_row"), Value(source, "beam_center_column"),
            Value(source, "count_time"),
            Value(source, "saturation_value"), Value(source, "bit_depth_image"), Value(source, "sensor_material"));

    private sealed class Described() : SourceStage(new ArraySource<ushort>(new ushort[6 * 8 * 64], new(new Extent(6, 8), new Extent(8, 8))))
    {
        public override SourceInfo Info => new("test", "test") { Facts = [.. Facts] };

        public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);
    }
}
