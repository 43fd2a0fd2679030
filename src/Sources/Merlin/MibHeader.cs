using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>The header before each frame: text with commas between its fields, filled up with NUL.</summary>
/// <param name="Sequence">Number of the frame in the acquisition, from 1.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Chips">Chips of the detector.</param>
/// <param name="Width">Columns as they are stored.</param>
/// <param name="Height">Rows as they are stored.</param>
/// <param name="PixelType"><c>U08</c>, <c>U16</c>, <c>U32</c>, <c>U64</c>, or <c>R64</c> as the chips are read out.</param>
/// <param name="Layout">How chips lie: <c>1x1</c>, <c>2x2</c>, <c>2x2G</c> with the gap between them, …</param>
/// <param name="CounterBits">Bits of the counters; null: not said.</param>
internal sealed record MibHeader(
    long Sequence, int Bytes, int Chips, int Width, int Height, string PixelType, string Layout, int? CounterBits)
{
    /// <summary>Bytes in which every header says its own length.</summary>
    public const int LeastBytes = 48;

    private const int MostBytes = 1 << 16;

    /// <summary>When the frame was begun, in units of 100 ns; null: not said.</summary>
    public long? Ticks { get; private init; }

    /// <summary>How long it was exposed, in seconds; null: not said.</summary>
    public double? ExposureSeconds { get; private init; }

    /// <summary>Whether pixels are stored as chips are read out.</summary>
    public bool IsRaw => PixelType == "R64";

    /// <summary>Whether four chips lie as a square.</summary>
    public bool IsQuad => Layout.StartsWith("2x2", StringComparison.Ordinal);

    /// <summary>Whether frames with the other header look the same.</summary>
    public bool IsLike(MibHeader other) =>
        other with { Sequence = Sequence, Ticks = Ticks, ExposureSeconds = ExposureSeconds } == this;

    /// <summary>Reads the header of a frame.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    public static MibHeader Read(HeaderReader file, long offset)
    {
        var start = Encoding.Latin1.GetString(file.Bytes(offset, (int)Math.Clamp(file.Length - offset, 0, LeastBytes)));
        var fields = start.Split(',');
        if (fields is not ["MQ1", var number, var length, var chips, var width, var height, var type, var layout, ..])
            throw file.Fault(offset, "a header of a Merlin frame (MQ1,…) is expected here; the file is damaged or mixed: copy it again.");
        var bytes = Number(length, MostBytes);
        if (bytes < LeastBytes)
            throw Damaged("length", length);
        var text = file.Text(offset, bytes).Split(',', StringSplitOptions.TrimEntries);
        var times = Array.IndexOf(text, "MQ1A");
        return new(
            Number(number, int.MaxValue),
            bytes,
            Number(chips, 1024),
            Number(width, 1 << 20),
            Number(height, 1 << 20),
            type.Trim(),
            (text.ElementAtOrDefault(7) ?? layout).Trim(),
            CounterBitsOf(text))
        {
            Ticks = Time(times > 0 ? text.ElementAtOrDefault(times + 1) : text.ElementAtOrDefault(9)),
            ExposureSeconds = double.TryParse(
                text.ElementAtOrDefault(10), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                ? seconds
                : null,
        };

        int Number(string field, int most) =>
            int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
                ? value
                : throw Damaged("number", field);

        SourceException Damaged(string what, string field) =>
            file.Fault(offset, $"the header of a Merlin frame has the {what} '{field.Trim('\0')}'; the file is damaged: copy it again.");
    }

    // The last field that is one, wherever it stands: old programs write no list of settings.
    private static int? CounterBitsOf(string[] fields)
    {
        var last = fields.LastOrDefault(static field => field.Length > 0);
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is 1 or 6 or 12 or 24
            ? bits
            : null;
    }

    // 2021-05-07T16:51:10.905800928Z: the last digits are less than a tick.
    private static long? Time(string? text)
    {
        if (text is null)
            return null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var kept = point < 0 ? text.TrimEnd('Z') : text[..Math.Min(text.Length, point + 8)].TrimEnd('Z');
        return DateTime.TryParse(kept, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Ticks : null;
    }
}
