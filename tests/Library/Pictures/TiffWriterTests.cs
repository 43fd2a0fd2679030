using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class TiffWriterTests
{
    private const string Decode =
        """
        import sys, tifffile, numpy as np
        with tifffile.TiffFile(sys.argv[1]) as f:
            a = f.asarray()
            print(a.dtype.name, 'x'.join(map(str, a.shape)), len(f.pages), f.is_bigtiff, f.is_imagej)
            np.ascontiguousarray(a).tofile(sys.argv[2])
        """;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 7)]
    [InlineData(3, 5, 7)]
    public void EveryRealType_ReadByTifffile_IsTheSame(int pages, int rows, int columns)
    {
        DebianPython.Require("tifffile", "numpy");
        using var folder = new TemporaryFolder();
        Check<byte>(ElementType.U8);
        Check<ushort>(ElementType.U16);
        Check<uint>(ElementType.U32);
        Check<int>(ElementType.I32);
        Check<float>(ElementType.F32);
        Check<double>(ElementType.F64);

        void Check<T>(ElementType type)
            where T : unmanaged
        {
            var values = RandomArrays.Make("a", type, [pages, rows, columns], seed: 31).Values;
            using (var stream = File.Create(folder.File("a.tif")))
                TiffWriter.Write<T>(stream, (T[])values, pages, rows, columns);
            var said = DebianPython.Run(Decode, folder.File("a.tif"), folder.File("a.bin")).Trim();
            var shape = pages == 1 ? $"{rows}x{columns}" : $"{pages}x{rows}x{columns}";
            Assert.Equal($"{type.Name()} {shape} {pages} False True", said);
            var bytes = new byte[Buffer.ByteLength(values)];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            Assert.Equal(bytes, File.ReadAllBytes(folder.File("a.bin")));
        }
    }

    [Fact]
    public void MoreThan4GB_IsBigTiff()
    {
        DebianPython.Require("tifffile", "numpy");
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("big.tif")))
        {
            var dataAt = TiffWriter.WriteDirectories(stream, ElementType.F32, pages: 3, rows: 20_000, columns: 20_000);
            Assert.Equal(stream.Length, dataAt);
            stream.SetLength(dataAt + (3L * 20_000 * 20_000 * 4));   // a hole: the file takes no space
            stream.Position = stream.Length - 4;
            stream.Write(BitConverter.GetBytes(42.5f));
        }

        var said = DebianPython.Run(
            """
            import sys, tifffile
            with tifffile.TiffFile(sys.argv[1]) as f:
                a = tifffile.memmap(sys.argv[1], page=2)
                print(f.is_bigtiff, len(f.pages), a.shape, a[-1, -1])
            """,
            folder.File("big.tif"));
        Assert.Equal("True 3 (20000, 20000) 42.5", said.Trim());
    }

    [Fact]
    public void Complex_IsRefused() =>
        Assert.Throws<ArgumentException>(
            () => TiffWriter.Write<System.Numerics.Complex>(Stream.Null, new System.Numerics.Complex[1], 1, 1, 1));
}
