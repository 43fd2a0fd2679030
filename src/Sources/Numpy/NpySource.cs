using System.Globalization;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>Frames in an <c>.npy</c> file: its last two axes are the detector (one of spectra, three of frames in colour, where it is asked
/// for or the file beside it says so), those before it the scan. Either byte order, C and Fortran order.</summary>
/// <remarks>
/// In Fortran order no frame lies in one piece: frames are gathered element by element from the mapped file, which is slow, and said in a
/// note.
/// </remarks>
public sealed class NpySource : IFrameSource
{
    private readonly FlatLayout _layout;
    private readonly FlatFrames? _frames;
    private readonly MappedFile? _fortran;
    private readonly Extent _stored;

    private NpySource(NpyPlace place, NpyHeader header, int rank, long recorded, OpenOptions options)
    {
        var shape = header.Shape.AsSpan();
        Shape = new(new Extent(shape[..^rank]), new Extent(shape[^rank..]));
        _stored = Shape.Scan;
        if (options.ScanShape is { } asked)
            Shape = Shape with { Scan = ScanShape.Decide(Shape.FrameCount, asked, told: null, triggered: null).Scan };
        ElementType = header.Type == ElementType.Bool ? ElementType.U8 : header.Type;
        var frameBytes = Shape.FrameElements * ElementType.Size();
        if (frameBytes is 0 or > 1 << 30)
            throw new SourceException(place.Path, $"frames of {Shape.Detector} {ElementType.Name()}: a frame must have 1 byte to 1 GiB.");
        _layout = new(place.Offset + header.DataOffset, (int)frameBytes, frameBytes, ElementType.Size(), header.BigEndian);
        Info = new SourceInfo(place.Format, place.Path)
        {
            Files = [place.Path],
            Storage = place.Storage,
            Facts = place.Name is { } name ? [new("dataset", name)] : [],
            Notes = recorded < Shape.FrameCount && options.Follow is null
                ? [
                    .. options.Remarks,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the scan of {Shape.Scan} is not complete: {recorded:N0} of {Shape.FrameCount:N0} frames are present; the other "
                        + $"positions are blank and invalid; the file is truncated.")]
                : [.. options.Remarks],
        };
        var (carried, whyNot) = place.Name is null ? Sidecar.Beside(place.Path, Shape, ElementType, options) : default;
        if (whyNot is not null)
            Info = Info with { Notes = [.. Info.Notes, whyNot] };
        Validity = recorded < Shape.FrameCount ? new() { RecordedFrames = recorded } : Validity.Everything;
        if (carried is not null)
        {
            Validity = carried.ValidityOf(Validity, Shape);
            Info = carried.InfoOf(Info, Shape, Validity);
        }
        else if (UntoldAxes.Note(Shape, ElementType, options) is { } untold)
        {
            Info = Info with { Notes = [.. Info.Notes, untold] };
        }

        if (header.FortranOrder)
        {
            _fortran = new MappedFile(place.File);
            Info = Info with
            {
                Storage = $"{place.Storage}, Fortran order",
                Notes = [
                    .. Info.Notes,
                    "the array is in Fortran order, which is slow to read: 'ronchi convert' writes the frames one after the other."],
            };
        }
        else
        {
            _frames = new FlatFrames(place.File, _layout, options.Of<MapOptions>().Map);
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
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => _layout.FrameBytes;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, cut off, complex, or has fewer axes than the detector.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static NpySource Open(string path, OpenOptions options)
    {
        RegularFile.Require(path);
        return Open(new NpyPlace(path, 0, RegularFile.Behind(path).Length, path, "NumPy", "uncompressed"), options);
    }

    /// <summary>Opens an array that may be a part of a file.</summary>
    internal static NpySource Open(NpyPlace place, OpenOptions options)
    {
        NpyHeader header;
        try
        {
            using var stream = RegularFile.OpenRead(place.File);
            stream.Position = place.Offset;
            header = NpyHeader.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(place.Path, e.Message, offset: null, e);
        }

        var rank = options.DetectorAxes
            ?? (place.Name is null ? Sidecar.DetectorAxesOf(place.Path, header.Shape, options) : null) ?? 2;
        if (header.Shape.Length < rank)
            throw new SourceException(
                place.Path, $"an array of {header.Shape.Length} axes; {UntoldAxes.Needed(rank)}, and a scan one more.")
            {
                IsFinal = true,
            };
        if (header.Type.IsComplex())
            throw new SourceException(place.Path, $"the values are {header.Type.Name()}; only real numbers can be read.")
            {
                IsFinal = true,
            };
        var values = header.Count * header.Type.Size();
        var frames = new Extent(header.Shape.AsSpan()[..^rank]).Count;
        if (frames == 0)
            throw new SourceException(place.Path, $"an array of {new Extent(header.Shape.AsSpan())} values has no frames.");
        if (place.Length - header.DataOffset >= values)
            return new(place, header, rank, frames, options);
        var left = header.FortranOrder || !options.TakesWhatIsThere
            ? 0
            : Math.Max(place.Length - header.DataOffset, 0) / Math.Max(values / Math.Max(frames, 1), 1);
        return left > 0
            ? new(place, header, rank, left, options)
            : throw new SourceException(
                place.Path,
                $"the file is truncated: its header declares {header.DataOffset + values} bytes, but it holds {place.Length}."
                + (header.FortranOrder || options.TakesWhatIsThere
                    ? ""
                    : " Use --leave-out to read the frames that are present, or --follow if it is still being written."));
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
