using System.Runtime.InteropServices;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Conversion;

public sealed class MaskedValuesTests : IDisposable
{
    private const ushort NoData = ushort.MaxValue;
    private static readonly DataShape Shape = new(new Extent(2, 2), new Extent(2, 2));

    // Pixel 1 is masked; frame 2 has a value that is no data; frame 3 was not recorded.
    private static readonly ushort[] Values = [1, 500, 3, 4, 5, NoData, 7, 8, 9, 501, NoData, 12, 77, 77, 77, 77];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.npy", null, "1 0 3 4 5 0 7 8 9 0 0 12 0 0 0 0", 1)]
    [InlineData("x.npy", "keep", "1 500 3 4 5 65535 7 8 9 501 65535 12 65535 65535 65535 65535", 0)]
    [InlineData("x.npy", "fill=42", "1 42 3 4 5 42 7 8 9 42 42 12 42 42 42 42", 1)]
    [InlineData("x.raw", null, "1 0 3 4 5 0 7 8 9 0 0 12 0 0 0 0", 1)]
    [InlineData("x.h5", null, "1 500 3 4 5 65535 7 8 9 501 65535 12 65535 65535 65535 65535", 0)]
    [InlineData("x.h5", "zero", "1 0 3 4 5 0 7 8 9 0 0 12 0 0 0 0", 1)]
    [InlineData("x_master.h5", null, "1 500 3 4 5 65535 7 8 9 501 65535 12", 0)]
    [InlineData("x_master.h5", "zero", "1 0 3 4 5 0 7 8 9 0 0 12", 1)]
    public async Task Values_AreWrittenAsAskedFor(string name, string? masked, string expected, long replaced)
    {
        using var scan = Scanned();
        var report = await ScanConversion.ConvertAsync(
            scan,
            _folder.File(name),
            new() { Masked = masked is null ? null : MaskedValues.Parse(masked) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((replaced, 1, 3L), (report.NoDataValues, report.MaskedPixels, report.RecordedFrames));
        Assert.Equal(replaced > 0, report.Dropped.Any(static dropped => dropped.Part == ScanPart.NoData));
        using var copy = SourceOpener.Open(_folder.File(name));
        Assert.Equal((true, 3L, 1), (copy.Validity.MaskedPixels![1], copy.Validity.RecordedFrames, copy.Validity.MaskedPixels.Count));
        Assert.Equal(expected, string.Join(' ', Read<ushort>(copy, expected.Split(' ').Length / 4)));
    }

    [Theory]
    [InlineData("fill=70000")]
    [InlineData("fill=-1")]
    [InlineData("fill=nan")]
    [InlineData("fill=1.5")]
    public async Task NumberThatTheTypeDoesNotHold_IsRefused(string masked)
    {
        using var scan = Scanned();
        var refusal = await Assert.ThrowsAsync<FormatException>(() => ScanConversion.ConvertAsync(
            scan,
            _folder.File("x.npy"),
            new() { Masked = MaskedValues.Parse(masked) },
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("uint16", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Floats_TakeNaN()
    {
        using var scan = new Scan(new ArraySource<float>(
            new float[] { 1, 2, 3, 4 }, new(new Extent(1, 1), new Extent(2, 2)), new Validity { MaskedPixels = PixelSet.Of(4, [2]) }));
        await ScanConversion.ConvertAsync(
            scan,
            _folder.File("x.npy"),
            new() { Masked = MaskedValues.Parse("fill=NaN") },
            cancellationToken: TestContext.Current.CancellationToken);

        using var copy = SourceOpener.Open(_folder.File("x.npy"));
        Assert.Equal([1, 2, float.NaN, 4], Read<float>(copy, 1));
    }

    [Theory]
    [InlineData("x.h5", null, true)]
    [InlineData("x.npy", "keep", true)]
    [InlineData("x.npy", null, false)]
    [InlineData("x.h5", "zero", false)]
    public async Task NoDataInCorrectedFrames_IsMarkedOrSaid(string name, string? masked, bool isKept)
    {
        var corrected = new CorrectFrames(
            new ArraySource<ushort>(
                new ushort[] { 1, 2, 3, 4, NoData, NoData, NoData, NoData },
                new(new Extent(1, 2), new Extent(2, 2)),
                new Validity { MaximumIsNoData = true }),
            new Corrections(new Extent(2, 2), gain: [2, 2, 2, 2]));
        using var scan = new Scan(corrected);
        var report = await ScanConversion.ConvertAsync(
            scan,
            _folder.File(name),
            new() { Masked = masked is null ? null : MaskedValues.Parse(masked) },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(isKept ? 0 : 4, report.NoDataValues);
        Assert.Equal(!isKept, report.Dropped.Any(static dropped => dropped.Part == ScanPart.NoData));
        using var copy = new Scan(SourceOpener.Open(_folder.File(name)));
        Assert.Equal(isKept, copy.Source.Validity.MaximumIsNoData);
        var means = (await copy.RunAsync(new FrameStatistics(), TestContext.Current.CancellationToken))["mean"].ToDoubles();
        Assert.Equal([5, isKept ? double.NaN : 0], means);
    }

    [Theory]
    [InlineData("keep", "keep")]
    [InlineData("zero", "zero")]
    [InlineData("fill=0", "zero")]
    [InlineData("fill=NaN", "fill=NaN")]
    public void Text_IsReadAndSaid(string text, string said) => Assert.Equal(said, MaskedValues.Parse(text).ToString());

    [Theory]
    [InlineData("fill=")]
    [InlineData("none")]
    [InlineData("")]
    public void OtherTexts_AreRefused(string text) =>
        Assert.Contains(
            MaskedValues.Grammar, Assert.Throws<FormatException>(() => MaskedValues.Parse(text)).Message, StringComparison.Ordinal);

    private static Scan Scanned() =>
        new(new ArraySource<ushort>(
            Values, Shape, new Validity { MaskedPixels = PixelSet.Of(4, [1]), MaximumIsNoData = true, RecordedFrames = 3 }));

    private static T[] Read<T>(IFrameSource source, int frames)
        where T : unmanaged
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 8));
        var values = new List<T>();
        reader.Seek(new(0, frames));
        while (reader.TryRead(out var tile))
            values.AddRange(MemoryMarshal.Cast<byte, T>(tile.Pixels<byte>()));
        return [.. values];
    }
}
