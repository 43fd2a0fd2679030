using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Mrc;

/// <summary>Two scans with three frames at each of 2×2 positions: six scans of a series, whose frames lie apart.</summary>
public sealed class DirectElectronSeriesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        const int frameBytes = MrcOnDisk.Rows * MrcOnDisk.Columns * 2;
        var stored = new MrcOnDisk(6).Write(_folder.File("a_movie.mrc"), 24);
        DirectElectronOnDisk.WriteInfo(_folder.File("a_info.txt"), 2, 2, framesPerPoint: 3, repeats: 2);
        byte[] values =
        [
            .. from repeat in Enumerable.Range(0, 2)
               from frame in Enumerable.Range(0, 3)
               from point in Enumerable.Range(0, 4)
               from value in stored.AsSpan(((((repeat * 4) + point) * 3) + frame) * frameBytes, frameBytes).ToArray()
               select value,
        ];
        return (SourceOpener.Open(_folder.File("a_movie.mrc")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Scans of Direct Electron cameras.</summary>
public sealed class DirectElectronTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(12, 3, 4, 1, 1, null, "3×4", null)]
    [InlineData(12, 9, 9, 1, 1, "3x4", "3×4", null)]
    [InlineData(12, 3, 4, 1, 1, "7x7", "3×4", null)]
    [InlineData(24, 3, 4, 2, 1, null, "2×3×4", null)]
    [InlineData(24, 3, 4, 1, 2, null, "2×3×4", null)]
    [InlineData(48, 3, 4, 2, 2, null, "2×2×3×4", null)]
    [InlineData(10, 3, 4, 1, 1, null, "3×4", "10 of 12 frames are present")]
    [InlineData(23, 3, 4, 2, 1, null, "23", "which 23 frames do not make")]
    public void FileBesideTheMovie_TellsTheScan(
        int frames, int rows, int columns, int perPoint, int repeats, string? region, string expected, string? note)
    {
        new MrcOnDisk(6).Write(_folder.File("a_movie.mrc"), frames);
        DirectElectronOnDisk.WriteInfo(_folder.File("a_info.txt"), rows, columns, perPoint, repeats, region);
        using var source = SourceOpener.Open(_folder.File("a_movie.mrc"));
        Assert.Equal(expected, source.Shape.Scan.ToString());
        Assert.Equal(note is null, source.Info.Notes.IsEmpty);
        Assert.Contains(note ?? "", string.Join(' ', source.Info.Notes), StringComparison.Ordinal);
        Assert.Equal(_folder.File("a_info.txt"), Assert.Single(source.Info.FilesBeside));
        Assert.Contains(new Fact("high_tension", "300000", "V"), source.Info.Facts);
    }

    [Fact]
    public void StepsOfTheScan_AreThoseOfTheSettings()
    {
        new MrcOnDisk(6).Write(_folder.File("a_movie.mrc"), 12);
        DirectElectronOnDisk.WriteInfo(_folder.File("a_info.txt"), 3, 4);
        using var source = SourceOpener.Open(_folder.File("a_movie.mrc"));
        Assert.Equal([0.5, 0.25, 1, 1], source.Info.Axes.Select(static axis => axis.Scale));
        using var other = SourceOpener.Open(_folder.File("a_movie.mrc"), new() { ScanShape = new Extent(4, 3) });
        Assert.Empty(other.Info.Axes);
    }

    [Fact]
    public void VirtualImageOfTheCamera_IsTheSumOfEachFrame()
    {
        var folder = Path.Combine(Folders.TestData, "formats", "mrc");
        Assert.SkipUnless(Directory.Exists(folder), $"the test data folder {folder} is missing (RONCHI_TESTDATA)");
        using var movie = SourceOpener.Open(Path.Combine(folder, "20241021_00405_movie.mrc"));
        using var image = SourceOpener.Open(Path.Combine(folder, "20241021_00405_0_Virt 0_sum.mrc"));
        var sums = MemoryMarshal.Cast<byte, float>(Pixels(image)).ToArray();
        var frames = MemoryMarshal.Cast<byte, ushort>(Pixels(movie)).ToArray().Chunk((int)movie.Shape.FrameElements);
        var ratios = frames.Zip(sums).Where(static pair => pair.Second > 0)
            .Select(static pair => pair.First.Sum(static value => (double)value) / pair.Second);
        Assert.Single(ratios.Select(static ratio => Math.Round(ratio, 6)).Distinct());
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Pixels(IFrameSource source)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, (int)source.Shape.FrameCount));
        var all = new MemoryStream();
        while (reader.TryRead(out var tile))
            all.Write(tile.Pixels<byte>());
        return all.ToArray();
    }
}

/// <summary>Files of settings as the server of the cameras writes them.</summary>
internal static class DirectElectronOnDisk
{
    public static void WriteInfo(string path, int rows, int columns, int framesPerPoint = 1, int repeats = 1, string? region = null)
    {
        var size = region?.Split('x') ?? ["1", "1"];
        (string Name, object Value)[] lines =
        [
            ("Instrument Accelerating Voltage (V)", 300000), ("Scan - Camera Frames Per Point", framesPerPoint),
            ("Scan - Enable", "Enable"),
            ("Scan - ROI Enable", region is null ? "Disable" : "Enable"), ("Scan - ROI Size X", size[1]), ("Scan - ROI Size Y", size[0]),
            ("Scan - Repeats", repeats), ("Scan - Size X", columns), ("Scan - Size Y", rows), ("Scan - Type", "Raster"),
            ("Specimen Pixel Size X (nanometers)", "0.25"), ("Specimen Pixel Size Y (nanometers)", "0.5"),
        ];
        File.WriteAllLines(
            path, lines.Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Name,-60} = {line.Value}")));
    }
}
