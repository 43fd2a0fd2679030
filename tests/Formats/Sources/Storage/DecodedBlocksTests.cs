using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

/// <summary>How often chunks are decoded, and how much memory that takes.</summary>
public sealed class DecodedBlocksTests : IDisposable
{
    private const int ScanRows = 24, ScanColumns = 20, Pixels = 64;
    private const int FrameBytes = Pixels * sizeof(ushort);
    private static readonly long[] s_shape = [ScanRows, ScanColumns, 8, 8];

    private readonly TemporaryFolder _folder = new();
    private readonly DecodedBlocks _blocks = new();
    private readonly Counting _filter = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8, 4, 4)]
    [InlineData(24, 20, 2)]
    [InlineData(1, 5, 8)]
    [InlineData(7, 3, 5)]
    public void ManyReaders_DecodeEachChunkOnce(int rows, int columns, int detector)
    {
        using var file = Write([rows, columns, detector, detector]);
        var dataset = file.Root.OpenDataset("x");
        var blocked = new BlockedDataset(dataset, 2, FrameBytes, memoryBytes: 1 << 20);
        var next = -1;
        Parallel.For(0, 4, _ =>
        {
            using var reader = Open(blocked);
            for (int row; (row = Interlocked.Increment(ref next)) < ScanRows;)
                Check(reader, new(row * ScanColumns, ScanColumns));
        });
        Assert.Equal(dataset.ReadChunkIndex().Count, _filter.Decoded);
    }

    [Fact]
    public void LittleMemory_IsKeptTo_AndValuesAreRight()
    {
        using var file = Write([8, 4, 8, 8]);
        var dataset = file.Root.OpenDataset("x");
        const int memory = 3 * 8 * 4 * FrameBytes;
        var blocked = new BlockedDataset(dataset, 2, FrameBytes, memory);
        using (var reader = Open(blocked))
        {
            for (var row = 0; row < ScanRows; row++)
            {
                Check(reader, new(row * ScanColumns, ScanColumns));
                Assert.InRange(_blocks.Bytes, 1, memory);
            }
        }

        _blocks.Forget(blocked);
        Assert.Equal(0, _blocks.Bytes);
    }

    [Fact]
    public void ChunkLargerThanMemory_IsDecodedOnce()
    {
        using var file = Write([ScanRows, ScanColumns, 8, 8]);
        var dataset = file.Root.OpenDataset("x");
        using (var reader = Open(new BlockedDataset(dataset, 2, FrameBytes, memoryBytes: 1000)))
            Check(reader, new(0, ScanRows * ScanColumns));
        Assert.Equal(1, _filter.Decoded);
    }

    [Fact]
    public void DamagedChunk_FailsEveryReader_AndLeavesTheOthersReadable()
    {
        using var file = Write([8, 4, 8, 8], damaged: 2);
        var dataset = file.Root.OpenDataset("x");
        var blocked = new BlockedDataset(dataset, 2, FrameBytes, 1 << 20);
        Parallel.For(0, 4, _ =>
        {
            using var reader = Open(blocked);
            for (var again = 0; again < 2; again++)
            {
                reader.Seek(new(8, 1));
                var fault = Assert.Throws<SourceException>(() => reader.TryRead(out Tile _));
                Assert.Contains("chunk 2 of '/x' cannot be decoded", fault.Message, StringComparison.Ordinal);
                Assert.Contains("leave its frames out with --roi", fault.Message, StringComparison.Ordinal);
            }

            Check(reader, new(0, 8));
            Check(reader, new(12, 8));
        });
    }

    private ScanBlockReader Open(BlockedDataset blocked) => new([blocked], _blocks, maxFrames: 7);

    private static void Check(ScanBlockReader reader, FrameRange frames)
    {
        reader.Seek(frames);
        var expected = frames.Start;
        while (reader.TryRead(out var tile))
        {
            Assert.Equal(expected, tile.Frames.Start);
            Assert.InRange(tile.Frames.Count, 1, 7);
            var values = MemoryMarshal.Cast<byte, ushort>(tile.Pixels<byte>());
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(Value(tile.Frames.Start + (i / Pixels), i % Pixels), values[i]);
            expected = tile.Frames.End;
        }

        Assert.Equal(frames.End, expected);
    }

    private static ushort Value(long frame, int pixel) => (ushort)((frame * 71) + pixel);

    private Hdf5File Write(long[] chunk, int damaged = -1)
    {
        var path = _folder.File("blocks.h5");
        using (var writer = new Hdf5Writer(path, overwrite: true))
        {
            var dataset = writer.Root.Chunked<ushort>(
                "x", s_shape, chunk, new Hdf5Filter(Counting.Number, "counting", IsOptional: false, []));
            var place = new long[4];
            for (var number = 0L; number < dataset.ChunkCount; number++)
                dataset.WriteEncoded(number, number == damaged ? [1] : Chunk(number, chunk, place));
            writer.Complete();
        }

        return Hdf5File.Open(path, new Hdf5OpenOptions { Filters = new ChunkFilters(_filter) });
    }

    private static byte[] Chunk(long number, long[] chunk, long[] place)
    {
        for (var axis = 3; axis >= 0; axis--)
            (number, place[axis]) = Math.DivRem(number, (s_shape[axis] + chunk[axis] - 1) / chunk[axis]);
        var values = new List<ushort>();
        for (var i = 0; i < chunk[0]; i++)
        {
            for (var j = 0; j < chunk[1]; j++)
            {
                var frame = (((place[0] * chunk[0]) + i) * ScanColumns) + (place[1] * chunk[1]) + j;
                for (var k = 0; k < chunk[2]; k++)
                {
                    for (var l = 0; l < chunk[3]; l++)
                        values.Add(Value(frame, (int)((((place[2] * chunk[2]) + k) * 8) + (place[3] * chunk[3]) + l)));
                }
            }
        }

        return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray();
    }

    // Copies, and counts how often; slowly enough for readers to meet.
    private sealed class Counting : IChunkFilter
    {
        public const int Number = 40001;
        private int _decoded;

        public int Decoded => _decoded;

        public int Id => Number;

        public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
        {
            if (source.Length != destination.Length)
                return -1;
            Interlocked.Increment(ref _decoded);
            Thread.Sleep(1);
            source.CopyTo(destination);
            return source.Length;
        }
    }
}
