using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Storage;

/// <summary>Frames in HDF5 datasets whose last axes are the detector: chooses the shortest way from the file to tiles.</summary>
internal sealed class Hdf5FrameStack : IDisposable
{
    private const long MostFrameBytes = 1 << 30;

    private readonly IReadOnlyList<Hdf5Dataset> _datasets;
    private readonly DatasetSequence _sequence;
    private readonly BlockedDataset[]? _blocked;
    private readonly ChunkedFrames? _chunked;
    private readonly FlatLayout? _flat;
    private readonly PlaneLayout? _planes;
    private readonly bool _isHalf;
    private readonly Hdf5Member? _member;

    /// <param name="datasets">At least one; all of one type and detector shape, in scan order.</param>
    /// <param name="detectorRank">Axes of the detector.</param>
    /// <param name="memoryBytes">Bytes that decoded blocks may take. Null: <see cref="DecodedBlocks.UsualBytes"/>.</param>
    /// <param name="member">The member of their elements that is a pixel; null: the elements are.</param>
    /// <exception cref="SourceException">The datasets differ, have no frames, or cannot be read; the message says why.</exception>
    /// <exception cref="Hdf5Exception">An index is damaged.</exception>
    public Hdf5FrameStack(IReadOnlyList<Hdf5Dataset> datasets, int detectorRank, long? memoryBytes = null, Hdf5Member? member = null)
    {
        _datasets = datasets;
        _member = member;
        foreach (var dataset in datasets)
            FrameDatasets.CheckReadable(dataset, member);
        var first = datasets[0];
        var type = member?.Type ?? first.Type;
        Detector = new Extent(first.Shape.AsSpan()[^detectorRank..]);
        ElementType = FrameDatasets.TypeOf(type);
        _isHalf = type.IsHalf;
        foreach (var dataset in datasets)
        {
            if (!dataset.Shape.AsSpan()[^detectorRank..].SequenceEqual(Detector.Lengths.AsSpan())
                || (member is null && (FrameDatasets.TypeOf(dataset.Type) != ElementType || dataset.Type.IsHalf != _isHalf)))
                throw new SourceException(
                    dataset.File.Path,
                    $"'{dataset.Path}' has frames of {new Extent(dataset.Shape.AsSpan())} {dataset.Type}, but '{first.Path}' in "
                    + $"{first.File.Path} holds {Detector} {first.Type}: they do not belong to one scan.");
            FrameCount += new Extent(dataset.Shape.AsSpan()[..^detectorRank]).Count;
        }

        if (FrameCount == 0)
            throw new SourceException(first.File.Path, $"'{first.Path}' of shape {new Extent(first.Shape.AsSpan())} holds no frames.");
        if (Detector.Count * ElementType.Size() is 0 or > MostFrameBytes)
            throw new SourceException(first.File.Path, $"'{first.Path}' has frames of {Detector}; a frame must have 1 byte to 1 GiB.");
        Storage = Hdf5Codecs.Describe(first);
        StoredBytes = datasets.Sum(static dataset => dataset.StoredBytes);
        _sequence = new(datasets, detectorRank, (int)Detector.Count * type.Size);
        if (member is not null)
            return;
        _chunked = AsChunked(detectorRank);
        _flat = AsFlat();
        _planes = PlanesOf();
        if (_chunked is null && _flat is null
            && datasets.Any(
                dataset => dataset.ChunkShape.AsSpan() is { Length: > 0 } chunk && chunk[..^detectorRank].ContainsAnyExcept(1L)))
            _blocked = [.. datasets.Select(
                dataset => new BlockedDataset(dataset, detectorRank, _sequence.FrameBytes, memoryBytes ?? DecodedBlocks.UsualBytes))];
    }

    public Extent Detector { get; }

    public ElementType ElementType { get; }

    public long FrameCount { get; }

    public string Storage { get; }

    public IReadOnlyList<TileForm> Forms => _planes is null ? [TileForm.Pixels] : [TileForm.BitPlanes, TileForm.Pixels];

    /// <summary>Bytes that the values take in the files.</summary>
    public long StoredBytes { get; }

    public long StoredFrameBytes => Math.Max(StoredBytes / FrameCount, 1);

    /// <summary>
    /// Frames that chunks hold together along each scan axis. Null: each is stored by itself, or there are several datasets.
    /// </summary>
    public Extent? ScanBlock => _blocked is [var only] ? only.Grid.Block : null;

    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => form == TileForm.BitPlanes && _planes is not null ? [TileForm.Pixels] : [];

    /// <summary>Bytes of all stored frames; null when they are not stored one by one, compressed.</summary>
    public long? CompressedBytes => _chunked is { Encoding: not FrameEncoding.None } ? _chunked.HeldOffsets[^1] : null;

    public void Hold(FrameRange frames, IFrameMemory memory) => _chunked!.Hold(frames, memory);

    public ITileReader OpenReader(TileRequest request, IFrameMemory? memory = null)
    {
        if (request.Form == TileForm.BitPlanes)
            return _planes is { } layout
                ? new ChunkPlaneReader(_chunked!, layout, request.Support, request.MaxFrames, memory)
                : throw new ArgumentException("These data have no bit planes.", nameof(request));
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Frames in HDF5 are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
        var reader = OpenStored(request, memory);
        return _isHalf ? new HalfReader(reader) : reader;
    }

    public void Dispose()
    {
        foreach (var dataset in _blocked ?? [])
            DecodedBlocks.Shared.Forget(dataset);
    }

    private ITileReader OpenStored(TileRequest request, IFrameMemory? memory)
    {
        if (_chunked is not null)
            return new ChunkPixelReader(_chunked, request.MaxFrames, memory);
        if (_flat is { } flat)
            return new FlatFrameReader(_datasets[0].File.Bytes.Handle!, _datasets[0].File.Path, flat, FrameCount, request);
        return _blocked is null
            ? new FrameBoxReader(_sequence, _member, request.MaxFrames)
            : new ScanBlockReader(_blocked, DecodedBlocks.Shared, request.MaxFrames);
    }

    // One frame a chunk, with at most the one filter that is decoded here.
    private ChunkedFrames? AsChunked(int detectorRank)
    {
        var parts = new List<ChunkedFrames.Part>();
        var frames = 0L;
        FrameEncoding? encoding = null;
        foreach (var dataset in _datasets)
        {
            if (dataset.Layout != StorageLayout.Chunked || !dataset.Type.IsWhole || (dataset.Type.IsBigEndian && dataset.Type.Size > 1)
                || !dataset.ChunkShape.AsSpan()[^detectorRank..].SequenceEqual(Detector.Lengths.AsSpan())
                || dataset.ChunkShape[..^detectorRank].Any(static length => length != 1)
                || EncodingOf(dataset) is not { } own || (encoding ??= own) != own)
                return null;
            var index = dataset.ReadChunkIndex();
            parts.Add(new(dataset, index, frames));
            frames += index.Count;
        }

        return frames == FrameCount ? new(parts, encoding!.Value, _datasets[0].Type.Size, (int)Detector.Count) : null;
    }

    private static FrameEncoding? EncodingOf(Hdf5Dataset dataset) => dataset.Filters switch
    {
        [] => FrameEncoding.None,
        [{ Id: Hdf5Codecs.Lz4Id }] => FrameEncoding.Lz4,
        [{ Id: Hdf5Codecs.BitshuffleId, Parameters: { Count: > 4 } parameters }] when parameters[4] == Hdf5Codecs.BitshuffleWithLz4
            && parameters[2] == dataset.Type.Size =>
            FrameEncoding.BitshuffleLz4,
        _ => null,
    };

    private FlatLayout? AsFlat()
    {
        var dataset = _datasets[0];
        var frameBytes = _sequence.FrameBytes;
        return _datasets.Count == 1 && dataset.ContiguousOffset >= 0 && dataset.File.Bytes.Handle is not null && dataset.Type.IsWhole
            ? new(dataset.ContiguousOffset, frameBytes, frameBytes, dataset.Type.Size, dataset.Type.IsBigEndian)
            : null;
    }

    // Block sizes are read from the first stored frame; frames that differ are recoded one by one.
    private PlaneLayout? PlanesOf()
    {
        if (_chunked is not { Encoding: FrameEncoding.BitshuffleLz4 } || !ElementType.IsUnsigned() || ElementType == ElementType.U64)
            return null;
        var size = ElementType.Size();
        var blockBytes = _chunked.FirstBlockBytes();
        return blockBytes is > 0 and <= 1 << 20 && blockBytes % (8 * size) == 0 ? new(size, (int)Detector.Count, blockBytes / size) : null;
    }
}
