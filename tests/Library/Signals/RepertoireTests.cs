using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>A format that is added to a session is one of its formats wherever files are opened.</summary>
public sealed class RepertoireTests : IDisposable
{
    private static readonly DataShape Shape = new(new Extent(3, 4), new Extent(5, 6));
    private static readonly Repertoire WithFits = Repertoire.Known with { Formats = [new FitsFormat(), .. KnownFormats.All] };
    private readonly TemporaryFolder _folder = new();
    private readonly ushort[] _values = [.. Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)(i * i % 251))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FormatFromElsewhere_IsRead_AlsoWhereKnownFormatsOnlyNameIt()
    {
        FitsFormat.Write(_folder.File("a.fits"), Shape, _values);
        await using (var plain = new Session())
            Assert.Contains(
                "this is a FITS file",
                (await Assert.ThrowsAsync<SourceException>(
                    () => plain.OpenAsync(_folder.File("a.fits"), cancellationToken: Cancellation))).Message,
                StringComparison.Ordinal);

        await using var session = new Session(WithFits);
        var scan = await session.OpenAsync(_folder.File("a.fits"), cancellationToken: Cancellation);
        using var held = await session.HoldAsync(_folder.File("a.fits"), cancellationToken: Cancellation);

        Assert.Equal(Shape, scan.Shape);
        Assert.Equal(Sums(_values), Sums((await scan.RunAsync([new Sum()], cancellationToken: Cancellation))[Sum.Result].ToDoubles()));
        Assert.Equal(_values[^30..].Select(static value => (double)value), held.Frame(Shape.FrameCount - 1).ToDoubles());
        Assert.Contains(
            "small FITS, DECTRIS HDF5",
            (await Assert.ThrowsAsync<SourceException>(() => session.OpenAsync(Words(), cancellationToken: Cancellation))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormatFromElsewhere_IsReadInASeries_AndAsADarkFrame()
    {
        Directory.CreateDirectory(_folder.File("series"));
        FitsFormat.Write(_folder.File("series/a1.fits"), Shape, _values);
        FitsFormat.Write(_folder.File("series/a2.fits"), Shape, [.. _values.Reverse()]);
        FitsFormat.Write(_folder.File("dark.fits"), Shape with { Scan = new Extent(1, 1) }, [.. Enumerable.Repeat((ushort)2, 30)]);
        await using var session = new Session(WithFits);

        var series = await session.OpenAsync(_folder.File("series"), cancellationToken: Cancellation);
        var members = await ResidentSeries.LoadAsync(
            _folder.File("series"), new OpenOptions { Formats = session.Formats }, cancellationToken: Cancellation);
        await using var _ = members;
        var corrected = await session.OpenAsync(
            new ScanRequest(_folder.File("series/a1.fits")) { Dark = new FilePath(_folder.File("dark.fits")) }, Cancellation);

        Assert.Equal(new Extent(2, 3, 4), series.Shape.Scan);
        Assert.Equal(_values[..30].Reverse().Select(static value => (double)value), members[1]!.Frame(Shape.FrameCount - 1).ToDoubles());
        Assert.Equal(
            Sums(_values) - (2 * 30 * 12),
            Sums((await corrected.RunAsync([new Sum()], cancellationToken: Cancellation))[Sum.Result].ToDoubles()));
    }

    [Fact]
    public async Task FolderOfScansAndTheirParts_IsASeriesOfTheScans()
    {
        foreach (var name in (string[])["a1.fits", "a2.fits"])
        {
            FitsFormat.Write(_folder.File(name), Shape, _values);
            File.WriteAllText(_folder.File(Path.ChangeExtension(name, ".part")), "");
        }

        await using var session = new Session(WithFits);

        Assert.Equal(new Extent(2, 3, 4), (await session.OpenAsync(_folder.Path, cancellationToken: Cancellation)).Shape.Scan);
    }

    [Fact]
    public async Task FormatFromElsewhereThatFails_IsNamed()
    {
        FitsFormat.Write(_folder.File("a.fits"), Shape, _values);
        File.WriteAllBytes(_folder.File("a.fits"), File.ReadAllBytes(_folder.File("a.fits"))[..20]);
        await using var session = new Session(WithFits);

        var failed = await Assert.ThrowsAsync<SourceException>(
            () => session.OpenAsync(_folder.File("a.fits"), cancellationToken: Cancellation));

        Assert.Equal(
            $"{_folder.File("a.fits")}: the format 'small FITS' failed on this file: ArgumentOutOfRangeException: "
            + $"{failed.InnerException!.Message.TrimEnd('.')}. Leave its plug-in out, or tell its author.",
            failed.Message);
    }

    private static double Sums<T>(T[] values) =>
        values.Sum(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));

    private string Words()
    {
        File.WriteAllText(_folder.File("words.dat"), "nothing of any format");
        return _folder.File("words.dat");
    }
}
