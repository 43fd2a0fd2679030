using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>The pages of a TIFF file as frames: a scan of as many axes as the file says, else of one; a single page is a single
/// frame.</summary>
internal sealed class TiffSource : IFrameSource
{
    private const int MostInflation = 1100;   // deflate makes 1032 bytes of one at most
    private readonly TiffPages _pages;
    private readonly TiffPageList _list;
    private readonly FlatFrames? _flat;
    private readonly SafeFileHandle? _file;

    private TiffSource(TiffPages pages, OpenOptions options)
    {
        _pages = pages;
        var first = pages.PageAt(0);
        var words = pages.Read(0, (_, directory) => FirstPage.Read(directory, first.Pixels));
        var notes = new List<string>([.. options.Remarks, .. words.Notes]);
        _list = TiffStack.Find(pages, words, options.Of<DatasetOptions>().Dataset, notes);
        var page = pages.PageAt(_list.Number(0));
        Refuse(page);
        var told = words.Scan is { Count: > 1 } scan && (scan.Count == _list.Count || _list.IsCut)
            ? scan
            : _list.Count == 1 ? new Extent([]) : new Extent(_list.Count);
        if (words.Scan is { Count: > 1 } said && told != said)
            notes.Add($"the file says that it holds a stack of {said}, but {Counted.Of(_list.Count, "page")} are there.");
        Note(page, notes);
        var (carried, whyNot) = Sidecar.Beside(
            pages.Path, new(new Extent(_list.Count), _list.Pixels.Frame), _list.Pixels.Type, options);
        if (whyNot is not null)
            notes.Add(whyNot);
        var decided = ScanShape.Decide(_list.Count, options.ScanShape, carried?.ScanOf(_list.Count) ?? told, triggered: null);
        Shape = new(decided.Scan, _list.Pixels.Frame);
        ElementType = _list.Pixels.Type;
        StoredFrameBytes = Math.Max(page.ByteCounts.Sum(), 1);
        Validity = decided.Recorded is { } recorded ? new() { RecordedFrames = recorded } : Validity.Everything;
        Info = new SourceInfo("TIFF", pages.Path)
        {
            Files = [pages.Path],
            Storage = page.Compression == TiffCompression.None ? "uncompressed" : page.Compression.ToString(),
            Axes = Axes(words, options.ScanShape is null && (words.Scan is null || told == words.Scan) ? words.ScanAxes : []),
            ValueUnit = words.ValueUnit,
            Facts = words.Facts,
            Notes = [.. notes, .. decided.Note is { } note ? [note] : (string[])[]],
        };
        if (carried is not null)
        {
            Validity = carried.ValidityOf(Validity, Shape);
            Info = carried.InfoOf(Info, Shape, Validity);
        }

        if (_list.Equal is { } equal)
            _flat = new(
                pages.Path,
                new(equal.First, _list.Pixels.FrameBytes, equal.Step, ElementType.Size(), pages.IsBigEndian),
                options.Of<MapOptions>().Map);
        else if (options.Of<MapOptions>().Map)
            throw new ArgumentException(
                $"--map maps uncompressed files, but the pages of {pages.Path} do not lie so: leave the option out.");
        else
            _file = File.OpenHandle(pages.Path, options: FileOptions.RandomAccess);
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    /// <remarks>Of a truncated stack: the frames that are there.</remarks>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public bool GivesViews => _flat is { IsMapped: true };

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The scan's shape, which kind of pages is meant, and whether uncompressed ones are mapped.</param>
    /// <exception cref="SourceException">The file is damaged, or its pages are not read.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public static TiffSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pages = TiffPages.Open(path);
        try
        {
            return new(pages, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            pages.Dispose();
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
        catch
        {
            pages.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"TIFF files are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        return _flat?.OpenReader(request, _list.Count) ?? new TiffPageReader(_pages, _list, _file!, request.MaxFrames);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flat?.Dispose();
        _file?.Dispose();
        _pages.Dispose();
    }

    // More than any coding makes of what is stored: memory is not taken for it.
    private void Refuse(TiffPage page)
    {
        var stored = 0L;
        for (var segment = 0; segment < page.Offsets.Length; segment++)
        {
            if (page.Offsets[segment] > _pages.Length - page.ByteCounts[segment])
                throw new SourceException(
                    _pages.Path,
                    $"the first page is truncated: {page.ByteCounts[segment]} bytes are declared here, but the file has {_pages.Length}.",
                    page.Offsets[segment]);
            stored += page.ByteCounts[segment];
        }

        var most = page.Compression switch
        {
            TiffCompression.None => 16,   // half floats and single bits are widened
            TiffCompression.PackBits => 64 * 8,
            TiffCompression.Deflate or TiffCompression.OldDeflate => MostInflation * 8,
            _ => 1 << 15,
        };
        if (stored > 0 && _list.Pixels.FrameBytes / most > stored)
            throw new SourceException(
                _pages.Path,
                $"the first page is damaged: {stored} stored bytes cannot hold its pixels ({_list.Pixels}).",
                page.DirectoryOffset);
    }

    private ImmutableArray<Axis> Axes(TiffWords words, ImmutableArray<Axis> scan)
    {
        if (scan.Length != Shape.Scan.Rank)
            scan = [.. Enumerable.Repeat(new Axis("image"), Shape.Scan.Rank)];
        var (row, column) = words.Pixel ?? (new("detector row"), new("detector column"));
        Axis[] colors = Shape.Detector.Rank == 3 ? [new("color")] : [];
        return words.Pixel is null && scan.All(static axis => axis.Name == "image") ? [] : [.. scan, row, column, .. colors];
    }

    private static void Note(TiffPage page, List<string> notes)
    {
        if (page.Photometric == 0)
            notes.Add("0 is white in this file; values are as they are stored.");
        if (page.Photometric == 3)
            notes.Add("the values are places in a table of colors; they are as they are stored.");
    }
}
