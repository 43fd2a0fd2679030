using System.Text;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class NpyReaderTests
{
    [Theory]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }", new long[] { 2, 3 })]
    [InlineData("{\"shape\":(2L,3L),\"fortran_order\":False,\"descr\":\"=u2\"}", new long[] { 2, 3 })]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (6,)}", new long[] { 6 })]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': ()}", new long[0])]
    public void Header_InAnyOfItsSpellings_IsRead(string header, long[] shape)
    {
        var read = NpyReader.Read(File(header, 12), "a");

        Assert.Equal(ElementType.U16, read.Type);
        Assert.Equal(shape, read.Shape);
    }

    [Theory]
    [InlineData("", "header")]
    [InlineData("{", "malformed")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, -3), }", "malformed")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3.5), }", "malformed")]
    [InlineData("{'descr': '<u2', 'fortran_order': Maybe, 'shape': (2,), }", "malformed")]
    [InlineData("{'descr': '<u2', 'shape': (2,), }", "is missing")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2,), 'more': 1}", "unknown field")]
    [InlineData("{'descr': [('a', '<u2')], 'fortran_order': False, 'shape': (2,), }", "records")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "not supported")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }", "not supported")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (7,), }", "truncated")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "shape")]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (999999999999999999,), }", "shape")]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (99999999999999999999,), }", "malformed")]
    public void Header_Wrong_SaysWhat(string header, string part)
    {
        var error = Assert.Throws<InvalidDataException>(() => NpyReader.Read(File(header, 12), "a"));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsNone_IsRefusedWithItsPath()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllText(folder.File("mask.npy"), "not an array at all");

        var error = Assert.Throws<SourceException>(() => NpyReader.Read(folder.File("mask.npy")));

        Assert.StartsWith(folder.File("mask.npy") + ": not an NPY file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPrefixOfAFile_IsRefused()
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, RandomArrays.Make("a", ElementType.F64, [3, 5], seed: 3));
        for (var length = 0; length < stream.Length; length++)
            Assert.Throws<InvalidDataException>(() => NpyReader.Read(new MemoryStream(stream.ToArray(), 0, length), "a"));
    }

    [Fact]
    public void AnyByteChanged_ReadsOrIsRefused()
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, RandomArrays.Make("a", ElementType.U16, [3, 5], seed: 3));
        var original = stream.ToArray();
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = original.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                _ = NpyReader.Read(new MemoryStream(bytes), "a");
            }
            catch (InvalidDataException)
            {
                // refused, as it should be
            }
        }
    }

    [Fact]
    public void FilesOfNumPy_OfEveryTypeOrderAndVersion_AreRead()
    {
        DebianPython.Require("numpy");
        using var folder = new TemporaryFolder();
        DebianPython.Run(
            """
            import sys, numpy as np
            from numpy.lib import format
            folder = sys.argv[1]
            values = np.arange(24).reshape(2, 3, 4) * 5 % 7
            n = 0
            for kind in ['u1','u2','u4','u8','i1','i2','i4','i8','f4','f8','c8','c16','b1']:
                for endian in '<>':
                    for order in 'CF':
                        for version in [(1, 0), (2, 0), (3, 0)]:
                            a = np.asarray(values.astype(endian + kind), order=order)
                            with open(f'{folder}/{n}.npy', 'wb') as f:
                                format.write_array(f, a, version=version)
                            n += 1
            """,
            folder.Path);

        var files = Directory.GetFiles(folder.Path, "*.npy");
        Assert.Equal(13 * 2 * 2 * 3, files.Length);
        foreach (var file in files)
        {
            var read = NpyReader.Read(file);
            Assert.Equal([2, 3, 4], read.Shape);
            for (var i = 0; i < 24; i++)
                Assert.Equal(Expected(read.Type, i * 5 % 7), Real(read, i));
        }
    }

    private static double Expected(ElementType type, int value) => type == ElementType.Bool ? Math.Min(value, 1) : value;

    private static double Real(NamedArray array, int index) => array.Type switch
    {
        ElementType.C64 => ((float[])array.Values)[2 * index],
        ElementType.C128 => ((System.Numerics.Complex[])array.Values)[index].Real,
        _ => array.ToDoubles()[index],
    };

    private static MemoryStream File(string header, int dataBytes)
    {
        var text = Encoding.ASCII.GetBytes(header);
        return new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. new byte[dataBytes]]);
    }
}
