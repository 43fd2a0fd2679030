using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Nanomegas;

/// <summary>The header of a blockfile: little-endian fields behind the mark <c>IMGBLO</c>, a note behind them.</summary>
/// <param name="ImageOffset">Where the virtual bright-field image begins.</param>
/// <param name="PatternOffset">Where the first pattern begins, with the mark before it.</param>
/// <param name="Side">Rows, and columns, of a pattern.</param>
/// <param name="Scan">Rows and columns of the scan.</param>
internal sealed record BloHeader(long ImageOffset, long PatternOffset, int Side, Extent Scan)
{
    private const int Magic = 0x0102;
    private const int NoteOffset = 240;
    private const int MostOfNote = 4096;

    /// <summary>Steps of the scan, row and column, in nm; 0 where they are not said.</summary>
    public (double Row, double Column) StepNanometres { get; private init; }

    /// <summary>Size of a pixel on the screen in mm; 0 where it is not said.</summary>
    public double PixelMillimetres { get; private init; }

    /// <summary>What is said of the microscope.</summary>
    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="SourceException">It is damaged, or of another version.</exception>
    public static BloHeader Read(HeaderReader header)
    {
        if (header.U16(6) is not Magic and var magic)
            throw header.Fault(
                6,
                string.Create(
                    CultureInfo.InvariantCulture, $"this blockfile is of kind {magic:x4}; patterns of 8 bits (kind 0102) are read."));
        int side = header.U16(20), columns = header.U16(24), rows = header.U16(26);
        if (side == 0 || columns == 0 || rows == 0)
            throw header.Fault(
                20,
                $"a scan of {rows}×{columns} patterns of {side}×{side} is declared; the header is damaged: copy the file again.");
        long image = header.U32(8), patterns = header.U32(12);
        if (patterns < NoteOffset || patterns >= header.Length)
            throw header.Fault(
                12, $"patterns are said to begin at byte {patterns} of {header.Length}; the file is truncated or damaged: copy it again.");
        // 100 × pixels per cm.
        int perCentimetre = header.U16(50);
        return new(image, patterns, side, new Extent(rows, columns))
        {
            StepNanometres = (header.F64(38), header.F64(30)),
            PixelMillimetres = perCentimetre == 0 ? 0 : 1000.0 / perCentimetre,
            Facts = [.. FactsOf(header, image, patterns)],
        };
    }

    private static IEnumerable<Fact> FactsOf(HeaderReader header, long image, long patterns)
    {
        if (header.U32(46) is > 0 and var volts)
            yield return Number("high_tension", volts, "V");
        if (header.U32(52) is > 0 and var tenths)
            yield return Number("camera_length", tenths / 10_000.0, "m");
        if (header.U16(28) is > 0 and var scanRotation)
            yield return Number("scan_rotation", scanRotation / 100.0, "deg");
        if (header.U16(22) is > 0 and var patternRotation)
            yield return Number("pattern_rotation", patternRotation / 100.0, "deg");
        // Days since the last day but one of 1899, as spreadsheets count.
        if (header.F64(56) is > 25_600 and < 80_000 and var days)
            yield return new("recorded", DateTime.FromOADate(days).ToString("s", CultureInfo.InvariantCulture));
        var end = Math.Min(image > NoteOffset ? Math.Min(image, patterns) : patterns, MostOfNote);
        if (header.Text(NoteOffset, (int)(end - NoteOffset)) is { Length: > 0 } note)
            yield return new("note", string.Join("; ", note.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    private static Fact Number(string name, double value, string unit) =>
        new(name, value.ToString("R", CultureInfo.InvariantCulture), unit);
}
