using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Empad;

/// <summary>Frames with two rows that are no image, opened with their description.</summary>
public sealed class EmpadDescriptionTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = EmpadOnDisk.WriteFrames(_folder.File("scan_x3_y2.raw"), 6);
        EmpadOnDisk.WriteDescription(_folder.File("a.xml"), "scan_x3_y2.raw", "<pix_x>3</pix_x><pix_y>2</pix_y>");
        return (SourceOpener.Open(_folder.File("a.xml")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Frames of the second detector, one after the other, known by their name.</summary>
public sealed class EmpadPlainFramesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = EmpadOnDisk.WriteFrames(_folder.File("scan_x2_y3.raw"), 6, footerBytes: 0);
        return (SourceOpener.Open(_folder.File("scan_x2_y3.raw")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>How the size of the scan is found, and what is said of files that do not fit.</summary>
public sealed class EmpadTests : IDisposable
{
    private const string Acquire64 = "<scan_parameters mode=\"acquire\"><scan_resolution_x>64</scan_resolution_x>"
        + "<scan_resolution_y>64</scan_resolution_y></scan_parameters>";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("frames.raw", "<pix_x>3</pix_x><pix_y>2</pix_y>" + Acquire64, "2×3", 1)]
    [InlineData("scan_x2_y3.raw", "<pix_x>64</pix_x><pix_y>64</pix_y>", "3×2", 1)]
    [InlineData("scan_x2_y3.raw", "<pix_x>3</pix_x><pix_y>2</pix_y>", "2×3", 1)]
    [InlineData("scan_x9_y9.raw", "<scan_parameters mode=\"search\"><scan_resolution_x>6</scan_resolution_x><scan_resolution_y>1"
        + "</scan_resolution_y></scan_parameters><scan_parameters mode=\"acquire\"><scan_resolution_x>3</scan_resolution_x>"
        + "<scan_resolution_y>2</scan_resolution_y></scan_parameters>", "2×3", 1)]
    [InlineData("series_x6.raw", Acquire64, "6", 1)]
    public void FirstSizeThatFitsTheLength_IsTheScan(string name, string says, string expected, int notes)
    {
        EmpadOnDisk.WriteFrames(_folder.File(name), 6);
        EmpadOnDisk.WriteDescription(_folder.File("a.xml"), name, says);
        foreach (var opened in (string[])[name, "a.xml"])
        {
            using var source = SourceOpener.Open(_folder.File(opened));
            Assert.Equal(expected, source.Shape.Scan.ToString());
            Assert.Equal(notes, source.Info.Notes.Length);
        }
    }

    [Fact]
    public void NoSizeThatFits_IsRefusedAndReadWhenAsked()
    {
        EmpadOnDisk.WriteFrames(_folder.File("scan_x8_y8.raw"), 6);
        EmpadOnDisk.WriteDescription(_folder.File("a.xml"), "scan_x8_y8.raw", "<pix_x>9</pix_x><pix_y>9</pix_y>");
        var message = Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.xml"))).Message;
        Assert.Contains("6 frames; no size that is said of the scan fits: 9×9 (pix_x and pix_y of the description), 8×8", message);
        using var left = SourceOpener.Open(_folder.File("a.xml"), new() { LeavesOutMisfits = true });
        Assert.Equal((new Extent(9, 9), 6L), (left.Shape.Scan, left.Validity.RecordedFrames));
        using var asked = SourceOpener.Open(_folder.File("a.xml"), new() { ScanShape = new Extent(3, 2) });
        Assert.Equal(new Extent(3, 2), asked.Shape.Scan);
    }

    [Fact]
    public void Description_GivesAxesAndFacts()
    {
        EmpadOnDisk.WriteFrames(_folder.File("scan_x3_y2.raw"), 6);
        EmpadOnDisk.WriteDescription(
            _folder.File("a.xml"),
            "scan_x3_y2.raw",
            "<iom_measurements><source.get_voltage>300000.0</source.get_voltage><optics.get_cameralength>0.7</optics.get_cameralength>"
            + "<optics.get_full_scan_field_of_view>[6e-09, 8e-09]</optics.get_full_scan_field_of_view>"
            + "<calibrated_pixelsize>2e-10</calibrated_pixelsize></iom_measurements>");
        using var source = SourceOpener.Open(_folder.File("scan_x3_y2.raw"));
        Assert.Equal(["scan row", "scan column", "detector row", "detector column"], source.Info.Axes.Select(static axis => axis.Name));
        Assert.Equal(["nm", "nm", "1/nm", "1/nm"], source.Info.Axes.Select(static axis => axis.Unit));
        double[] expected = [4, 2, 0.2, 0.2];
        Assert.All(expected.Zip(source.Info.Axes), static pair => Assert.Equal(pair.First, pair.Second.Scale, 1e-9));
        Assert.Equal(-12.8, source.Info.Axes[3].Offset, 1e-9);
        Assert.Equal(300, source.Info.Kilovolts);
        Assert.Equal(_folder.File("a.xml"), Assert.Single(source.Info.FilesBeside));
    }

    [Fact]
    public void LastFrameThatIsCut_IsLeftOut()
    {
        EmpadOnDisk.WriteFrames(_folder.File("scan_x3_y2.raw"), 6);
        using (var file = File.OpenWrite(_folder.File("scan_x3_y2.raw")))
            file.SetLength(file.Length - 5000);
        using var source = SourceOpener.Open(_folder.File("scan_x3_y2.raw"));
        Assert.Equal((new Extent(2, 3), 5L), (source.Shape.Scan, source.Validity.RecordedFrames));
    }

    [Theory]
    [InlineData(0x4000_0000u)]
    [InlineData(0x0000_0000u)]
    public void EncodedWords_AreRefused(uint marker)
    {
        var random = new Random(4);
        uint[] words = [.. Enumerable.Range(0, 128 * 128 * 4).Select(_ => marker | (uint)random.Next(1, 1 << 18))];
        File.WriteAllBytes(_folder.File("scan_x2_y2.raw"), MemoryMarshal.AsBytes(words.AsSpan()).ToArray());
        Assert.Contains(
            "encoded words of an EMPAD-G2",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("scan_x2_y2.raw"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<root name=\"EMPAD\"><pix_x>3</pix_x>", "is no XML")]
    [InlineData("<root name=\"EMPAD\"><pix_x>3</pix_x></root>", "does not name its frames")]
    [InlineData("<root name=\"EMPAD\"><raw_file filename=\"/x/away.raw\"/></root>", "its frames away.raw are not in the same folder")]
    public void DescriptionWithoutFrames_IsToldInWords(string text, string expected)
    {
        File.WriteAllText(_folder.File("a.xml"), text);
        Assert.Contains(
            expected, Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.xml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FramesInAFolderNamedAsTheDescription_AreFoundFromEitherSide()
    {
        Directory.CreateDirectory(_folder.File("scan7"));
        EmpadOnDisk.WriteFrames(_folder.File("scan7/frames.raw"), 6);
        EmpadOnDisk.WriteDescription(_folder.File("scan7.xml"), "frames.raw", "<pix_x>3</pix_x><pix_y>2</pix_y>");
        using var description = SourceOpener.Open(_folder.File("scan7.xml"));
        using var frames = SourceOpener.Open(_folder.File("scan7/frames.raw"));
        Assert.Equal((new Extent(2, 3), new Extent(2, 3)), (description.Shape.Scan, frames.Shape.Scan));
    }

    [Fact]
    public void FileThatMayNotBeRead_IsNotOpened()
    {
        EmpadOnDisk.WriteFrames(_folder.File("scan_x3_y2.raw"), 6);
        EmpadOnDisk.WriteDescription(_folder.File("a.xml"), "scan_x3_y2.raw", "<pix_x>2</pix_x><pix_y>3</pix_y>");
        var options = new OpenOptions { MayRead = static _ => false };
        Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("a.xml"), options));
        using var source = SourceOpener.Open(_folder.File("scan_x3_y2.raw"), options);
        Assert.Equal(new Extent(2, 3), source.Shape.Scan);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Random frames, and descriptions of them.</summary>
internal static class EmpadOnDisk
{
    private const int FrameValues = 128 * 128;

    public static byte[] WriteFrames(string path, int count, int footerBytes = 1024)
    {
        var random = new Random(6);
        float[] values = [.. Enumerable.Range(0, count * FrameValues).Select(_ => (float)((random.NextDouble() * 5) - 1))];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        using var file = File.Create(path);
        var footer = new byte[footerBytes];
        random.NextBytes(footer);
        for (var frame = 0; frame < count; frame++)
        {
            file.Write(bytes.Slice(frame * FrameValues * sizeof(float), FrameValues * sizeof(float)));
            file.Write(footer);
        }

        return bytes.ToArray();
    }

    public static void WriteDescription(string path, string frames, string says) => File.WriteAllText(
        path,
        string.Create(CultureInfo.InvariantCulture, $"<root name=\"EMPAD\"><raw_file filename=\"/home/empad/{frames}\"/>{says}</root>"));
}
