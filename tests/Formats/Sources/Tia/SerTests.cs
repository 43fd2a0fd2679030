using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Tia;

/// <summary>Images of the newer version, not all of them at equal distances.</summary>
public sealed class SerImagesTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var frames = SerTests.Random(9, 5 * 4 * 2);
        File.WriteAllBytes(
            _folder.File("a_1.ser"),
            new SerFile(0x220, 5, [5, 4], frames) { Gap = static i => i is 3 or 4 ? 100 + i : 8 }.Write());
        // Rows of ten bytes, the bottom one first.
        return (
            SourceOpener.Open(_folder.File("a_1.ser")),
            [.. frames.SelectMany(static frame => frame.Chunk(10).Reverse().SelectMany(static row => row))]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>A map of spectra of the older version that was aborted.</summary>
public sealed class SerSpectraTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var frames = SerTests.Random(7, 11 * 4);
        File.WriteAllBytes(
            _folder.File("a_1.ser"),
            new SerFile(0x210, 3, [11], frames)
            {
                Total = 12,
                Dimensions = [(4, 0, 1e-9, "Position", "meters"), (3, 0, 2e-9, "Position", "meters")],
            }.Write());
        return (SourceOpener.Open(_folder.File("a_1.ser")), [.. frames.SelectMany(static frame => frame)]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Shapes, calibration, descriptions and faults of SER and EMI files.</summary>
public sealed class SerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1, "uint8", 1)]
    [InlineData(2, "uint16", 2)]
    [InlineData(3, "uint32", 4)]
    [InlineData(4, "int8", 1)]
    [InlineData(5, "int16", 2)]
    [InlineData(6, "int32", 4)]
    [InlineData(7, "float32", 4)]
    [InlineData(8, "float64", 8)]
    public void EachType_IsKept(int number, string type, int bytes)
    {
        using var source = Open(new SerFile(0x220, number, [3, 2], Random(1, 6 * bytes)));
        Assert.Equal((type, "2×3", 0), (source.ElementType.Name(), source.Shape.Detector.ToString(), source.Shape.Scan.Rank));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void ComplexElements_AreRefusedInWords(int number) => Assert.Contains(
        "the elements are complex numbers, which are not supported",
        Fault(new SerFile(0x220, number, [3, 2], Random(1, 6 * 16)).Write()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Map_HasRowsAndColumns_AndAnAbortedOneSaysSo()
    {
        using var source = Open(new SerFile(0x210, 3, [11], Random(7, 44))
        {
            Total = 12,
            Dimensions = [(4, 1e-7, 1e-9, "Position", "meters"), (3, 0, 2e-9, "Position", "meters")],
            Calibration = (-100, 5),
        });
        Assert.Equal("3×4 scan, 11 detector", source.Shape.ToString());
        Assert.Equal(7, source.Validity.RecordedFrames);
        Assert.Contains(source.Info.Notes, static note => note.Contains("aborted: 7 of 12 frames", StringComparison.Ordinal));
        Assert.Equal(
            ["scan row 2 nm", "scan column 1 nm", "energy 5 eV"],
            source.Info.Axes.Select(static axis => FormattableString.Invariant($"{axis.Name} {axis.Scale:0.######} {axis.Unit}")));
        Assert.Equal(100, source.Info.Axes[1].Offset, 1e-9);
        Assert.Contains(new Fact("recorded", "2016-02-20T20:26:40Z"), source.Info.Facts);
    }

    [Theory]
    [InlineData(2e-9, 2, "nm")]
    [InlineData(2e8, 0.2, "1/nm")]
    public void StepOfImages_TellsTheirUnit(double step, double scale, string unit)
    {
        using var source = Open(new SerFile(0x220, 2, [3, 2], Random(1, 12)) { Calibration = (0, step) });
        Assert.Equal(unit, source.Info.Axes[^1].Unit);
        Assert.Equal(scale, source.Info.Axes[^1].Scale, 1e-12);
    }

    [Fact]
    public void TruncatedFile_GivesTheWholeElements()
    {
        var file = new SerFile(0x220, 2, [3, 2], Random(40, 12)) { Dimensions = [(40, 0, 1, "Number", "")] }.Write();
        using var source = Open(file[..^90]);
        Assert.Equal(39, source.Validity.RecordedFrames);
        Assert.Contains(source.Info.Notes, static note => note.Contains("39 of 40 recorded elements", StringComparison.Ordinal));
    }

    [Fact]
    public void ElementUnlikeTheFirst_IsAFaultWithItsPlace()
    {
        var file = new SerFile(0x220, 2, [3, 2], Random(5, 12)).Write();
        // Number of columns of the last element: behind both calibrations and the type, 8 bytes of it, 12 of pixels, 16 of its tag.
        file[^(12 + 16 + 8)] = 4;
        using var source = Open(file);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(4, 1));
        Assert.Contains(
            "element 4 is not of 2×3 uint16 as the first one",
            Assert.Throws<SourceException>(() => reader.TryRead(out _)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void PlaceOutsideTheFile_IsAFaultWithItsPlace(byte high)
    {
        var file = new SerFile(0x220, 2, [3, 2], Random(5, 12)).Write();
        // The table begins behind the header; the highest byte of its third place.
        var at = (int)BitConverter.ToInt64(file, 22) + (2 * 8);
        file[at + 7] = high;
        using var source = Open(file);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 8));
        reader.Seek(new(0, 5));
        Assert.Equal(at, Assert.Throws<SourceException>(() => reader.TryRead(out _)).Offset);
    }

    [Theory]
    [InlineData(4, 0x30, "version 0230 of the SER format is not known")]
    [InlineData(6, 0x21, "elements of kind 4121 are not known")]
    [InlineData(14, 0, "1 of 0 elements are said to be recorded")]
    [InlineData(17, 0x7F, "are said to be recorded, and their places to lie at byte")]
    [InlineData(18, 0, "no element was recorded")]
    [InlineData(30, 0xFF, "the series has 255 axes")]
    public void DamagedHeader_IsRefusedInWords(int at, byte value, string sentence)
    {
        var file = new SerFile(0x220, 2, [3, 2], Random(1, 12)).Write();
        file[at] = value;
        Assert.Contains(sentence, Fault(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Emi_OpensTheLargestSeries_AndSaysWhatTheMicroscopeWasSetTo()
    {
        File.WriteAllBytes(_folder.File("x_1.ser"), new SerFile(0x220, 2, [3, 2], Random(1, 12)).Write());
        File.WriteAllBytes(_folder.File("x_2.ser"), new SerFile(0x220, 2, [3, 2], Random(5, 12)).Write());
        File.WriteAllText(
            _folder.File("x.emi"),
            "JK\0\u0002…\\x_1.ser" + About(80000, "0.1") + new string('.', 1 << 20) + "Z:\\data\\x_2.ser\0\0" + About(200000, "0.26"));
        using var source = SourceOpener.Open(_folder.File("x.emi"));
        Assert.Equal(5, source.Shape.FrameCount);
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("camera_length", "0.26", "m"), source.Info.Facts);
        Assert.Contains("x_2.ser is read; choose another with --dataset NUMBER: x_1.ser.", source.Info.Notes);
        using var first = SourceOpener.Open(_folder.File("x.emi"), new() { OfFormats = [new DatasetOptions { Dataset = "1" }] });
        Assert.Equal(80, first.Info.Kilovolts);
        using var alone = SourceOpener.Open(_folder.File("x_2.ser"));
        Assert.Equal([_folder.File("x.emi")], alone.Info.FilesBeside);
        Assert.Equal(200, alone.Info.Kilovolts);
    }

    [Fact]
    public void EmiWithoutItsSeries_SaysWhatIsMissing()
    {
        File.WriteAllText(_folder.File("x.emi"), "JK\0\u0002");
        Assert.Contains(
            "data that lie in x_1.ser beside it, which is not there",
            Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File("x.emi"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void EmiThatIsDamaged_IsANote()
    {
        File.WriteAllBytes(_folder.File("x_1.ser"), new SerFile(0x220, 2, [3, 2], Random(1, 12)).Write());
        File.WriteAllText(_folder.File("x.emi"), "JK\0\u0002<ObjectInfo><Uuid></ObjectInfo>");
        using var source = SourceOpener.Open(_folder.File("x_1.ser"));
        Assert.Contains(source.Info.Notes, static note => note.StartsWith("what x.emi says of the microscope", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    internal static byte[][] Random(int count, int bytes)
    {
        var random = new Random(bytes);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var frame = new byte[bytes];
            random.NextBytes(frame);
            return frame;
        })];
    }

    private static string About(int volts, string cameraLength) =>
        $"<ObjectInfo><ExperimentalConditions><MicroscopeConditions><AcceleratingVoltage>{volts}</AcceleratingVoltage>"
        + "</MicroscopeConditions></ExperimentalConditions><ExperimentalDescription><Root><Data><Label>Camera length</Label>"
        + $"<Value>{cameraLength}</Value><Unit>m</Unit></Data></Root></ExperimentalDescription></ObjectInfo>";

    private IFrameSource Open(SerFile file) => Open(file.Write());

    private IFrameSource Open(byte[] file)
    {
        File.WriteAllBytes(_folder.File("a.ser"), file);
        return SourceOpener.Open(_folder.File("a.ser"));
    }

    private SourceException Fault(byte[] file) => Assert.Throws<SourceException>(() => Open(file).Dispose());
}
