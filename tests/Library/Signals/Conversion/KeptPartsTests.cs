using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Writing;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Conversion;

/// <summary>
/// One scan that carries everything, written to every kind of file and read back: what the kinds say they keep is kept, what they say they
/// drop is not there.
/// </summary>
public sealed class KeptPartsTests : IDisposable
{
    private static readonly DataShape Shape = new(new Extent(2, 3, 4), new Extent(5, 6));
    private static readonly Axis[] Axes = [
        new("time", 1.5, 10, "s"), new("scan row", 0.2, 3, "nm"), new("scan column", 0.3, -1, "nm"),
        new("detector row", 0.5, -1.25, "mrad"), new("detector column", 0.25, -0.75, "mrad")];
    private static readonly Fact[] Facts = [
        new("incident_energy", "200000", "eV"), new("count_time", "9.95E-05", "s"), new("operator's remark", "nüchtern")];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => new(KnownSinks.All.Select(static kind => kind.Name));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryPart_IsKeptOrDroppedAsTheKindSays(string name)
    {
        var kind = KnownSinks.All.Single(kind => kind.Name == name);
        Assert.Equal(Enum.GetValues<ScanPart>(), kind.Parts.Select(static part => part.Part));
        var path = _folder.File(kind.FileNames.StartsWith('.') ? "copy" + kind.FileNames : kind.FileNames);
        using var scan = new Scan(Everything());

        var report = await ScanConversion.ConvertAsync(
            scan, path, new() { Masked = MaskedValues.Keep }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            kind.Parts.Where(static part => part.Keeping != Keeping.Dropped).Select(static part => part.Part),
            report.Kept.Select(static kept => kept.Part));
        Assert.Equal(
            kind.Parts.Where(static part => part.Keeping == Keeping.Dropped).Select(static part => (ScanPart?)part.Part),
            report.Dropped.Select(static dropped => dropped.Part));
        Assert.Equal(Table(kind, static part => part.Keeping != Keeping.Dropped), Found(path, kind));
        File.Delete(path + SidecarName.Suffix);
        Assert.Equal(Table(kind, static part => part.Keeping == Keeping.InFile), Found(path, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FilesOfAConversion_AreThoseThatAreReported(string name)
    {
        var kind = KnownSinks.All.Single(kind => kind.Name == name);
        var path = _folder.File(kind.FileNames.StartsWith('.') ? "copy" + kind.FileNames : kind.FileNames);
        using var scan = new Scan(Everything());
        var before = Directory.GetFileSystemEntries(_folder.Path);

        var report = await ScanConversion.ConvertAsync(scan, path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            Directory.GetFileSystemEntries(_folder.Path).Except(before).Order(), report.Files.Select(static file => file.Path).Order());
        Assert.All(report.Files, static file => Assert.Equal(BytesOf(file.Path), file.Bytes));
        await Assert.ThrowsAsync<IOException>(
            () => ScanConversion.ConvertAsync(scan, path, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static long BytesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length)
        : new FileInfo(path).Length;

    private static string Table(SinkKind kind, Func<KeptPart, bool> isKept) =>
        string.Join('\n', kind.Parts.Select(part => $"{part.Part} {isKept(part)}"));

    private static string Found(string path, SinkKind kind)
    {
        var isRaw = kind.Name == "raw";
        IFrameSource? source = null;
        try
        {
            source = SourceOpener.Open(path);
        }
        catch (SourceException) when (isRaw)
        {
            source = SourceOpener.Open(path, new OpenOptions { OfFormats = [new RawOptions(Shape.Detector, ElementType.U16)] });
        }

        using (source)
        {
            return Table(kind, part => part.Part switch
            {
                ScanPart.Shape => source.Shape == Shape,
                ScanPart.MaskedPixels => source.Validity.MaskedPixels is { Count: 2 } masked && masked[7] && masked[20],
                ScanPart.NoData => source.Validity.MaximumIsNoData,
                ScanPart.Axes => source.Info.Axes.SequenceEqual(Axes),
                ScanPart.Facts => Facts.All(source.Info.Facts.Contains),
                ScanPart.Recorded => (source.Validity.FirstRecorded, source.Validity.RecordedFrames) == (2, 20),
                ScanPart.Notes => source.Info.Notes.Contains("before conversion: the specimen moved."),
                _ => HasObjects(path),
            });
        }
    }

    private static bool HasObjects(string path)
    {
        if (!File.Exists(path))
            return false;
        using (var bytes = new FileByteSource(path))
        {
            if (!Hdf5File.IsHdf5(bytes))
                return false;
        }

        using var file = Hdf5File.Open(path);
        return file.TryOpen("/entry/origin/lens/current") is Hdf5Dataset current
            && current.ReadValue().ToDouble() == 1.25 && current.Attributes["units"].ReadValue().ToText() == "A"
            && file.TryOpen("/entry/origin/frames") is null;
    }

    private DescribedSource Everything()
    {
        var file = _folder.File("origin.hdf5");
        if (!File.Exists(file))
        {
            using var writer = new Hdf5Writer(file);
            writer.Root.Dataset<ushort>("frames", [24, 5, 6], new ushort[720]);
            writer.Root.Group("lens").Scalar("current", 1.25).Attribute("units", "A");
            writer.Complete();
        }

        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)(i % 100)).ToArray();
        values[(5 * 30) + 3] = ushort.MaxValue;
        var validity = new Validity
        {
            MaskedPixels = PixelSet.Of(30, [7, 20]),
            MaximumIsNoData = true,
            FirstRecorded = 2,
            RecordedFrames = 20,
        };
        return new(new ArraySource<ushort>(values, Shape, validity), new SourceInfo("HDF5", file)
        {
            Files = [file],
            Axes = [.. Axes],
            Facts = [new("dataset", "/frames"), .. Facts],
            Notes = ["the specimen moved."],
        });
    }
}
