using Ronchi.Codecs;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;

namespace Ronchi.Sources.Storage;

/// <summary>Gives the HDF5 reader the filters that live in Codecs: bitshuffle (32008), LZ4 (32004), Zstandard (32015), blosc (32001) and
/// bzip2 (307).</summary>
internal static class Hdf5Codecs
{
    public const int BitshuffleId = 32008;
    public const int Lz4Id = 32004;
    public const int ZstdId = 32015;
    public const int BloscId = 32001;
    public const int Bzip2Id = 307;
    public const uint BitshuffleWithLz4 = 2;
    public const uint BitshuffleWithZstd = 3;

    private delegate DecodeResult Decoding(ReadOnlySpan<byte> source, Span<byte> destination);

    public static Hdf5OpenOptions Options { get; } = new()
    {
        Filters = new ChunkFilters(
            new BitshuffleFilter(),
            new CodecFilter(Lz4Id, Lz4Container.Decode, 256),
            new CodecFilter(ZstdId, ZstdFrame.Decode, 1 << 16),
            new CodecFilter(BloscId, BloscContainer.Decode, 1 << 16),
            // A block of 900 000 equal bytes, of runs that stand for 255 each, is some forty bytes.
            new CodecFilter(Bzip2Id, Bzip2Stream.Decode, 1 << 20)),
    };

    /// <summary>For a look at what a file says of itself: links to other files are not followed.</summary>
    public static Hdf5OpenOptions Probing { get; } = Options with { ExternalFiles = static (_, _) => false, AllowsTruncated = true };

    /// <summary>The same filters, only those further files that may be read, and the folders in which they are looked for.</summary>
    public static Hdf5OpenOptions For(OpenOptions options) => Options with
    {
        AllowsTruncated = options.TakesWhatIsThere,
        ExternalFiles = options.MayRead is { } mayRead ? (_, candidate) => mayRead(candidate) : null,
        ExternalFolders = options.Of<LinkedFilesOptions>().DataFolder is { Path: var folder } ? [folder] : [],
        ExternalPrefixes = Environment.GetEnvironmentVariable(
            "HDF5_EXT_PREFIX")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            ?? [],
    };

    /// <summary>How the values of a dataset are stored: <c>shuffle+deflate</c>, <c>uncompressed</c>.</summary>
    public static string Describe(Hdf5Dataset dataset) =>
        dataset.Filters.Count == 0 ? "uncompressed" : string.Join("+", dataset.Filters.Select(NameOf));

    // How a filter is called where the storage is described.
    private static string NameOf(Hdf5Filter filter) => (filter.Id, filter.Parameters.ElementAtOrDefault(4)) switch
    {
        (BitshuffleId, BitshuffleWithLz4) => "bitshuffle+LZ4",
        (BitshuffleId, BitshuffleWithZstd) => "bitshuffle+Zstandard",
        _ => filter.Name,
    };

    // Parameters as bitshuffle writes them: major, minor, element size, block elements (0: default), compression.
    private sealed class BitshuffleFilter : IChunkFilter
    {
        private const int ElementSize = 2;
        private const int BlockElements = 3;
        private const int Compression = 4;

        public int Id => BitshuffleId;

        // A block of zeros is a few bytes of Zstandard.
        public int LargestExpansion => 1 << 15;

        public string? Obstacle(ReadOnlySpan<uint> parameters) =>
            parameters.Length > Compression && parameters[Compression] > BitshuffleWithZstd
                ? $"bitshuffle with compression {parameters[Compression]}"
                : null;

        public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
        {
            if (parameters.Length <= ElementSize || parameters[ElementSize] is not (1 or 2 or 4 or 8))
                return -1;
            var elementSize = (int)parameters[ElementSize];
            var compression = parameters.Length > Compression ? parameters[Compression] : 0;
            if (compression is BitshuffleWithLz4 or BitshuffleWithZstd)
            {
                var result = compression == BitshuffleWithLz4
                    ? BitshuffleLz4.Decode(source, elementSize, destination)
                    : BitshuffleZstd.Decode(source, elementSize, destination);
                return result.Status == DecodeStatus.Done ? result.BytesWritten : -1;
            }

            if (compression != 0 || source.Length > destination.Length)
                return -1;
            var block = parameters.Length > BlockElements && parameters[BlockElements] is > 0 and < 1 << 26
                ? (int)parameters[BlockElements] * elementSize
                : BitshuffleLz4Header.DefaultBlockElements(elementSize) * elementSize;
            return Unshuffle(source, elementSize, block, destination);
        }

        private static int Unshuffle(ReadOnlySpan<byte> source, int elementSize, int block, Span<byte> destination)
        {
            var at = 0;
            while (source.Length - at >= 8 * elementSize)
            {
                var length = Math.Min(block, (source.Length - at) / (8 * elementSize) * (8 * elementSize));
                Bitshuffle.Unshuffle(source.Slice(at, length), destination.Slice(at, length), elementSize);
                at += length;
            }

            source[at..].CopyTo(destination[at..]);
            return source.Length;
        }
    }

    // A filter that is one call of a codec, without parameters.
    private sealed class CodecFilter(int id, Decoding decode, int largestExpansion) : IChunkFilter
    {
        public int Id => id;

        public int LargestExpansion => largestExpansion;

        public int Decode(ReadOnlySpan<byte> source, ReadOnlySpan<uint> parameters, Span<byte> destination)
        {
            var result = decode(source, destination);
            return result.Status == DecodeStatus.Done ? result.BytesWritten : -1;
        }
    }
}
