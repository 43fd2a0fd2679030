using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ronchi.Codecs;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5.Writing;

/// <summary>Every element type in many shapes and all layouts: h5py with hdf5plugin reads what we write, and so do we.</summary>
public sealed class WriterMatrixTests : IDisposable
{
    private static readonly long[][] Shapes = [[1], [7], [1000], [3, 5], [1, 1], [4, 9, 8], [2, 3, 5, 7], [2, 1, 3, 4, 5], [0, 4]];
    private static readonly string[] Layouts = ["contiguous", "chunked", "deflate", "shuffle-deflate", "bslz4"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TypesShapesAndLayouts_AreReadByH5pyAndByUs()
    {
        var path = _folder.File("matrix.h5");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var writer = new Hdf5Writer(path))
        {
            Write<byte>(writer.Root, "uint8", expected);
            Write<ushort>(writer.Root, "uint16", expected);
            Write<uint>(writer.Root, "uint32", expected);
            Write<ulong>(writer.Root, "uint64", expected);
            Write<sbyte>(writer.Root, "int8", expected);
            Write<short>(writer.Root, "int16", expected);
            Write<int>(writer.Root, "int32", expected);
            Write<long>(writer.Root, "int64", expected);
            Write<float>(writer.Root, "float32", expected);
            Write<double>(writer.Root, "float64", expected);
            writer.Complete();
        }

        using (var file = Hdf5File.Open(path, Hdf5Codecs.Options))
        {
            foreach (var (name, sentence) in expected)
            {
                var dataset = file.Root.OpenDataset(name);
                var bytes = new byte[dataset.Shape.Aggregate(1L, static (product, length) => product * length) * dataset.Type.Size];
                dataset.ReadRaw(new long[dataset.Shape.Count()], [.. dataset.Shape], bytes);
                Assert.Equal(sentence, Sentence(name, dataset.Shape.ToArray(), bytes));
            }
        }

        DebianPython.Require("h5py", "hdf5plugin");
        var printed = DebianPython.Run("""
            import sys, hashlib, h5py, hdf5plugin
            with h5py.File(sys.argv[1]) as f:
                for t in f:
                    for n in f[t]:
                        d = f[t][n]
                        assert str(d.dtype) == t, (t, n, d.dtype)
                        print(f"/{t}/{n} {'x'.join(str(s) for s in d.shape)} {hashlib.sha256(d[()].tobytes()).hexdigest()}")
            """, path);
        Assert.Equal(
            expected.Values.Order(StringComparer.Ordinal),
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static void Write<T>(GroupWriter root, string type, Dictionary<string, string> expected)
        where T : unmanaged, INumber<T>
    {
        var group = root.Group(type);
        var random = new Random(type.Length);
        foreach (var shape in Shapes)
        {
            foreach (var layout in Layouts)
            {
                var values = new T[shape.Aggregate(1L, static (product, length) => product * length)];
                for (var i = 0; i < values.Length; i++)
                    values[i] = T.CreateTruncating(random.Next(3) == 0 ? random.NextInt64() : random.Next(5));
                var name = $"{string.Join('x', shape)}-{layout}";
                if (values.Length == 0 && layout != "contiguous")
                    continue;
                Write(group, name, shape, layout, values);
                expected[$"/{type}/{name}"] = Sentence($"/{type}/{name}", shape, MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }
    }

    private static void Write<T>(GroupWriter group, string name, long[] shape, string layout, T[] values)
        where T : unmanaged, INumber<T>
    {
        if (layout == "contiguous")
        {
            group.Dataset<T>(name, shape, values);
            return;
        }

        // One chunk for each index of the first axis.
        long[] chunk = [1, .. shape[1..]];
        var size = Marshal.SizeOf<T>();
        var filters = layout switch
        {
            "deflate" => (Hdf5Filter[])[new(1, "deflate", IsOptional: false, [4])],
            "shuffle-deflate" => [new(2, "shuffle", IsOptional: false, [(uint)size]), new(1, "deflate", IsOptional: false, [6])],
            "bslz4" => [new(32008, "bitshuffle", IsOptional: false, [0, 3, (uint)size, 0, 2])],
            _ => [],
        };
        var writer = group.Chunked<T>(name, shape, chunk, filters);
        var elements = (int)(values.Length / shape[0]);
        for (var i = 0; i < shape[0]; i++)
        {
            var bytes = MemoryMarshal.AsBytes(values.AsSpan(i * elements, elements));
            if (layout == "bslz4")
            {
                var encoded = new byte[BitshuffleLz4.MaxEncodedLength(bytes.Length, size)];
                writer.AppendEncoded(
                    encoded.AsSpan(0, BitshuffleLz4.Encode(bytes, size, BitshuffleLz4Header.DefaultBlockElements(size) * size, encoded)));
            }
            else
            {
                writer.Append(bytes);
            }
        }
    }

    private static string Sentence(string name, long[] shape, ReadOnlySpan<byte> bytes) =>
        $"{name} {string.Join('x', shape)} {Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
