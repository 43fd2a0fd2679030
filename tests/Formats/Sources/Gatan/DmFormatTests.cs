using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Gatan;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Sources.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Gatan;

/// <summary>Shapes, choices, calibration and faults of DigitalMicrograph files.</summary>
public sealed class DmFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1, 2, 2, "int16")]
    [InlineData(2, 6, 4, "float32")]
    [InlineData(6, 10, 1, "uint8")]
    [InlineData(7, 3, 4, "int32")]
    [InlineData(9, 9, 1, "int8")]
    [InlineData(10, 4, 2, "uint16")]
    [InlineData(11, 5, 4, "uint32")]
    [InlineData(12, 7, 8, "float64")]
    [InlineData(14, 10, 1, "uint8")]
    [InlineData(39, 11, 8, "int64")]
    [InlineData(40, 12, 8, "uint64")]
    public void PixelsOfEachType_KeepIt(int dataType, int elementType, int bytes, string type)
    {
        using var source = Open(DmFile.Of(3, false, [Image([4, 3], dataType, elementType, bytes)]));
        Assert.Equal((type, 0, "3×4"), (source.ElementType.Name(), source.Shape.Scan.Rank, source.Shape.Detector.ToString()));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(5, 8)]
    [InlineData(13, 16)]
    [InlineData(27, 8)]
    [InlineData(28, 16)]
    public void ComplexPixels_AreRefusedInWords(int dataType, int bytes) => Assert.Contains(
        "holds complex numbers, which are not supported: save its modulus",
        Fault(DmFile.Of(3, false, [Image([4, 3], dataType, 10, bytes)])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(true, "5×4 scan, 3×2 detector")]
    [InlineData(false, "3×2 scan, 5×4 detector")]
    public void DataOrderSwapped_SaysWhatVariesFastest(bool swapped, string shape)
    {
        using var source = Open(DmFile.Of(
            4, false, [Image([2, 3, 4, 5], 10, 4, 2) with { Tags = [("Meta Data/Data Order Swapped", swapped)] }]));
        Assert.Equal(shape, source.Shape.ToString());
    }

    [Theory]
    [InlineData("1/nm", "nm", "5×4 scan, 3×2 detector")]
    [InlineData("nm", "1/nm", "3×2 scan, 5×4 detector")]
    [InlineData("mrad", "", "5×4 scan, 3×2 detector")]
    [InlineData("", "", "3×2 scan, 5×4 detector")]
    public void WithoutTheTag_UnitsTell(string fast, string slow, string shape)
    {
        using var source = Open(DmFile.Of(
            4,
            false,
            [Image([2, 3, 4, 5], 10, 4, 2) with { Axes = [(0, 2, fast), (0, 2, fast), (0, 3, slow), (0, 3, slow)] }]));
        Assert.Equal(shape, source.Shape.ToString());
    }

    [Fact]
    public void StoredOrder_ThatIsAskedFor_WinsOverTheTag()
    {
        var file = DmFile.Of(4, false, [Image([2, 3, 4, 5], 10, 4, 2) with { Tags = [("Meta Data/Data Order Swapped", true)] }]);
        using var source = Open(file, new() { OfFormats = [new DmOptions { StoredOrder = DmStoredOrder.Scan }] });
        Assert.Equal("3×2 scan, 5×4 detector", source.Shape.ToString());
    }

    [Theory]
    [InlineData("Spectrum", new long[] { 9 }, "single scan, 9 detector")]
    [InlineData("Spectrum image", new long[] { 9, 5 }, "5 scan, 9 detector")]
    [InlineData("Spectrum image", new long[] { 4, 5, 9 }, "5×4 scan, 9 detector")]
    [InlineData("Image", new long[] { 4, 5, 9 }, "9 scan, 5×4 detector")]
    public void Spectra_HaveOneAxis(string format, long[] lengths, string shape)
    {
        using var source = Open(DmFile.Of(3, false, [Image(lengths, 2, 6, 4) with { Tags = [("Meta Data/Format", format)] }]));
        Assert.Equal(shape, source.Shape.ToString());
    }

    [Fact]
    public void TheScan_IsChosenBeforeSurveyAndThumbnail_AndTheOthersAreNamed()
    {
        var file = DmFile.Of(
            4,
            false,
            [
                Image([8, 8], 23, 5, 4) with { Name = "thumb" },
                Image([64, 64], 10, 4, 2) with { Name = "survey" },
                Image([2, 3, 4, 5], 10, 4, 2) with { Name = "4D", Tags = [("Meta Data/Data Order Swapped", true)] },
                Image([2, 3], 3, 10, 8) with { Name = "FFT" },
            ],
            thumbnail: 0);
        using var source = Open(file);
        Assert.Equal("5×4 scan, 3×2 detector", source.Shape.ToString());
        Assert.Contains(
            "image 2 '4D' (5×4×3×2 uint16) is read; choose another of the file with --dataset NUMBER: 1 'survey' (64×64 uint16), "
            + "3 'FFT' (3×2 complex64).",
            source.Info.Notes);
        foreach (var name in (string[])["1", "survey"])
        {
            using var survey = Open(file, new() { OfFormats = [new DatasetOptions { Dataset = name }] });
            Assert.Equal("64×64", survey.Shape.Detector.ToString());
        }

        Assert.Contains(
            "--dataset 'HAADF' is neither the number nor the name of one image; there are 1 'survey'",
            Fault(file, new() { OfFormats = [new DatasetOptions { Dataset = "HAADF" }] }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_IsMinusOriginTimesScale_WithItsUnits()
    {
        using var source = Open(DmFile.Of(
            4,
            true,
            [
                Image([2, 3, 4, 5], 10, 4, 2) with
                {
                    Tags = [("Meta Data/Data Order Swapped", true)],
                    Axes = [(1, 0.5f, "1/nm"), (1.5f, 0.25f, "1/nm"), (0, 2, "µm"), (-4, 3, "µm")],
                    Brightness = (0, 1, "e-"),
                },
            ]));
        Assert.Equal(
            [
                new Axis("scan row", 3, 12, "µm"), new Axis("scan column", 2, 0, "µm"),
                new Axis("detector row", 0.25, -0.375, "1/nm"), new Axis("detector column", 0.5, -0.5, "1/nm"),
            ],
            source.Info.Axes);
        Assert.Equal("e-", source.Info.ValueUnit);
    }

    [Fact]
    public void CalibrationOfPixelMajorData_FollowsTheirAxes()
    {
        using var source = Open(DmFile.Of(
            3,
            false,
            [
                Image([4, 5, 9], 2, 6, 4) with
                {
                    Tags = [("Meta Data/Format", "Spectrum image")],
                    Axes = [(0, 2, "nm"), (0, 3, "nm"), (-10, 0.5f, "eV")],
                    Brightness = (2, 3, "counts"),
                },
            ]));
        Assert.Equal(
            [new Axis("scan row", 3, 0, "nm"), new Axis("scan column", 2, 0, "nm"), new Axis("energy", 0.5, 5, "eV")], source.Info.Axes);
        Assert.Null(source.Info.ValueUnit);
        Assert.Contains(new Fact("value_scale", "3", "counts"), source.Info.Facts);
    }

    [Fact]
    public void Facts_AreThoseOfTheMicroscope()
    {
        using var source = Open(DmFile.Of(
            3,
            true,
            [
                Image([4, 5], 2, 6, 4) with
                {
                    Name = "lamella",
                    Tags =
                    [
                        ("Microscope Info/Voltage", 300000f), ("Microscope Info/STEM Camera Length", 77f),
                        ("Microscope Info/Indicated Magnification", 1e7), ("Microscope Info/Name", "Titan"),
                        ("DataBar/Acquisition Date", "12/10/2019"), ("DataBar/Acquisition Time", "3:32:41 PM"),
                        ("Acquisition/Parameters/High Level/Exposure (s)", 0.25),
                    ],
                },
            ]));
        Assert.Equal(
            [
                new Fact("title", "lamella"), new Fact("high_tension", "300000", "V"), new Fact("camera_length", "0.077", "m"),
                new Fact("magnification", "10000000"), new Fact("exposure", "0.25", "s"), new Fact("microscope", "Titan"),
                new Fact("recorded", "12/10/2019 3:32:41 PM"),
            ],
            source.Info.Facts);
        Assert.Equal(300, source.Info.Kilovolts);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void FileCutAnywhere_IsRefusedInWordsOrReadInPart(int version)
    {
        var file = DmFile.Of(version, false, [Image([6, 5, 4], 10, 4, 2)], hasDataLast: true);
        for (var length = 22; length < file.Length; length++)
        {
            File.WriteAllBytes(_folder.File("a.dm4"), file[..length]);
            try
            {
                using var source = SourceOpener.Open(_folder.File("a.dm4"));
                Assert.True(source.Validity.IsComplete(4) || source.Info.Notes.Any(static note => note.Contains("truncated")), $"{length}");
            }
            catch (SourceException e)
            {
                Assert.Contains("the file is truncated", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AbsurdSizes_AreRefused()
    {
        Assert.Contains(
            "needs 24 bytes, but 22 are said to be there",
            Fault(DmFile.Of(3, false, [Image([4, 3], 10, 4, 2) with { Data = new byte[22] }])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "the file holds no image with pixels of a known kind",
            Fault(DmFile.Of(3, false, [Image([4, 3], 77, 4, 2)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "an array has -1 elements",
            Fault(DmFile.Of(4, false, [Image([4, 3], 10, 4, 2) with { Elements = -1 }])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "an array has 9223372036854775807 elements",
            Fault(DmFile.Of(4, false, [Image([4, 3], 10, 4, 2) with { Elements = long.MaxValue }])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ScanOfMoreThan4Gigabytes_IsOpenedByFewReads_AndReadAtItsEnd(bool swapped)
    {
        // Two thirds of the file are a hole.
        const long Positions = 128 * 128, Pixels = 512 * 320;
        var image = new DmFile.Image([512, 320, 128, 128], 10, 4, 2, []) with { Elements = Positions * Pixels };
        image = swapped ? image : image with { Lengths = [128, 128, 512, 320] };
        var file = DmFile.Of(
            4, false, [image with { Tags = [("Meta Data/Data Order Swapped", swapped), ("Microscope Info/Voltage", 80000f)] }]);
        // The pixels are put in behind the description of the array.
        var at = file.AsSpan().IndexOf("DataType"u8) - 3;
        var end = at + (Positions * Pixels * 2);
        using (var handle = File.OpenHandle(_folder.File("a.dm4"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, file.AsSpan(0, at), 0);
            RandomAccess.Write(handle, BitConverter.GetBytes((ushort)54321), end - 2);
            RandomAccess.Write(handle, file.AsSpan(at), end);
        }

        Assert.True(end > 1L << 32);
        if (ThreadReads.AreCounted)
        {
            var (reads, bytes) = ThreadReads.Of(() => SourceOpener.Open(_folder.File("a.dm4")).Dispose());
            Assert.True(reads <= 64 && bytes <= 1 << 20, $"{reads} reads, {bytes} bytes");
        }

        using var source = SourceOpener.Open(_folder.File("a.dm4"));
        Assert.Equal(("128×128", "320×512", 80), (source.Shape.Scan.ToString(), source.Shape.Detector.ToString(), source.Info.Kilovolts));
        using var reader = source.OpenReader(new(TileForm.Pixels, PixelSet.Of((int)Pixels, [(int)Pixels - 1]), MaxFrames: 2));
        reader.Seek(new(Positions - 2, 2));
        Assert.True(reader.TryRead(out var tile));
        var last = tile.Pixels<ushort>()[^1];
        Assert.Equal((ushort)54321, last);
    }

    [Fact]
    public void PartOfTheDetector_IsGatheredAlone()
    {
        var image = Image([40, 30, 9, 8], 10, 4, 2) with { Tags = [("Meta Data/Data Order Swapped", false)] };
        using var source = Open(DmFile.Of(4, false, [image]));
        using var whole = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 100));
        using var part = source.OpenReader(new(TileForm.Pixels, PixelSet.Of(72, [3, 4, 5, 17, 71]), MaxFrames: 64));
        whole.Seek(new(100, 64));
        part.Seek(new(100, 64));
        Assert.True(whole.TryRead(out var all) && part.TryRead(out _));
        part.Seek(new(100, 64));
        Assert.True(part.TryRead(out var some));
        for (var frame = 0; frame < 64; frame++)
        {
            foreach (var pixel in (int[])[3, 4, 5, 17, 71])
                Assert.Equal(all.Frame<ushort>(frame)[pixel], some.Frame<ushort>(frame)[pixel]);
        }
    }

    [Fact]
    public void AnotherScanShape_LeavesScanAxesUncalibrated()
    {
        var file = DmFile.Of(4, false, [Image([6, 5, 4], 10, 4, 2) with { Axes = [(0, 1, "nm"), (0, 1, "nm"), (0, 2, "s")] }]);
        using var source = Open(file, new() { ScanShape = new Extent(2, 2) });
        Assert.Equal("2×2", source.Shape.Scan.ToString());
        Assert.Equal([false, false, true, true], source.Info.Axes.Select(static axis => axis.IsCalibrated));
    }

    public void Dispose() => _folder.Dispose();

    private static DmFile.Image Image(long[] lengths, int dataType, int elementType, int pixelBytes)
    {
        var data = new byte[lengths.Aggregate(1L, static (product, length) => product * length) * pixelBytes];
        new Random(5).NextBytes(data);
        return new(lengths, dataType, elementType, pixelBytes, data);
    }

    private IFrameSource Open(byte[] file, OpenOptions? options = null)
    {
        File.WriteAllBytes(_folder.File("a.dm4"), file);
        return SourceOpener.Open(_folder.File("a.dm4"), options);
    }

    private SourceException Fault(byte[] file, OpenOptions? options = null) =>
        Assert.Throws<SourceException>(() => Open(file, options).Dispose());
}
