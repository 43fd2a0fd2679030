using System.Buffers.Binary;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Ripple;

/// <summary>Values that a Ripple file describes, as frames and as spectra.</summary>
public sealed class RippleFileTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    private string Description => _folder.File("a.rpl");

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var (stored, values) = (new byte[4 + (6 * 5 * 4 * 2)], new byte[6 * 5 * 4 * 2]);
        for (var i = 0; i < values.Length / 2; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(stored.AsSpan(4 + (2 * i)), (short)((i * 377) - 9000));
            BinaryPrimitives.WriteInt16LittleEndian(values.AsSpan(2 * i), (short)((i * 377) - 9000));
        }

        File.WriteAllBytes(_folder.File("a.raw"), stored);
        Describe(("width", "4"), ("height", "5"), ("depth", "6"), ("offset", "4"), ("data-length", "2"), ("data-type", "signed"),
            ("byte-order", "big-endian"), ("record-by", "image"), ("width-scale", "0.5"), ("width-units", "nm"), ("height-scale", "0.25"),
            ("height-units", "nm"), ("beam-energy", "300"));
        return (SourceOpener.Open(Description), values);
    }

    [Fact]
    public void Calibration_IsRead()
    {
        var (source, _) = Open();
        using (source)
        {
            Assert.Equal([new("image"), new("detector row", 0.25, 0, "nm"), new("detector column", 0.5, 0, "nm")], source.Info.Axes);
            Assert.Equal(300, source.Info.Kilovolts);
        }
    }

    [Fact]
    public void Vectors_AreAScanOfSpectra()
    {
        File.WriteAllBytes(_folder.File("a.raw"), new byte[5 * 4 * 6]);
        Describe(("width", "4"), ("height", "5"), ("depth", "6"), ("data-length", "1"), ("data-type", "unsigned"),
            ("record-by", "vector"), ("ev-per-chan", "10"));
        using var source = SourceOpener.Open(Description);
        Assert.Equal(new DataShape(new Extent(5, 4), new Extent(6)), source.Shape);
        Assert.Equal(new Axis("channel", 10, 0, "eV"), source.Info.Axes[^1]);
    }

    [Fact]
    public void ValuesThatEndBefore_LeaveTheRestBlank()
    {
        File.WriteAllBytes(_folder.File("a.raw"), new byte[50]);
        Describe(("width", "4"), ("height", "5"), ("depth", "6"), ("data-length", "1"), ("data-type", "unsigned"), ("record-by", "image"));
        using var source = SourceOpener.Open(Description);
        Assert.Equal(new Extent(6), source.Shape.Scan);
        Assert.Equal(2, source.Validity.RecordedFrames);
        Assert.NotEmpty(source.Info.Notes);
    }

    [Theory]
    [InlineData("width", "-4", "width is -4: it must be 1 or more. Correct the description.")]
    [InlineData("width", "2000000000", "a frame must have 1 byte to 1 GiB")]
    [InlineData("data-length", "3", "data-type unsigned of 3 bytes is not known.")]
    [InlineData("height", "50", "the file is too short for one frame of 50×4 uint8")]
    public void DescriptionThatCannotBe_IsRefusedInWords(string key, string value, string reason)
    {
        File.WriteAllBytes(_folder.File("a.raw"), new byte[120]);
        Describe([
            .. new (string Key, string Value)[]
            {
                ("width", "4"), ("height", "5"), ("depth", "6"), ("data-length", "1"), ("data-type", "unsigned"), ("record-by", "image"),
            }.Where(usual => usual.Key != key),
            (key, value)]);
        Assert.Contains(reason, Assert.Throws<SourceException>(() => SourceOpener.Open(Description)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingValues_AreNamed()
    {
        Describe(("width", "4"), ("data-length", "1"), ("data-type", "unsigned"), ("record-by", "image"));
        Assert.Contains("there is no a.raw beside it", Assert.Throws<SourceException>(
            () => SourceOpener.Open(Description)).Message, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private void Describe(params (string Key, string Value)[] lines) =>
        File.WriteAllText(Description, "key\tvalue\n" + string.Concat(lines.Select(static line => $"{line.Key}\t{line.Value}\r\n")));
}
