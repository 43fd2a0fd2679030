using System.Globalization;
using System.Text.RegularExpressions;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>The description that ImageJ and programs like it write: lines of <c>key=value</c> behind <c>ImageJ=version</c>.</summary>
internal static partial class ImageJWords
{
    /// <summary>Reads it.</summary>
    /// <param name="text">The description.</param>
    /// <param name="directory">The tags beside it.</param>
    /// <returns>Null: it is another one.</returns>
    public static TiffWords? Of(string text, TiffDirectory directory)
    {
        if (!text.StartsWith("ImageJ=", StringComparison.Ordinal))
            return null;
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                said.TryAdd(line[..equals].Trim(), Unescaped(line[(equals + 1)..].Trim()));
        }

        var unit = said.GetValueOrDefault("unit") is { } written && written is not ("inch" or "inches") ? LengthUnit.Normal(written) : null;
        var (scan, axes) = Stack(said, unit);
        return new()
        {
            Scan = scan,
            ScanAxes = [.. axes],
            IsInOnePiece = true,
            Pixel = Size(said, directory, unit),
            ValueUnit = said.GetValueOrDefault("vunit") is { Length: > 0 } ofValues && ofValues != "Gray Value" ? ofValues : null,
            Facts = unit is null ? [] : [new("pixel_size_origin", "ImageJ's description in the TIFF file")],
        };
    }

    private static (Extent? Scan, Axis[] Axes) Stack(Dictionary<string, string> said, string? unit)
    {
        var (frames, slices, channels) = (Count("frames"), Count("slices"), Count("channels"));
        var images = Count("images");
        if (images <= 1)
            return (null, []);
        // A line that Ronchi writes, for scans that are none of time, slices and channels.
        if (Extent.TryParse(said.GetValueOrDefault("scan"), out var scan) && scan.Count == images)
            return (scan, [.. ScanNames(scan.Rank, Time(said))]);
        if ((Int128)frames * slices * channels != images)
            return (new Extent(images), [new("image")]);
        var lengths = new List<long>();
        var axes = new List<Axis>();
        Add(frames, Time(said));
        Add(slices, Real(said, "spacing") is { } spacing and > 0 && unit is not null ? new("slice", spacing, 0, unit) : new("slice"));
        Add(channels, new("channel"));
        return (new Extent([.. lengths]), [.. axes]);

        long Count(string key) => long.TryParse(said.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < int.MaxValue ? count : 1;

        void Add(long length, Axis axis)
        {
            if (length <= 1)
                return;
            lengths.Add(length);
            axes.Add(axis);
        }
    }

    private static IEnumerable<Axis> ScanNames(int rank, Axis time) => rank == 1
        ? [time.IsCalibrated ? time : new("image")]
        : Enumerable.Range(0, rank).Select(axis => new Axis((rank - axis) switch
        {
            1 => "scan column",
            2 => "scan row",
            _ => $"axis {axis}",
        }));

    private static Axis Time(Dictionary<string, string> said)
    {
        var interval = Real(said, "finterval") ?? (Real(said, "fps") is { } rate and > 0 ? 1 / rate : null);
        return interval is { } step and > 0
            ? new("time", said.GetValueOrDefault("tunit") is "ms" or "msec" ? step / 1000 : step, 0, "s")
            : new("time");
    }

    private static (Axis Row, Axis Column)? Size(Dictionary<string, string> said, TiffDirectory directory, string? unit)
    {
        if (directory.Real(TiffTag.XResolution) is not (> 0 and var x) || directory.Real(TiffTag.YResolution) is not (> 0 and var y))
            return null;
        var (width, height) = (1 / x, 1 / y);
        return TiffWords.Sized(
            height, width, unit, -(Real(said, "yorigin") ?? 0) * height, -(Real(said, "xorigin") ?? 0) * width);
    }

    private static double? Real(Dictionary<string, string> said, string key) =>
        double.TryParse(said.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    private static string Unescaped(string text) => Escape().Replace(
        text,
        static match => ((char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\u(?<code>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
