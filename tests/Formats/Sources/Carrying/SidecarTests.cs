using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Carrying;

/// <summary>What is kept beside files that have no place for it, as the sources read it.</summary>
public sealed class SidecarTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RawFile_OpensByItself()
    {
        var path = Write("a.raw");

        using var source = SourceOpener.Open(path);
        Assert.Equal((new DataShape(new(2, 3), new(4, 5)), ElementType.I16), (source.Shape, source.ElementType));
        using var asked = SourceOpener.Open(path, new OpenOptions { ScanShape = new Extent(3, 2) });
        Assert.Equal(new Extent(3, 2), asked.Shape.Scan);
    }

    [Fact]
    public void FileThatTellsOfOtherData_IsNotUsed_AndANoteSaysSo()
    {
        var path = Write("a.npy");
        File.Copy(Write("b.npy", new DataShape(new(2, 3), new(5, 4))), path, overwrite: true);

        using var source = SourceOpener.Open(path);
        Assert.Null(source.Validity.MaskedPixels);
        Assert.Contains(
            source.Info.Notes, static note => note.Contains("a.npy.ronchi.json describes other data", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"detectorShape\": [4, 5]", "\"detectorShape\": [4, \"5\"]")]
    [InlineData("\"detectorShape\": [4, 5]", "\"detectorShape\": [4, -5]")]
    [InlineData("\"maskedPixelRuns\": [3, 4]", "\"maskedPixelRuns\": [3, 400]")]
    [InlineData("\"maskedPixelRuns\": [3, 4]", "\"maskedPixelRuns\": [-3, 4]")]
    [InlineData("\"recorded\": [1, 4]", "\"recorded\": [1, 40]")]
    [InlineData("\"recorded\": [1, 4]", "\"recorded\": [4, 1]")]
    [InlineData("\"maximumIsNoData\": false", "\"maximumIsNoData\": 1")]
    [InlineData("\"carried\": {", "\"carried\": {{")]
    public void DamagedFile_IsNamed(string text, string damaged)
    {
        var path = Write("a.npy");
        var beside = path + SidecarName.Suffix;
        var before = File.ReadAllText(beside);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(beside, before.Replace(text, damaged, StringComparison.Ordinal));

        Assert.Contains(
            "a.npy.ronchi.json", Assert.Throws<SourceException>(() => SourceOpener.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatMayNotBeRead_IsNotRead()
    {
        var path = Write("a.npy");
        using var source = SourceOpener.Open(
            path, new OpenOptions { MayRead = static file => !file.EndsWith(SidecarName.Suffix, StringComparison.Ordinal) });
        Assert.Null(source.Validity.MaskedPixels);
    }

    [Fact]
    public void FolderOfArraysWithFilesBesideThem_IsASeries()
    {
        var folder = Directory.CreateDirectory(_folder.File("series")).FullName;
        foreach (var member in (string[])["1.npy", "2.npy"])
        {
            using var sink = KnownSinks.Create(
                Path.Combine(folder, member),
                new SinkDescription(new(new(2, 3), new(4, 5)), ElementType.I16, new SourceInfo("t", "t") { Facts = [new("a", "b")] }));
            sink.Complete();
        }

        using var series = SourceOpener.Open(folder);
        Assert.Equal(new Extent(2, 2, 3), series.Shape.Scan);
    }

    private string Write(string name, DataShape? shape = null)
    {
        var path = _folder.File(name);
        var data = new SinkDescription(
            shape ?? new(new(2, 3), new(4, 5)),
            ElementType.I16,
            new SourceInfo("t", "t"),
            new Validity { MaskedPixels = PixelSet.Of(20, [3]), FirstRecorded = 1, RecordedFrames = 4 });
        using var sink = KnownSinks.Create(path, data);
        sink.Complete();
        return path;
    }
}
