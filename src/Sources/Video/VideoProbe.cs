using System.Globalization;
using System.Text.Json;
using Ronchi.Frames;

namespace Ronchi.Sources.Video;

/// <summary>What a file says of its first video stream.</summary>
/// <param name="Columns">Width of a frame.</param>
/// <param name="Rows">Height of a frame.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="IsEstimated">Whether that is worked out from length and rate.</param>
/// <param name="Rate">Frames a second on average; 0: not said.</param>
/// <param name="IsUneven">Whether frames come at unequal times.</param>
/// <param name="PixelFormat">FFmpeg's name of the pixels.</param>
/// <param name="Codec">FFmpeg's name of the coding.</param>
internal sealed record VideoProbe(
    long Columns, long Rows, long Frames, bool IsEstimated, double Rate, bool IsUneven, string PixelFormat, string Codec)
{
    /// <summary>Larger files take long to walk over.</summary>
    public const long MostWalkedBytes = 64 << 20;

    private const double RateTolerance = 1e-3;

    /// <summary>Asks ffprobe.</summary>
    /// <exception cref="SourceException">It is not there, or the file is damaged or holds no video.</exception>
    public static VideoProbe Of(string path, VideoContainer container, long fileBytes)
    {
        string[] counting = !container.CountsFrames && fileBytes <= MostWalkedBytes ? ["-count_packets"] : [];
        var text = Ffmpeg.Output(
            "ffprobe",
            path,
            [
                "-v", "error", .. counting, "-select_streams", "v:0", "-show_entries",
                "stream=codec_name,width,height,pix_fmt,nb_frames,nb_read_packets,r_frame_rate,avg_frame_rate,duration:format=duration",
                "-of", "json", .. Ffmpeg.Input(path, container),
            ]);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (!json.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0)
                throw new SourceException(path, "this file holds no video stream.");
            var format = json.RootElement.TryGetProperty("format", out var found) ? found : default;
            return Read(path, streams[0], format);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SourceException(
                path, "ffprobe does not say what this video is: the file is damaged; copy it again.", offset: null, e);
        }
    }

    private static VideoProbe Read(string path, JsonElement stream, JsonElement format)
    {
        var (columns, rows) = (Whole(stream, "width"), Whole(stream, "height"));
        if (columns <= 0 || rows <= 0)
            throw new SourceException(path, "the video has no size: the file is damaged; copy it again.");
        var (rate, steady) = (Fraction(stream, "avg_frame_rate"), Fraction(stream, "r_frame_rate"));
        if (rate <= 0)
            rate = steady;
        var counted = Math.Max(Whole(stream, "nb_read_packets"), Whole(stream, "nb_frames"));
        var seconds = Math.Max(Real(stream, "duration"), Real(format, "duration"));
        // Headers of some files declare a rate that their frames do not keep.
        var isUneven = rate > 0 && steady > 0 && Math.Abs((rate / steady) - 1) > RateTolerance;
        if (counted > 1 && rate > 0 && seconds > 0 && Math.Abs((counted / rate) - seconds) > 2 / rate)
            (rate, isUneven) = (counted / seconds, true);
        var frames = counted > 0 ? counted : Math.Max((long)Math.Round(Math.Min(seconds * rate, int.MaxValue)), 1);
        return new(
            columns,
            rows,
            frames,
            counted <= 0,
            rate,
            isUneven,
            Text(stream, "pix_fmt") ?? "",
            Text(stream, "codec_name") ?? "unknown");
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static long Whole(JsonElement of, string name) =>
        long.TryParse(Text(of, name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static double Real(JsonElement of, string name) =>
        double.TryParse(Text(of, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : 0;

    private static double Fraction(JsonElement of, string name)
    {
        var parts = (Text(of, name) ?? "").Split('/');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var over)
            && double.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var under) && under > 0
            ? over / under
            : 0;
    }
}
