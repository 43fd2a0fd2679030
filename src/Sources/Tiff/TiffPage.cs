using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>How the pixels of a page are stored: strips or tiles, and how these are coded.</summary>
internal sealed record TiffPage
{
    private const long MostFrameBytes = 1 << 30;
    private const long MostSegments = 1 << 22;
    private const int MostPadding = 4;   // tiles are whole at the edges of a page: small ones may be larger than it
    private const int LeastTileBytes = 64 << 20;

    /// <summary>Where its directory lies.</summary>
    public long DirectoryOffset { get; private init; }

    /// <summary>What it shows.</summary>
    public TiffPixels Pixels { get; private init; }

    /// <summary>How the bytes of a segment are coded.</summary>
    public TiffCompression Compression { get; private init; }

    /// <summary>What was stored instead of values: 1 they themselves, 2 differences, 3 differences of the bytes of floats.</summary>
    public int Predictor { get; private init; }

    /// <summary>Bits of a stored value; others than <see cref="TiffPixels.Type"/> has are widened.</summary>
    public int Bits { get; private init; }

    /// <summary>Whether each colour is stored by itself.</summary>
    public bool IsPlanar { get; private init; }

    /// <summary>Whether bits are stored from the lowest of a byte on.</summary>
    public bool IsLowestBitFirst { get; private init; }

    /// <summary>Whether segments are tiles, which are whole also at the edges.</summary>
    public bool IsTiled { get; private init; }

    /// <summary>What 0 means: 0 white, 1 black, 2 colours, 3 a place in a table of colours, …</summary>
    public long Photometric { get; private init; }

    /// <summary>Columns of a segment.</summary>
    public long SegmentColumns { get; private init; }

    /// <summary>Rows of a segment; the last strip may have fewer.</summary>
    public long SegmentRows { get; private init; }

    /// <summary>Where segments begin; 0: nothing is stored, all is 0.</summary>
    public long[] Offsets { get; private init; } = [];

    /// <summary>Bytes of the stored segments.</summary>
    public long[] ByteCounts { get; private init; } = [];

    /// <summary>Values of a pixel in one segment.</summary>
    public int SegmentSamples => IsPlanar ? 1 : Pixels.Samples;

    /// <summary>Segments side by side.</summary>
    public long Across => (Pixels.Columns + SegmentColumns - 1) / SegmentColumns;

    /// <summary>Segments one below the other.</summary>
    public long Down => (Pixels.Rows + SegmentRows - 1) / SegmentRows;

    /// <summary>Bytes of a row of a segment, decoded but as stored.</summary>
    public long RowBytes => ((SegmentColumns * SegmentSamples * Bits) + 7) / 8;

    /// <summary>Whether the values are stored as they are read, in one piece, but for their byte order.</summary>
    public bool IsPlain => Compression == TiffCompression.None && Predictor == 1 && Bits == Pixels.Type.Size() * 8 && !IsPlanar
        && Offsets.Length == 1 && Offsets[0] > 0 && SegmentColumns == Pixels.Columns;

    /// <summary>Rows of a segment.</summary>
    /// <param name="segment">Its number.</param>
    public int RowsOf(long segment) => (int)(IsTiled
        ? SegmentRows
        : Math.Min(SegmentRows, Pixels.Rows - (segment / Across % Down * SegmentRows)));

    /// <summary>Reads how a page is stored.</summary>
    /// <param name="file">The file.</param>
    /// <param name="directory">The tags of the page.</param>
    /// <exception cref="SourceException">What the tags say cannot be, or is not read.</exception>
    public static TiffPage Read(HeaderReader file, TiffDirectory directory)
    {
        var columns = directory.Number(TiffTag.ImageWidth, 0);
        var rows = directory.Number(TiffTag.ImageLength, 0);
        var samples = directory.Number(TiffTag.SamplesPerPixel, 1);
        if (columns <= 0 || rows <= 0 || samples is <= 0 or > 1 << 16)
            throw Fault($"a page of {rows}×{columns} pixels with {samples} values each: the file is damaged; copy it again.");
        if (!directory.IsUniform(TiffTag.BitsPerSample) || !directory.IsUniform(TiffTag.SampleFormat))
            throw Fault("the values of a pixel have different types; only pages whose values have one type are read.");
        var (bits, format) = ((int)directory.Number(TiffTag.BitsPerSample, 1), directory.Number(TiffTag.SampleFormat, 1));
        var type = TypeOf(format, bits)
            ?? throw Fault(
                $"values of {bits} bits of sample format {format}; integers of 1 to 16, 32 and 64 bits and floats of 16, 32 and 64 bits "
                + "are read.");
        var tiled = directory.Has(TiffTag.TileOffsets);
        var pixels = new TiffPixels(rows, columns, (int)samples, type);
        if ((Int128)rows * columns * samples * type.Size() > MostFrameBytes)
            throw Fault($"a page of {pixels}: a frame must have 1 byte to 1 GiB.");
        var segmentColumns = tiled ? directory.Number(TiffTag.TileWidth, 0) : columns;
        var segmentRows = tiled ? directory.Number(TiffTag.TileLength, 0) : Math.Min(directory.Number(TiffTag.RowsPerStrip, rows), rows);
        var segmentBytes = (Int128)segmentColumns * segmentRows * samples * type.Size();
        if (segmentColumns <= 0 || segmentRows <= 0 || segmentBytes > MostFrameBytes
            || segmentBytes > Math.Max(LeastTileBytes, MostPadding * rows * columns * samples * type.Size()))
            throw Fault($"tiles or strips of {segmentRows}×{segmentColumns} pixels: the file is damaged; copy it again.");
        var photometric = directory.Number(TiffTag.Photometric, 1);
        var page = new TiffPage
        {
            DirectoryOffset = directory.Offset,
            Pixels = pixels,
            Compression = (TiffCompression)directory.Number(TiffTag.Compression, 1),
            Predictor = (int)directory.Number(TiffTag.Predictor, 1),
            Bits = bits,
            IsPlanar = samples > 1 && directory.Number(TiffTag.PlanarConfiguration, 1) == 2,
            IsLowestBitFirst = directory.Number(TiffTag.FillOrder, 1) == 2,
            IsTiled = tiled,
            Photometric = photometric,
            SegmentColumns = segmentColumns,
            SegmentRows = segmentRows,
        };
        if (page.Predictor is not (0 or 1) && (page.Predictor is not (2 or 3) || bits < (page.Predictor == 2 ? 8 : 16) || bits % 8 != 0))
            throw Fault($"predictor {page.Predictor} for values of {bits} bits is not known; save the file without predictor.");
        return page.With(file, directory);

        SourceException Fault(string sentence) => file.Fault(directory.Offset, sentence);
    }

    private TiffPage With(HeaderReader file, TiffDirectory directory)
    {
        var segments = (Int128)Across * Down * (IsPlanar ? Pixels.Samples : 1);
        var offsets = directory.Numbers(IsTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets);
        var counts = directory.Numbers(IsTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts);
        if (segments > MostSegments || offsets.Length < segments)
            throw file.Fault(
                directory.Offset,
                $"{offsets.Length} strips or tiles for a page that needs {segments}: the file is damaged; copy it again.");
        if (counts.Length < segments)
            counts = Untold(file, offsets, (int)segments, directory.Offset);
        offsets = offsets[..(int)segments];
        counts = counts[..(int)segments];
        var unpadded = Compression == TiffCompression.None && !IsTiled && !IsPlanar;
        for (var i = 0; i < offsets.Length; i++)
        {
            // Some writers count more bytes for the last strip than it has.
            if (unpadded)
                counts[i] = Math.Min(counts[i], RowBytes * RowsOf(i));
            if (offsets[i] < 0 || counts[i] < 0 || counts[i] > int.MaxValue)
                throw file.Fault(
                    directory.Offset,
                    $"strip or tile {i} of {counts[i]} bytes is declared at byte {offsets[i]}: the file is damaged; copy it again.");
        }

        return unpadded && IsInOnePiece(offsets, counts) && counts.Sum() == RowBytes * Pixels.Rows
            ? this with { Offsets = [offsets[0]], ByteCounts = [RowBytes * Pixels.Rows], SegmentRows = Pixels.Rows }
            : this with { Offsets = offsets, ByteCounts = counts };
    }

    // Old writers leave out the lengths of uncompressed strips.
    private long[] Untold(HeaderReader file, long[] offsets, int segments, long at)
    {
        if (Compression != TiffCompression.None && segments != 1)
            throw file.Fault(at, "the lengths of the strips or tiles are missing: the file is damaged; copy it again.");
        return Compression == TiffCompression.None
            ? [.. Enumerable.Range(0, segments).Select(segment => RowBytes * RowsOf(segment))]
            : [file.Length - offsets[0]];
    }

    private static bool IsInOnePiece(long[] offsets, long[] counts)
    {
        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] != offsets[i - 1] + counts[i - 1])
                return false;
        }

        return offsets[0] > 0;
    }

    private static ElementType? TypeOf(long format, int bits) => (format, bits) switch
    {
        (1 or 4, >= 1 and <= 8) => ElementType.U8,
        (1 or 4, > 8 and <= 16) => ElementType.U16,
        (1 or 4, 32) => ElementType.U32,
        (1 or 4, 64) => ElementType.U64,
        (2, 8) => ElementType.I8,
        (2, 16) => ElementType.I16,
        (2, 32) => ElementType.I32,
        (2, 64) => ElementType.I64,
        (3, 16 or 32) => ElementType.F32,
        (3, 64) => ElementType.F64,
        _ => null,
    };
}
