using System.Buffers.Binary;
using System.Text;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Jeol;

/// <summary>Pictures of the Analysis Station, whole and damaged.</summary>
public sealed class JeolPictureTests : SourceContract
{
    private const int Tree = 112;
    private readonly TemporaryFolder _folder = new();

    private string Picture => _folder.File("a.img");

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        byte[] values = [.. Enumerable.Range(0, 5 * 7 * 2).Select(static i => (byte)(i * 3))];
        Save(columns: 7, rows: 5, values);
        return (SourceOpener.Open(Picture), values);
    }

    [Fact]
    public void Calibration_IsTheFieldOverTheMagnification()
    {
        var (source, _) = Open();
        using (source)
        {
            Assert.Equal(new DataShape(new Extent([]), new Extent(5, 7)), source.Shape);
            Assert.Equal(ElementType.U16, source.ElementType);
            Assert.Equal([new("detector row", 2, 0, "µm"), new("detector column", 2, 0, "µm")], source.Info.Axes);
            Assert.Equal(200, source.Info.Kilovolts);
        }
    }

    [Theory]
    [InlineData(7, 6, "70 bytes are no picture of 6×7 values")]
    [InlineData(int.MaxValue, 2, "are no picture of")]
    [InlineData(0, 5, "are no picture of")]
    public void SizesThatDoNotAgree_AreRefused(int columns, int rows, string reason)
    {
        Save(columns, rows, new byte[70]);
        Assert.Contains(reason, Assert.Throws<SourceException>(() => SourceOpener.Open(Picture)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutOffTree_IsRefused()
    {
        Save(7, 5, new byte[70]);
        var whole = File.ReadAllBytes(Picture);
        for (var bytes = Tree + 20; bytes < whole.Length; bytes += 13)
        {
            File.WriteAllBytes(Picture, whole[..bytes]);
            Assert.Contains(
                Picture, Assert.Throws<SourceException>(() => SourceOpener.Open(Picture)).Message, StringComparison.Ordinal);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private void Save(int columns, int rows, byte[] values)
    {
        var file = new MemoryStream();
        file.Write([0x34, 0, 0, 0]);
        file.Write("JED-2200:LibJxImageForm"u8);
        file.SetLength(36);
        file.Position = 36;
        file.Write(Whole(0));
        file.Write(Whole(0));
        file.Write(Whole(Tree - 12));
        file.SetLength(Tree);
        file.Position = Tree;
        Record("Instrument", 0, [], () =>
        {
            Record("ScanSize", 4, BitConverter.GetBytes(14f));
            Record("Mag", 3, Whole(1000));
            Record("AccV", 4, BitConverter.GetBytes(200f));
        });
        Record("Image", 0, [], () =>
        {
            Record("Size", 8, [.. Whole(columns), .. Whole(rows)]);
            Record("Bits", 6, values);
        });
        file.WriteByte(255);
        File.WriteAllBytes(Picture, file.ToArray());

        void Record(string name, int type, byte[] value, Action? inside = null)
        {
            file.WriteByte(1);
            file.Write([.. Whole(name.Length + 1), .. Encoding.ASCII.GetBytes(name), 0, .. Whole(type), .. Whole(value.Length), .. value]);
            inside?.Invoke();
            file.WriteByte(255);
        }
    }

    private static byte[] Whole(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
