using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>Frames in an <c>.npy</c> file: its last two axes are the detector, those before it the scan. Either byte order, C and Fortran order.</summary>
/// <remarks>In Fortran order no frame lies in one piece: frames are gathered element by element from the mapped file, which is slow, and said in a note.</remarks>
public sealed class NpySource : IFrameSource
{
    private const int DetectorRank = 2;

    private readonly FlatLayout _layout;
    private readonly FlatFrames? _frames;
    private readonly MappedFile? _fortran;
    private readonly Extent _stored;

    private NpySource(string path, NpyHeader header, OpenOptions options)
    {
        var shape = header.Shape.AsSpan();
        Shape = new(new Extent(shape[..^DetectorRank]), new Extent(shape[^DetectorRank..]));
        _stored = Shape.Scan;
        if (options.ScanShape is { } asked)
            Shape = Shape with { Scan = ScanShape.Decide(Shape.FrameCount, asked, told: null, triggered: null).Scan };
        ElementType = header.Type == ElementType.Bool ? ElementType.U8 : header.Type;
        var frameBytes = Shape.FrameElements * ElementType.Size();
        if (frameBytes is 0 or > 1 << 30)
            throw new SourceException(path, $"frames of {Shape.Detector} {ElementType.Name()}: frames of 1 byte to 1 GiB are read.");
        _layout = new(header.DataOffset, (int)frameBytes, frameBytes, ElementType.Size(), header.BigEndian);
        Info = new SourceInfo("NumPy", path) { Files = [path] };
        var (carried, whyNot) = Sidecar.Beside(path, Shape, ElementType, options);
        if (carried is not null)
        {
            Validity = carried.ValidityOf(Validity.Everything, Shape);
            Info = carried.InfoOf(Info, Shape, Validity);
        }
        else if (whyNot is not null)
        {
            Info = Info with { Notes = [whyNot] };
        }

        if (header.FortranOrder)
        {
            _fortran = new MappedFile(path);
            Info = Info with { Storage = "uncompressed, Fortran order", Notes = [.. Info.Notes, "the array is in Fortran order, in which frames are gathered slowly: 'ronchi convert' writes them one after the other."] };
        }
        else
        {
            _frames = new FlatFrames(path, _layout, options.Map);
        }
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    /// <remarks>As the file says that <c>ronchi convert</c> wrote beside it.</remarks>
    public Validity Validity { get; } = Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => _layout.FrameBytes;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, cut off, complex, or has fewer than two axes.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static NpySource Open(string path, OpenOptions options)
    {
        NpyHeader header;
        long length;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            header = NpyHeader.Read(stream);
            length = stream.Length;
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(path, e.Message, offset: null, e);
        }

        if (header.Shape.Length < DetectorRank)
            throw new SourceException(path, $"an array of {header.Shape.Length} axes; frames need two, and a scan one more.");
        if (header.Type.IsComplex())
            throw new SourceException(path, $"the values are {header.Type.Name()}; real numbers are read.");
        var announced = header.DataOffset + (header.Count * header.Type.Size());
        if (length < announced)
            throw new SourceException(path, $"the file is cut off: its header announces {announced} bytes, it holds {length}.");
        return new(path, header, options);
    }

    /// <inheritdoc/>
    public bool GivesViews => _frames is { IsMapped: true };

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        if (_frames is not null)
            return _frames.OpenReader(request, Shape.FrameCount);
        return request.Form == TileForm.Pixels
            ? new FortranFrameReader(_fortran!, _layout, Shape, _stored, request.MaxFrames)
            : throw new ArgumentException($"NumPy files are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames?.Dispose();
        _fortran?.Dispose();
    }
}
