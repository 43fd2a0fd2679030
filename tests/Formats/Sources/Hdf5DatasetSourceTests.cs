using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>One block without chunks.</summary>
public sealed class ContiguousHdf5Tests : Hdf5DatasetContract
{
    protected override void Write(GroupWriter group, ushort[] values) => group.Dataset<ushort>("frames", Shape, values);
}

/// <summary>A chunk a frame, not compressed.</summary>
public sealed class ChunkedHdf5Tests : Hdf5DatasetContract
{
    protected override void Write(GroupWriter group, ushort[] values) => Frames(group, values, static frame => frame);
}

/// <summary>A chunk a frame, bitshuffle and LZ4: bit planes too.</summary>
public sealed class BitshuffledHdf5Tests : Hdf5DatasetContract
{
    protected override void Write(GroupWriter group, ushort[] values) => Frames(
        group,
        values,
        static frame =>
        {
            var room = new byte[BitshuffleLz4.MaxEncodedLength(frame.Length, sizeof(ushort), 1024)];
            return room[..BitshuffleLz4.Encode(frame, sizeof(ushort), 1024, room)];
        },
        new Hdf5Filter(32008, "bitshuffle", IsOptional: false, [0, 3, sizeof(ushort), 0, 2]));

    [Fact]
    public void BitPlanes_AreGiven() => Assert.Contains(TileForm.BitPlanes, Open().Source.Forms);
}

/// <summary>A chunk a frame, LZ4 alone.</summary>
public sealed class Lz4Hdf5Tests : Hdf5DatasetContract
{
    protected override void Write(GroupWriter group, ushort[] values) => Frames(
        group,
        values,
        static frame =>
        {
            var room = new byte[Lz4Container.MaxEncodedLength(frame.Length, 500)];
            return room[..Lz4Container.Encode(frame, 500, room)];
        },
        new Hdf5Filter(32004, "lz4", IsOptional: false, []));
}

/// <summary>Several frames a chunk, shuffled and deflated; the last chunk of a line is not full.</summary>
public sealed class DeflatedHdf5Tests : Hdf5DatasetContract
{
    protected override void Write(GroupWriter group, ushort[] values)
    {
        const int Columns = 3;
        var dataset = group.Chunked<ushort>(
            "frames", Shape, [1, Columns, Rows, DetectorColumns], new Hdf5Filter(2, "shuffle", IsOptional: true, [2]),
            new Hdf5Filter(1, "deflate", IsOptional: true, [4]));
        for (var row = 0; row < ScanRows; row++)
        {
            for (var column = 0; column < ScanColumns; column += Columns)
            {
                var chunk = new ushort[Columns * Pixels];
                var count = Math.Min(Columns, ScanColumns - column) * Pixels;
                values.AsSpan(((row * ScanColumns) + column) * Pixels, count).CopyTo(chunk);
                dataset.Append(MemoryMarshal.AsBytes(chunk.AsSpan()));
            }
        }
    }
}

public abstract class Hdf5DatasetContract : SourceContract
{
    protected const int ScanRows = 4;
    protected const int ScanColumns = 7;
    protected const int Rows = 21;
    protected const int DetectorColumns = 17;
    protected const int Pixels = Rows * DetectorColumns;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ronchi-{Guid.NewGuid():N}.h5");

    protected static long[] Shape => [ScanRows, ScanColumns, Rows, DetectorColumns];

    protected abstract void Write(GroupWriter group, ushort[] values);

    protected static void Frames(GroupWriter group, ushort[] values, Func<byte[], byte[]> encode, params Hdf5Filter[] filters)
    {
        var dataset = group.Chunked<ushort>("frames", Shape, [1, 1, Rows, DetectorColumns], filters);
        for (var frame = 0; frame < ScanRows * ScanColumns; frame++)
            dataset.WriteEncoded(frame, encode(MemoryMarshal.AsBytes(values.AsSpan(frame * Pixels, Pixels)).ToArray()));
    }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(19);
        var values = Enumerable.Range(0, ScanRows * ScanColumns * Pixels)
            .Select(_ => (ushort)(random.Next(9) == 0 ? random.Next(65536) : random.Next(4))).ToArray();
        using (var writer = new Hdf5Writer(_path, overwrite: true))
        {
            writer.Root.Group("scan").Dataset<float>("small", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
            Write(writer.Root.Group("scan"), values);
            writer.Complete();
        }

        var source = SourceOpener.Open(_path);
        Assert.Equal("HDF5", source.Info.Format);
        Assert.Equal(new DataShape(new Extent(ScanRows, ScanColumns), new Extent(Rows, DetectorColumns)), source.Shape);
        return (source, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        File.Delete(_path);
    }
}
