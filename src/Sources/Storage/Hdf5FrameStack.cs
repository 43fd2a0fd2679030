using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Storage;

/// <summary>Frames in HDF5 datasets whose last axes are the detector: chooses the shortest way from the file to tiles.</summary>
internal sealed class Hdf5FrameStack
{
    private readonly IReadOnlyList<Hdf5Dataset> _datasets;
    private readonly ChunkedFrames? _chunked;
    private readonly FlatLayout? _flat;
    private readonly PlaneLayout? _planes;

    /// <param name="datasets">At least one; all of one type and detector shape, in scan order.</param>
    /// <param name="detectorRank">Axes of the detector.</param>
    /// <exception cref="SourceException">The datasets differ, or are of a type without numbers.</exception>
    /// <exception cref="Hdf5Exception">An index is damaged.</exception>
    public Hdf5FrameStack(IReadOnlyList<Hdf5Dataset> datasets, int detectorRank)
    {
        _datasets = datasets;
        var first = datasets[0];
        Detector = new Extent(first.Shape.AsSpan()[^detectorRank..]);
        ElementType = TypeOf(first);
        foreach (var dataset in datasets)
        {
            if (!dataset.Shape.AsSpan()[^detectorRank..].SequenceEqual(Detector.Lengths.AsSpan()) || TypeOf(dataset) != ElementType)
                throw new SourceException(dataset.File.Path, $"'{dataset.Path}' holds frames of {new Extent(dataset.Shape.AsSpan())} {dataset.Type}, but '{first.Path}' in {first.File.Path} holds {Detector} {first.Type}: they are no parts of one scan.");
            FrameCount += new Extent(dataset.Shape.AsSpan()[..^detectorRank]).Count;
        }

        if (Detector.Count * ElementType.Size() is 0 or > 1 << 30)
            throw new SourceException(first.File.Path, $"'{first.Path}' has frames of {Detector}; frames of 1 byte to 1 GiB are read.");
        Storage = Describe(first);
        _chunked = AsChunked(detectorRank);
        _flat = AsFlat();
        _planes = PlanesOf();
    }

    public Extent Detector { get; }

    public ElementType ElementType { get; }

    public long FrameCount { get; }

    public string Storage { get; }

    public IReadOnlyList<TileForm> Forms => _planes is null ? [TileForm.Pixels] : [TileForm.BitPlanes, TileForm.Pixels];

    public long StoredFrameBytes => _chunked?.AverageStoredBytes() ?? Detector.Count * ElementType.Size();

    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => form == TileForm.BitPlanes && _planes is not null ? [TileForm.Pixels] : [];

    /// <summary>Bytes of all stored frames; null when they are not stored one by one, compressed.</summary>
    public long? CompressedBytes => _chunked is { Encoding: not FrameEncoding.None } ? _chunked.HeldOffsets[^1] : null;

    public void Hold(FrameRange frames, IFrameMemory memory) => _chunked!.Hold(frames, memory);

    public ITileReader OpenReader(TileRequest request, IFrameMemory? memory = null)
    {
        if (request.Form == TileForm.BitPlanes)
            return _planes is { } layout ? new ChunkPlaneReader(_chunked!, layout, request.Support, request.MaxFrames, memory) : throw new ArgumentException("These data have no bit planes.", nameof(request));
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Frames in HDF5 are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request));
        if (_chunked is not null)
            return new ChunkPixelReader(_chunked, request.MaxFrames, memory);
        return _flat is { } flat
            ? new FlatFrameReader(_datasets[0].File.Bytes.Handle!, _datasets[0].File.Path, flat, FrameCount, request.MaxFrames)
            : new HyperslabReader(_datasets, Detector, ElementType, request.MaxFrames);
    }

    private static ElementType TypeOf(Hdf5Dataset dataset) => (dataset.Type.Class, dataset.Type.Size, dataset.Type.IsSigned) switch
    {
        _ when !dataset.Type.IsNumeric => throw Unsupported(dataset),
        (Hdf5TypeClass.Integer, 1, false) => ElementType.U8,
        (Hdf5TypeClass.Integer, 2, false) => ElementType.U16,
        (Hdf5TypeClass.Integer, 4, false) => ElementType.U32,
        (Hdf5TypeClass.Integer, 8, false) => ElementType.U64,
        (Hdf5TypeClass.Integer, 1, true) => ElementType.I8,
        (Hdf5TypeClass.Integer, 2, true) => ElementType.I16,
        (Hdf5TypeClass.Integer, 4, true) => ElementType.I32,
        (Hdf5TypeClass.Integer, 8, true) => ElementType.I64,
        (Hdf5TypeClass.Float, 4, _) => ElementType.F32,
        (Hdf5TypeClass.Float, 8, _) => ElementType.F64,
        (Hdf5TypeClass.Enumeration, 1, _) when dataset.Type.IsBool => ElementType.U8,
        _ => throw Unsupported(dataset),
    };

    private static SourceException Unsupported(Hdf5Dataset dataset) =>
        new(dataset.File.Path, $"'{dataset.Path}' holds {dataset.Type}; frames of integers of 8 to 64 bits and of floats of 32 or 64 bits are read.");

    private static string Describe(Hdf5Dataset dataset) => dataset.Filters.Count == 0
        ? "uncompressed"
        : string.Join("+", dataset.Filters.Select(static filter => filter.Id == Hdf5Codecs.BitshuffleId && filter.Parameters.Count > 4 && filter.Parameters[4] == Hdf5Codecs.BitshuffleWithLz4 ? "bitshuffle+LZ4" : filter.Name));

    // One frame a chunk, with at most the one filter that is decoded here.
    private ChunkedFrames? AsChunked(int detectorRank)
    {
        var parts = new List<ChunkedFrames.Part>();
        var frames = 0L;
        FrameEncoding? encoding = null;
        foreach (var dataset in _datasets)
        {
            if (dataset.Layout != StorageLayout.Chunked || (dataset.Type.IsBigEndian && dataset.Type.Size > 1)
                || !dataset.ChunkShape.AsSpan()[^detectorRank..].SequenceEqual(Detector.Lengths.AsSpan())
                || dataset.ChunkShape[..^detectorRank].Any(static length => length != 1)
                || EncodingOf(dataset) is not { } own || (encoding ??= own) != own)
                return null;
            var index = dataset.ReadChunkIndex();
            parts.Add(new(dataset.File.Bytes, index, frames));
            frames += index.Count;
        }

        return frames == FrameCount ? new(parts, encoding!.Value, ElementType, (int)Detector.Count) : null;
    }

    private FrameEncoding? EncodingOf(Hdf5Dataset dataset) => dataset.Filters switch
    {
        [] => FrameEncoding.None,
        [{ Id: Hdf5Codecs.Lz4Id }] => FrameEncoding.Lz4,
        [{ Id: Hdf5Codecs.BitshuffleId, Parameters: { Count: > 4 } parameters }] when parameters[4] == Hdf5Codecs.BitshuffleWithLz4 && parameters[2] == ElementType.Size() => FrameEncoding.BitshuffleLz4,
        _ => null,
    };

    private FlatLayout? AsFlat()
    {
        var dataset = _datasets[0];
        var frameBytes = (int)(Detector.Count * ElementType.Size());
        return _datasets.Count == 1 && dataset.ContiguousOffset >= 0 && dataset.File.Bytes.Handle is not null
            ? new(dataset.ContiguousOffset, frameBytes, frameBytes, ElementType.Size(), dataset.Type.IsBigEndian)
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
