using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Fuzz.Targets;

/// <summary>
/// Whole HDF5 files in memory: everything in them is opened and read. They may be refused with <see cref="Hdf5Exception"/>, and with
/// nothing else.
/// </summary>
internal sealed class Hdf5Target : IFuzzTarget
{
    private const int MostObjects = 200;
    private const int MostDepth = 12;
    private const long MostBytes = 1 << 18;
    private const int MostChunks = 256;

    private static readonly Hdf5OpenOptions s_options = new() { ExternalFiles = static (_, _) => false };

    public string Name => "hdf5";

    // All seeds are files of the corpus, which h5py wrote (Corpus/make-hdf5.py).
    public IReadOnlyList<byte[]> Seeds => [];

    public void Run(ReadOnlySpan<byte> input, ref FuzzRandom random)
    {
        try
        {
            using var file = Hdf5File.Open(
                new MemoryByteSource(input.ToArray(), "fuzz.h5"),
                s_options with { VerifyChecksums = random.OneIn(4), AllowsTruncated = random.OneIn(2) });
            var left = MostObjects;
            Walk(file.Root, 0, ref left);
        }
        catch (Hdf5Exception)
        {
            // Refused in words, as it should be.
        }
    }

    public void Dispose()
    {
        // Files are closed one by one.
    }

    private static void Walk(Hdf5Group group, int depth, ref int left)
    {
        Read(group);
        foreach (var link in group.Links)
        {
            if (--left < 0)
                return;
            try
            {
                switch (group.TryOpen(link.Name))
                {
                    case Hdf5Group inner when depth < MostDepth:
                        Walk(inner, depth + 1, ref left);
                        break;
                    case Hdf5Dataset dataset:
                        Read(dataset);
                        Data(dataset);
                        break;
                }
            }
            catch (Hdf5Exception)
            {
                // One damaged object must not hide the others.
            }
        }
    }

    private static void Read(Hdf5Object found)
    {
        foreach (var attribute in found.Attributes.Values)
        {
            try
            {
                _ = attribute.ReadValue().ToString();
            }
            catch (Hdf5Exception)
            {
                // As above.
            }
        }
    }

    private static void Data(Hdf5Dataset dataset)
    {
        if (dataset.ChunkShape.Length > 0)
        {
            var index = dataset.ReadChunkIndex();
            for (var chunk = 0L; chunk < Math.Min(index.Count, 64); chunk++)
                _ = index[chunk];
        }

        _ = dataset.Obstacle;
        _ = dataset.StoredBytes;

        // At most a corner of what a damaged header announces.
        long[] start = new long[dataset.Shape.Length], count = [.. dataset.Shape];
        var bytes = (long)dataset.Type.Size;
        for (var axis = count.Length - 1; axis >= 0; axis--)
        {
            count[axis] = Math.Min(count[axis], Math.Max(MostBytes / bytes, 1));
            bytes *= Math.Max(count[axis], 1);
        }

        if (bytes > MostBytes * 2)
            return;
        if (dataset.Type.IsVariableText)
        {
            _ = dataset.ReadValue().ToString();
            return;
        }

        // A null dataspace has no element, whatever its axes say.
        var total = dataset.ElementCount == 0 ? 0 : count.Aggregate((long)dataset.Type.Size, static (product, length) => product * length);
        var whole = new byte[total];
        dataset.ReadRaw(start, count, whole);
        if (dataset.ChunkShape.Length > 0 && total > 0)
            ByChunks(dataset, start, count, whole);
    }

    // What was read at once must be what its chunks give one by one, and some together.
    private static void ByChunks(Hdf5Dataset dataset, long[] start, long[] count, byte[] whole)
    {
        var index = dataset.ReadChunkIndex();
        if (index.Count > MostChunks)
            return;
        byte[] parts = new byte[whole.Length], together = new byte[whole.Length];
        var place = new long[count.Length];
        var numbers = new List<long>();
        for (var chunk = 0L; chunk < index.Count; chunk++)
        {
            index.CoordinatesOf(chunk, place);
            if (place.Where((at, axis) => at * dataset.ChunkShape[axis] >= count[axis]).Any())
                continue;
            dataset.ReadRawOfChunk(chunk, start, count, parts);
            numbers.Add(chunk);
        }

        foreach (var some in numbers.Chunk(3))
            dataset.ReadRawOfChunks(some, start, count, together);
        if (!parts.AsSpan().SequenceEqual(whole) || !together.AsSpan().SequenceEqual(whole))
            throw new InvalidOperationException($"'{dataset.Path}' read by chunks differs from what is read at once.");
    }
}
