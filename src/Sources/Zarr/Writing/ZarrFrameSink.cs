using System.Collections.Immutable;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// Writes frames to a Zarr store in a folder: <c>.zspy</c> as HyperSpy has it (version 2), <c>.zarr</c> of version 3 with shards. Chunks of
/// many frames, blosc with LZ4 and bit shuffle; they are encoded on the threads that bring the frames.
/// </summary>
public sealed class ZarrFrameSink : IResumableSink
{
    private const int FewestFrames = 64, FewestFramesOfShards = 16;   // of a chunk
    private const long SmallChunk = 1 << 20, LargeChunk = 8 << 20;    // bytes
    private const long ShardBytes = 256 << 20;
    private const int MostShards = 256;

    private readonly SinkDescription _data;
    private readonly StoreFolder _folder;
    private readonly IChunkWriter? _writer;
    private readonly ChunkAssembly _chunks;

    private ZarrFrameSink(string path, SinkDescription data, bool overwrite, bool isSharded)
    {
        _data = data;
        if (data.Shape.FrameCount == 0 || data.ElementType.IsComplex() || data.ElementType >= ElementType.Object)
            throw new ArgumentException($"{path}: frames of {data.ElementType.Name()} cannot be written to Zarr.", nameof(data));
        Losses = CarriedScan.Of(data).MaskedPixels is { } masked && !CarriedJson.Holds(masked)
            ? [$"which {masked.Count} pixels are masked (too scattered to list)"]
            : [];
        if (Losses.Count > 0)
            data = data with { Validity = data.Validity! with { MaskedPixels = null }, Losses = [.. data.Losses, .. Losses] };
        Files = [Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))];
        _folder = new(path, overwrite);
        try
        {
            var settings = new BloscSettings(BloscCompressor.Lz4, BloscShuffle.Bits, data.ElementType.Size());
            var shape = new ChunkShape(data.Shape.Scan, FramesOfChunk(data.FrameBytes, isSharded ? FewestFramesOfShards : FewestFrames));
            var array = Describe(data, shape, settings, isSharded);
            _writer = isSharded ? new ShardFiles(_folder.Path, array, shape) : new ChunkFiles(_folder.Path, array, shape);
            _chunks = new(_writer, shape, data.FrameBytes, settings);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Signals of HyperSpy: what they are called and what they keep.</summary>
    public static SinkKind HyperSpy { get; } = KindOf(
        "HyperSpy Zarr", ".zspy", "`axis-N` beside the data, `metadata`; attribute `ronchi` of the signal", isSharded: false);

    /// <summary>Stores of version 3: what they are called and what they keep.</summary>
    public static SinkKind Sharded { get; } = KindOf(
        "Zarr", ".zarr", "attribute `ronchi` of the root; of images and series of images OME-Zarr 0.5", isSharded: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses { get; }

    /// <inheritdoc/>
    /// <remarks>None: a store that was not completed is begun anew.</remarks>
    public FrameSet Saved => FrameSet.None;

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        _chunks.Write(frame, pixels);
    }

    /// <inheritdoc/>
    public void Save()
    {
        // Nothing is gone on with.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _chunks.Complete();
        _writer!.Complete();
        _folder.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _folder.Dispose();
    }

    private static SinkKind KindOf(string name, string extension, string axes, bool isSharded)
    {
        const string carried = "attribute `ronchi`";
        return new()
        {
            Name = name,
            FileNames = extension,
            IsFolder = true,
            Takes = file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase),
            Begin = (path, data, overwrite, _) => new ZarrFrameSink(path, data, overwrite, isSharded),
            Parts =
            [
                new(ScanPart.Shape, Keeping.InFile, "shape of the array, any number of axes"),
                new(ScanPart.MaskedPixels, Keeping.InFile, carried),
                new(ScanPart.NoData, Keeping.InFile, carried),
                new(ScanPart.Axes, Keeping.InFile, axes),
                new(ScanPart.Facts, Keeping.InFile, isSharded ? carried : $"`metadata` of HyperSpy where it has a place; all: {carried}"),
                new(ScanPart.SourceObjects, Keeping.Dropped, "no place for them: keep the original file"),
                new(ScanPart.Recorded, Keeping.InFile, carried),
                new(ScanPart.Notes, Keeping.InFile, carried),
            ],
        };
    }

    // Many small frames make a chunk of a megabyte, and large ones no more than eight.
    private static long FramesOfChunk(int frameBytes, int fewest) =>
        Math.Max(Math.Min(Math.Max(fewest, SmallChunk / Math.Max(frameBytes, 1)), LargeChunk / Math.Max(frameBytes, 1)), 1);

    private ZarrArray Describe(SinkDescription data, ChunkShape shape, BloscSettings settings, bool isSharded)
    {
        var array = new ZarrArray("", isSharded ? 3 : 2, data.Shape.Full.Lengths)
        {
            Chunk = [.. shape.Lengths, .. data.Shape.Detector.Lengths],
            Separator = isSharded ? '/' : '.',
            KeyPrefix = isSharded ? "c/" : "",
        };
        if (!isSharded)
        {
            var store = new HyperSpyStore(_folder, TitleOf(data), data);
            array = array with { Path = store.Frames };
            store.Write(array, settings);
            return array;
        }

        var sharded = new ShardedStore(_folder, data);
        array = array with { Path = sharded.Frames, Shards = new(ChunksOfShard(data, shape), false, IsChecked: true, false) };
        sharded.Write(array, settings);
        return array;
    }

    private static string TitleOf(SinkDescription data)
    {
        var title = data.Facts.FirstOrDefault(static fact => fact.Name == "title")?.Value
            ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(data.Info.Path));
        return ZarrKey.IsName(title) && !title.StartsWith('.') ? title : "__unnamed__";
    }

    // As many chunks as make a file of some size, along the fast axes first.
    private static ImmutableArray<long> ChunksOfShard(SinkDescription data, ChunkShape shape)
    {
        var bytes = shape.FramesOfFull * (long)data.FrameBytes;
        var wanted = Math.Max(Math.Max(ShardBytes, data.Shape.FrameCount * data.FrameBytes / MostShards) / bytes, 1);
        var chunks = new long[data.Shape.Full.Rank];
        Array.Fill(chunks, 1);
        for (var axis = data.Shape.Scan.Rank - 1; axis >= 0; axis--)
        {
            chunks[axis] = Math.Min(wanted, shape.Grid[axis]);
            wanted = Math.Max(wanted / chunks[axis], 1);
        }

        return [.. chunks];
    }
}
