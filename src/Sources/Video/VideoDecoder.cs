using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Video;

/// <summary>
/// Gives frames of a video by their number. One ffmpeg decodes forward for all readers; the last frames are kept, so that readers that come
/// a little late find theirs. For several threads.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="container">Its kind.</param>
/// <param name="pixels">As what its pixels are read.</param>
/// <param name="frames">How many frames there should be.</param>
/// <param name="frameBytes">Bytes of a frame.</param>
internal sealed class VideoDecoder(string path, VideoContainer container, VideoPixels pixels, long frames, int frameBytes) : IDisposable
{
    private const long KeptBytes = 32 << 20;
    private readonly Lock _gate = new();
    private readonly byte[]?[] _kept = new byte[]?[Math.Clamp(KeptBytes / frameBytes, 2, 4096)];
    private readonly long[] _numbers = [.. Enumerable.Repeat(-1L, (int)Math.Clamp(KeptBytes / frameBytes, 2, 4096))];
    private readonly StringBuilder _words = new();
    private Process? _process;
    private double[]? _times;
    private long _next;

    // What was measured: seconds until a program that was started anew gave a frame, and for a frame that it gives after another.
    private double _startSeconds = 0.1;
    private double _frameSeconds = 0.001;

    /// <summary>Copies a frame.</summary>
    /// <exception cref="SourceException">The video ends before, or cannot be decoded.</exception>
    public void Copy(long frame, Span<byte> target)
    {
        lock (_gate)
        {
            var slot = (int)(frame % _kept.Length);
            if (_numbers[slot] != frame)
            {
                var start = StageMeter.Now;
                Reach(frame);
                StageMeter.WasDecoded(start);
            }

            _kept[slot].AsSpan(0, frameBytes).CopyTo(target);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            Stop();
    }

    // Forward frame by frame, or by a new start at the frame: whatever is sooner there.
    private void Reach(long frame)
    {
        if (_process is null || frame < _next || (frame - _next) * _frameSeconds > _startSeconds)
            Start(frame);
        while (_next <= frame)
            Read();
    }

    private void Read()
    {
        var slot = (int)(_next % _kept.Length);
        var buffer = _kept[slot] ??= GC.AllocateUninitializedArray<byte>(frameBytes);
        _numbers[slot] = -1;
        var start = Stopwatch.GetTimestamp();
        var read = _process!.StandardOutput.BaseStream.ReadAtLeast(buffer, frameBytes, throwOnEndOfStream: false);
        if (read < frameBytes)
        {
            _process.WaitForExit();
            var said = Ffmpeg.Said(_words);
            Stop();
            throw new SourceException(
                path,
                $"the video ends after {Counted.Of(_next, "frame")}, though there should be {frames} ({said}): it is cut off or damaged; "
                + $"--scan-shape {Math.Max(_next, 1)} reads those that are there.");
        }

        _frameSeconds = (0.9 * _frameSeconds) + (0.1 * Stopwatch.GetElapsedTime(start).TotalSeconds);
        _numbers[slot] = _next++;
    }

    private void Start(long frame)
    {
        Stop();
        var start = Stopwatch.GetTimestamp();
        string[] seek = frame == 0 ? [] : ["-ss", Time(frame).ToString("F6", CultureInfo.InvariantCulture)];
        string[] whole = container.Demuxer == "mov" ? ["-ignore_editlist", "1"] : [];
        _process = Ffmpeg.Start(
            "ffmpeg",
            path,
            [
                "-nostdin", "-v", "error", "-noautorotate", .. whole, .. seek, .. Ffmpeg.Input(path, container),
                "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixels.Name, "pipe:1",
            ],
            _words);
        _next = frame;
        Read();
        _startSeconds = (0.5 * _startSeconds) + (0.5 * Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private void Stop()
    {
        if (_process is null)
            return;
        Ffmpeg.Kill(_process);
        _process.Dispose();
        _process = null;
        lock (_words)
            _words.Clear();
    }

    // Between a frame and the one before, so that no rounding takes the wrong one.
    private double Time(long frame)
    {
        _times ??= VideoTimes.Of(path, container);
        if (frame >= _times.Length)
            throw new SourceException(
                path,
                $"the video ends after {Counted.Of(_times.Length, "frame")}, though there should be {frames}: --scan-shape {_times.Length} "
                + "reads those that are there.");
        return Math.Max((_times[frame - 1] + _times[frame]) / 2 - _times[0], 0);
    }
}
