using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class PngWriterTests
{
    private const string Decode =
        """
        import sys
        from PIL import Image
        import numpy as np
        a = np.array(Image.open(sys.argv[1]))
        print(a.shape[0], a.shape[1])
        a.astype('<u2' if sys.argv[3] == '16' else 'u1').tofile(sys.argv[2])
        """;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(257, 1)]
    [InlineData(40, 51)]
    public void Pictures_DecodedByPillow_AreTheSame(int rows, int columns)
    {
        DebianPython.Require("PIL", "numpy");
        using var folder = new TemporaryFolder();
        var smooth = Enumerable.Range(0, rows * columns * 3).Select(static i => (byte)(i / 3)).ToArray();
        var noise = new byte[rows * columns * 3];
        new Random(11).NextBytes(noise);
        foreach (var pixels in (byte[][])[smooth, noise])
        {
            Check(folder, pixels, "8", stream => PngWriter.WriteRgb8(stream, pixels, rows, columns));
            var gray = pixels[..(rows * columns)];
            Check(folder, gray, "8", stream => PngWriter.WriteGray8(stream, gray, rows, columns));
            var wide = new ushort[rows * columns];
            Buffer.BlockCopy(pixels, 0, wide, 0, wide.Length * 2);
            Check(folder, pixels[..(wide.Length * 2)], "16", stream => PngWriter.WriteGray16(stream, wide, rows, columns));
        }
    }

    [Fact]
    public void ManyChunks_DecodedByPillow_AreTheSame()
    {
        DebianPython.Require("PIL", "numpy");
        using var folder = new TemporaryFolder();
        var noise = new byte[600 * 700];
        new Random(12).NextBytes(noise);

        Check(folder, noise, "8", stream => PngWriter.WriteGray8(stream, noise, 600, 700));
    }

    [Fact]
    public void PixelsOfAnotherCount_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => PngWriter.WriteGray8(Stream.Null, new byte[5], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.WriteGray8(Stream.Null, [], 0, 3));
    }

    private static void Check(TemporaryFolder folder, byte[] expected, string bits, Action<Stream> write)
    {
        using (var stream = File.Create(folder.File("a.png")))
            write(stream);
        DebianPython.Run(Decode, folder.File("a.png"), folder.File("a.bin"), bits);
        Assert.Equal(expected, File.ReadAllBytes(folder.File("a.bin")));
    }
}
