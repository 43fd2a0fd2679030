using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>Frames in an <c>.npy</c> file: its last two axes are the detector, those before it the scan. Either byte order; C order.</summary>
public sealed class NpySource : IFrameSource
{
    private const int DetectorRank = 2;

    private readonly SafeFileHandle _file;
    private readonly FlatLayout _layout;

    private NpySource(string path, SafeFileHandle file, NpyHeader header, OpenOptions options)
    {
        _file = file;
        var shape = header.Shape.AsSpan();
        Shape = new(new Extent(shape[..^DetectorRank]), new Extent(shape[^DetectorRank..]));
        if (options.ScanShape is { } asked)
            Shape = Shape with { Scan = ScanShape.Decide(Shape.FrameCount, asked, told: null, triggered: null).Scan };
        ElementType = header.Type == ElementType.Bool ? ElementType.U8 : header.Type;
        var frameBytes = Shape.FrameElements * ElementType.Size();
        if (frameBytes is 0 or > 1 << 30)
            throw new SourceException(path, $"frames of {Shape.Detector} {ElementType.Name()}: frames of 1 byte to 1 GiB are read.");
        _layout = new(header.DataOffset, (int)frameBytes, frameBytes, ElementType.Size(), header.BigEndian);
        Info = new SourceInfo("NumPy", path) { Files = [path] };
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity => Validity.Everything;

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => _layout.FrameBytes;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, cut off, in Fortran order, complex, or has fewer than two axes.</exception>
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
        if (header.FortranOrder)
            throw new SourceException(path, "the array is in Fortran order, in which no frame lies in one piece; save it with numpy.ascontiguousarray.");
        if (header.Type.IsComplex())
            throw new SourceException(path, $"the values are {header.Type.Name()}; real numbers are read.");
        var announced = header.DataOffset + (header.Count * header.Type.Size());
        if (length < announced)
            throw new SourceException(path, $"the file is cut off: its header announces {announced} bytes, it holds {length}.");
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new(path, file, header, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request) => request.Form == TileForm.Pixels
        ? new FlatFrameReader(_file, Info.Path, _layout, Shape.FrameCount, request.MaxFrames)
        : throw new ArgumentException($"NumPy files are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
