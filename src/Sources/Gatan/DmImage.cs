using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>One of the images of a file: a picture, a stack, a spectrum, a scan.</summary>
/// <param name="Number">Its place in the file's list.</param>
/// <param name="Name">Its name; empty: it has none.</param>
/// <param name="Lengths">Lengths of its axes, the fastest first, as the format has them.</param>
/// <param name="Pixels">How its pixels are stored.</param>
/// <param name="Offset">Where they begin.</param>
/// <param name="Bytes">Bytes that are said to be there.</param>
/// <param name="Tags">All that is said of it.</param>
internal sealed record DmImage(
    int Number, string Name, Extent Lengths, DmPixels Pixels, long Offset, long Bytes, DmGroup Tags)
{
    private const long MostPixels = long.MaxValue / 16;   // of 16 bytes at most

    /// <summary>Number of pixels.</summary>
    public long Count => Lengths.Count;

    /// <summary>Name, shape and type, for messages.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number} '{Name}' ({new Extent([.. Lengths.Lengths.Reverse()])} {Pixels.Name})");

    /// <summary>Reads what the tags of an image say; null: it has no pixels, or they are of no known kind.</summary>
    /// <param name="number">Its place in the list.</param>
    /// <param name="tags">Its tags.</param>
    public static DmImage? Of(int number, DmGroup tags)
    {
        var data = tags.Group("ImageData");
        if (data.Find("Data") is not DmArray array
            || data.Number("DataType") is not { } dataType || DmPixels.Of(dataType, data.Number("PixelDepth")) is not { } pixels)
            return null;
        var lengths = new List<long>();
        var count = 1L;
        foreach (var (_, tag) in data.Group("Dimensions").Members)
        {
            if (tag is not DmNumber { Value: >= 1 and <= uint.MaxValue and var length } || count > MostPixels / (long)length)
                return null;
            lengths.Add((long)length);
            count *= (long)length;
        }

        if (lengths.Count is 0 or > 8)
            return null;
        return new(
            number, tags.Text("Name") ?? "", new Extent([.. lengths]), pixels, array.Offset, array.Count * array.ElementBytes, tags);
    }
}
