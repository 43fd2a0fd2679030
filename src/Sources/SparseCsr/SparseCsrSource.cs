using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.SparseCsr;

/// <summary>Frames in compressed sparse rows. They stay sparse as long as all UDFs of a run understand that.</summary>
public sealed class SparseCsrSource : IFrameSource
{
    private readonly NumberFile _rowStarts;
    private readonly NumberFile _columns;
    private readonly NumberFile _values;

    private SparseCsrSource(string path, DataShape shape, NumberFile rowStarts, NumberFile columns, NumberFile values)
    {
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
        Shape = shape;
        ElementType = values.Type;
        StoredFrameBytes = Math.Max(1, values.Count * (values.Type.Size() + columns.Type.Size()) / Math.Max(shape.FrameCount, 1));
        var share = (double)values.Count / Math.Max(shape.Full.Count, 1);
        Info = new SourceInfo("sparse rows", path)
        {
            Files = [path, rowStarts.Path, columns.Path, values.Path],
            Storage = "compressed sparse rows",
            Facts = [new("stored pixels", share.ToString("P2", System.Globalization.CultureInfo.InvariantCulture))],
        };
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
    public IReadOnlyList<TileForm> Forms => [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => form == TileForm.Sparse ? [TileForm.Pixels] : [];

    /// <summary>Opens a description and the files that it names.</summary>
    /// <exception cref="SourceException">The description is not of the form, or a file is missing or of another length than the others ask
    /// for.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static SparseCsrSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var header = SparseCsrHeader.Read(path);
        var shape = new DataShape(header.Scan, header.Detector);
        if (shape.FrameElements * 8 > 1 << 30)
            throw new SourceException(path, $"frames of {shape.Detector}: a frame can have at most 1 GiB.");
        var opened = new List<NumberFile>();
        try
        {
            foreach (var name in (string[])["indptr", "indices", "data"])
            {
                var (file, type, isBigEndian) = header.Named(name);
                if (name != "data" && type.IsFloat())
                    throw new SourceException(path, $"{name}_dtype is {type.Name()}; positions must be whole numbers.");
                opened.Add(new(file, type, isBigEndian));
            }

            var (rowStarts, columns, values) = (opened[0], opened[1], opened[2]);
            if (rowStarts.Count != shape.FrameCount + 1)
                throw new SourceException(
                    rowStarts.Path, $"{rowStarts.Count} numbers; {shape.FrameCount} frames need {shape.FrameCount + 1}.");
            if (columns.Count != values.Count)
                throw new SourceException(
                    columns.Path, $"{columns.Count} positions for {values.Count} values in {Path.GetFileName(values.Path)}.");
            if (options.ScanShape is { } asked)
                shape = shape with { Scan = ScanShape.Decide(shape.FrameCount, asked, told: null, triggered: null).Scan };
            return new(path, shape, rowStarts, columns, values);
        }
        catch
        {
            foreach (var file in opened)
                file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Form is TileForm.Sparse or TileForm.Pixels
            ? new SparseCsrReader(_rowStarts, _columns, _values, Shape, request)
            : throw new ArgumentException(
                $"Sparse rows are read as {TileForm.Sparse} or {TileForm.Pixels}, not {request.Form}.", nameof(request));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rowStarts.Dispose();
        _columns.Dispose();
        _values.Dispose();
    }
}
