using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Tables;

/// <summary>Text files of numbers, and logs.</summary>
public sealed class TextFileTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        double[] values = [.. Enumerable.Range(0, 12).Select(static i => (i - 5) * 0.125)];
        var lines = values.Chunk(4).Select(static row => string.Join(" , ", row.Select(
            static value => value.ToString(CultureInfo.InvariantCulture))));
        return (
            SourceOpener.Open(Written("a.csv", "# x\n\n" + string.Join("\r\n", lines))), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    [Theory]
    [InlineData("1 2\n3 4\n")]
    [InlineData("1,2\n3,4")]
    [InlineData("1;2\n3;4\n")]
    [InlineData("  1\t2\n\n3\t4\t\n% end")]
    public void AnySeparator_Separates(string text)
    {
        using var source = SourceOpener.Open(Written("a.txt", text));
        Assert.Equal(new DataShape(new Extent([]), new Extent(2, 2)), source.Shape);
    }

    [Theory]
    [InlineData("1 2\n3 4 5\n")]
    [InlineData("1\n2\n3\n")]
    [InlineData("a b\n1 2\n")]
    [InlineData("1 2\n")]
    public void OtherTexts_AreNoMatrices(string text) => Assert.Contains(
        "unsupported file format",
        Assert.Throws<SourceException>(() => SourceOpener.Open(Written("a.txt", text))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void LineThatDiffersFarBehind_IsNamed()
    {
        var rows = string.Concat(Enumerable.Repeat("10 20 30\n", 1000));
        Assert.Contains(
            "line 1001 has 2 numbers, those before have 3.",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Written("a.dat", rows + "1 2\n"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "line 1001 holds something that is no number.",
            Assert.Throws<SourceException>(() => SourceOpener.Open(Written("a.dat", rows + "1 2 x\n"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_IsACurveOverTime()
    {
        const string Log = "Time, Notes, Temperature, Pressure\n0,Time units = Milliseconds,20,1\n0,Pressure units = Torr,20,1\n"
            + "100,,21,2\n300,mark,22,3\n400,,23,4\n";
        using (var source = SourceOpener.Open(Written("a.csv", Log)))
        {
            Assert.Equal(new DataShape(new Extent([]), new Extent(3)), source.Shape);
            Assert.Equal([0.1, 0.3, 0.4], [.. source.Info.Axes[0].Values!]);
            Assert.Contains("the log also holds Pressure; --dataset NAME opens another.", source.Info.Notes);
        }

        using var other = SourceOpener.Open(_folder.File("a.csv"), Named("Pressure"));
        Assert.Equal("Torr", other.Info.ValueUnit);
        Assert.Contains(
            "--dataset Voltage: there is no such column; there are Temperature, Pressure.",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.csv"), Named("Voltage"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\nsample\ttime\tTset[C]\tTmeas[C]\n", "holds 0 rows")]
    [InlineData("\nsample\ttime\tTset[C]\tTmeas[C]\n1\tnoon\t1\t2\n", "'noon' is no time of day: the log is damaged.")]
    [InlineData("Time, Notes,T\n0,,x\n", "and 0 columns of numbers")]
    public void DamagedLog_IsRefusedInWords(string text, string reason) => Assert.Contains(
        reason,
        Assert.Throws<SourceException>(() => SourceOpener.Open(Written("a.csv", text))).Message,
        StringComparison.Ordinal);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private static OpenOptions Named(string column) => new() { OfFormats = [new DatasetOptions { Dataset = column }] };

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
