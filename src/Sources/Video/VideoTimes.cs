using System.Globalization;

namespace Ronchi.Sources.Video;

/// <summary>When the frames of a video are shown: by this they are found, also where they come at unequal times.</summary>
internal static class VideoTimes
{
    /// <summary>Walks over the packets of a file, without decoding them.</summary>
    /// <returns>Times in seconds, ascending, one for each frame.</returns>
    /// <exception cref="Ronchi.Frames.SourceException">The file is damaged.</exception>
    public static double[] Of(string path, VideoContainer container)
    {
        string[] whole = container.Demuxer == "mov" ? ["-ignore_editlist", "1"] : [];
        var text = Ffmpeg.Output(
            "ffprobe",
            path,
            [
                "-v", "error", .. whole, "-select_streams", "v:0", "-show_entries", "packet=pts_time,dts_time", "-of", "csv=p=0",
                .. Ffmpeg.Input(path, container),
            ]);
        var times = new List<double>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            foreach (var range in line.Split(','))
            {
                // The time of showing, or, where there is none, that of decoding.
                if (!double.TryParse(line[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var time))
                    continue;
                times.Add(time);
                break;
            }
        }

        times.Sort();
        return [.. times];
    }
}
