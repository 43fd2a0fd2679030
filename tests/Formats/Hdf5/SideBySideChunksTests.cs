using System.Runtime.InteropServices;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Writing;
using Xunit;

namespace Ronchi.Tests.Hdf5;

public sealed class SideBySideChunksTests
{
    private static readonly long[] s_shape = [5, 7, 6, 11];
    private static readonly long[] s_chunk = [3, 7, 4, 2];

    [Fact]
    public void SeveralChunksTogether_GiveWhatIsReadAtOnce()
    {
        string path = Path.Combine(Path.GetTempPath(), $"ronchi-side-by-side-{Guid.NewGuid():N}.h5");
        try
        {
            Write(path);
            using var file = Hdf5File.Open(path);
            var dataset = file.Root.OpenDataset("data");
            var random = new Random(11);
            for (int round = 0; round < 200; round++)
            {
                long[] start = [.. s_shape.Select(length => random.NextInt64(length))],
                    count = [.. s_shape.Zip(start, (length, first) => 1 + random.NextInt64(length - first))];
                int elements = (int)count.Aggregate(1L, static (product, length) => product * length);
                ushort[] whole = new ushort[elements], parts = new ushort[elements];
                dataset.ReadRaw(start, count, MemoryMarshal.AsBytes(whole.AsSpan()));
                int together = random.Next(1, 5);
                foreach (long[] group in Touched(dataset, start, count).Chunk(together))
                    dataset.ReadRawOfChunks(group, start, count, MemoryMarshal.AsBytes(parts.AsSpan()));
                Assert.True(whole.AsSpan().SequenceEqual(parts), $"round {round}: {together} chunks at a time");
            }

            Assert.Throws<ArgumentException>(() => dataset.ReadRawOfChunks([0, 1], [4, 0, 0, 0], [1, 1, 1, 1], new byte[2]));
            Assert.Throws<ArgumentException>(() => dataset.ReadRawOfChunks([0, 1], [0, 0, 0, 0], [1, 1, 1, 4], new byte[2]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<long> Touched(Hdf5Dataset dataset, long[] start, long[] count)
    {
        var index = dataset.ReadChunkIndex();
        long[] place = new long[s_shape.Length];
        for (long chunk = 0; chunk < index.Count; chunk++)
        {
            index.CoordinatesOf(chunk, place);
            if (place.Select((at, axis) => at * s_chunk[axis] < start[axis] + count[axis] && (at + 1) * s_chunk[axis] > start[axis])
                .All(static touches => touches))
                yield return chunk;
        }
    }

    private static void Write(string path)
    {
        using var writer = new Hdf5Writer(path, overwrite: true);
        var dataset = writer.Root.Chunked<ushort>("data", s_shape, s_chunk, new Hdf5Filter(1, "deflate", IsOptional: true, [1]));
        long chunks = s_shape.Zip(s_chunk, static (length, chunk) => (length + chunk - 1) / chunk)
            .Aggregate(1L, static (product, length) => product * length);
        var random = new Random(5);
        ushort[] values = new ushort[s_chunk.Aggregate(1L, static (product, length) => product * length)];
        for (long chunk = 0; chunk < chunks; chunk++)
        {
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            dataset.Append(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Complete();
    }
}
