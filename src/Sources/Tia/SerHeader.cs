using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tia;

/// <summary>The header of a SER file: how many elements there are, what they are, and where the table of their places lies.</summary>
/// <remarks>The layout is that of "TIA SER file format" by C. Boothroyd (NTU); everything is little-endian.</remarks>
/// <param name="Axes">Axes of an element: 1 of spectra, 2 of images.</param>
/// <param name="Total">Elements that there is room for.</param>
/// <param name="Valid">Elements that were recorded.</param>
/// <param name="TableAt">Where the places of the elements begin; behind them are those of their tags.</param>
/// <param name="WordBytes">Bytes of a place.</param>
/// <param name="Dimensions">Axes of the series, the fastest first.</param>
internal sealed record SerHeader(
    int Axes, long Total, long Valid, long TableAt, int WordBytes, IReadOnlyList<SerDimension> Dimensions)
{
    private const int CountsAt = 14;
    private const int MostDimensions = 8;
    private const int LongestText = 1024;

    /// <summary>The series in the order of this program: the slowest axis first.</summary>
    public Extent? Scan => Dimensions.Count > 0 && Dimensions.All(static dimension => dimension.Length > 0)
        && Dimensions.Aggregate((UInt128)1, static (count, dimension) => count * (UInt128)dimension.Length) == (UInt128)Total
            ? new Extent([.. Dimensions.Reverse().Select(static dimension => dimension.Length)])
            : null;

    /// <summary>Reads the header.</summary>
    /// <exception cref="SourceException">It is damaged, or of an unknown version.</exception>
    public static SerHeader Read(HeaderReader file)
    {
        var version = file.U16(4);
        if (version is not (0x0210 or 0x0220))
            throw file.Fault(4, $"version {version:x4} of the SER format is not known (0210 and 0220 are).");
        var wordBytes = version >= 0x0220 ? 8 : 4;
        var axes = file.U32(6) switch
        {
            0x4120 => 1,
            0x4122 => 2,
            var kind => throw file.Fault(6, $"elements of kind {kind:x4} are not known (4120: spectra, 4122: images)."),
        };
        var (total, valid) = (file.U32(CountsAt), file.U32(CountsAt + 4));
        var table = wordBytes == 8 ? file.I64(CountsAt + 8) : file.U32(CountsAt + 8);
        if (valid > total || table < 0 || table > file.Length - (2L * total * wordBytes))
            throw file.Fault(
                CountsAt,
                $"{valid} of {total} elements are said to be recorded, and their places to lie at byte {table} of {file.Length}: the file "
                + "is damaged or truncated; copy it again.");
        if (valid == 0)
            throw file.Fault(CountsAt + 4, "no element was recorded.");
        var at = CountsAt + 8L + wordBytes;
        var count = file.U32(at);
        if (count > MostDimensions)
            throw file.Fault(at, $"the series has {count} axes; the file is damaged.");
        at += 4;
        var dimensions = new SerDimension[count];
        for (var i = 0; i < count; i++)
        {
            var length = file.U32(at);
            var (offset, step, element) = (file.F64(at + 4), file.F64(at + 12), file.I32(at + 20));
            at += 24;
            dimensions[i] = new(length, offset, step, element, Text(file, ref at), Text(file, ref at));
        }

        return new(axes, total, valid, table, wordBytes, dimensions);
    }

    /// <summary>Where an element begins.</summary>
    public long PlaceOf(HeaderReader file, long element) => Word(file, TableAt + (element * WordBytes));

    /// <summary>Where the tag of an element begins.</summary>
    public long PlaceOfTag(HeaderReader file, long element) => Word(file, TableAt + ((Total + element) * WordBytes));

    private long Word(HeaderReader file, long at) => WordBytes == 8 ? file.I64(at) : file.U32(at);

    private static string Text(HeaderReader file, ref long at)
    {
        var bytes = file.U32(at);
        if (bytes > LongestText)
            throw file.Fault(at, $"the name of an axis has {bytes} bytes; the file is damaged.");
        var text = file.Text(at + 4, (int)bytes);
        at += 4 + bytes;
        return text;
    }
}
