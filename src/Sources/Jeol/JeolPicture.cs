using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Jeol;

/// <summary>Opens an image or a map of the Analysis Station: a single frame, uncompressed.</summary>
internal static class JeolPicture
{
    private const int DataPlace = 44;      // where the head says where the tree with the pixels begins
    private const int BeforeTree = 12;
    private const long MostPixels = 1 << 28;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, or holds no picture.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        var records = JeolRecords.Read(file, file.U32(DataPlace) + (long)BeforeTree);
        if (records.Find("Image/Size") is not { Bytes: 8 } size || records.Find("Image/Bits") is not { } bits)
            throw new SourceException(path, "this file of the Analysis Station holds no picture, or is cut off.");
        var (columns, rows) = ((long)file.U32(size.Offset), (long)file.U32(size.Offset + 4));
        ElementType? type = rows is > 0 and < MostPixels && columns is > 0 and < MostPixels && rows * columns <= MostPixels
            ? (bits.Bytes / (double)(rows * columns)) switch { 1 => ElementType.U8, 2 => ElementType.U16, 4 => ElementType.U32, _ => null }
            : null;
        if (type is not { } known)
            throw file.Fault(
                bits.Offset, $"{bits.Bytes} bytes are no picture of {rows}×{columns} values of 8, 16 or 32 bits: the file is damaged.");
        var info = new SourceInfo("JEOL image or map", path)
        {
            Files = [path],
            Axes = [.. Axes(records, columns)],
            Facts = [.. Facts(records)],
            Notes = [.. options.Remarks],
        };
        var layout = new FlatLayout(bits.Offset, (int)bits.Bytes, bits.Bytes, known.Size(), IsBigEndian: false);
        return new FlatFrameSource(
            info, new(new Extent([]), new Extent(rows, columns)), known, [new(path, layout, 1)], options.Of<MapOptions>().Map);
    }

    // The height of the scanned field on the screen, in mm, over the magnification.
    private static IEnumerable<Axis> Axes(JeolRecords records, long columns)
    {
        if (records.Number("Instrument/ScanSize") is not (> 0 and var millimetres)
            || records.Number("Instrument/Mag") is not (> 0 and var magnification))
            yield break;
        var micrometres = millimetres * 1000 / magnification / columns;
        yield return new("detector row", micrometres, 0, "µm");
        yield return new("detector column", micrometres, 0, "µm");
    }

    private static IEnumerable<Fact> Facts(JeolRecords records)
    {
        if (records.Text("Image/Title") is { } title)
            yield return new("title", title);
        if (records.Text("Instrument/Name") is { } instrument)
            yield return new("instrument", instrument);
        if (records.Number("Instrument/AccV") is > 0 and var kilovolts)
            yield return new("high_tension", Number(kilovolts * 1000), "V");
        if (records.Number("Instrument/Mag") is > 0 and var magnification)
            yield return new("magnification", Number(magnification));
        if (records.Number("Map/DwellTime") is > 0 and var milliseconds)
            yield return new("dwell_time", Number(milliseconds / 1000), "s");
        if (records.Number("Image/Created") is > 0 and < 2_000_000 and var days)
            yield return new("data_collection_date", new DateTime(1899, 12, 30).AddDays(days).ToString("s", CultureInfo.InvariantCulture));
        if (records.Number("Instrument/ScanSize") is > 0)
            yield return new("pixel_size_origin", "scanned field over magnification, recorded in the file");
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
