using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>Finds the lines of a scan by the times of frames: from the last of a line to the first of the next it takes longer.</summary>
/// <remarks>Frames in between are not looked at: what lies behind a gap is late by it, so the first gap is found by bisection.</remarks>
internal sealed class ScanLines
{
    private const double LeastTicks = 20;          // 2 µs
    private const double LeastFraction = 5e-5;     // of the time from frame to frame
    private const int LinesChecked = 4;
    private readonly IReadOnlyList<MibFile> _files;
    private readonly long _frames;

    private ScanLines(IReadOnlyList<MibFile> files)
    {
        _files = files;
        _frames = files.Sum(static file => file.Frames);
    }

    /// <summary>Frames of a line; null: times do not tell lines, or not all of the same length.</summary>
    public static long? LengthIn(IReadOnlyList<MibFile> files) => new ScanLines(files).Length();

    // The first frame may be exposed longer, as the first of each line: begin with the second.
    private long? Length()
    {
        if (_frames < 4 || Time(1) is not { } begin)
            return null;
        var (known, period) = (2L, 0.0);
        for (; ; known = Math.Min(2 * known, _frames - 1))
        {
            if (Time(known) is not { } now || now <= begin)
                return null;
            var mean = (now - begin) / (double)(known - 1);
            if (period > 0 && IsLate(now, begin, known - 1, period))
                break;
            (period, var last) = (mean, known == _frames - 1);
            if (last)
                return null;
        }

        if (Gap(1, known, period) is not { } first)
            return null;
        var second = first + 2 < _frames ? Gap(first + 1, Math.Min(_frames - 1, (2 * first) + 2), period) : null;
        var length = second - first ?? first + 1;
        return length > 1 && _frames % length == 0 && (first + 1) % length <= 1
            && Enumerable.Range(1, LinesChecked).All(number => IsGap(number, first, length, period))
            ? length
            : null;
    }

    // The frame before the first gap between two frames; null: there is none.
    private long? Gap(long from, long to, double period)
    {
        if (Time(from) is not { } begin || Time(to) is not { } end || !IsLate(end, begin, to - from, period))
            return null;
        var (early, late) = (from, to);
        while (late - early > 1)
        {
            var middle = early + ((late - early) / 2);
            if (Time(middle) is not { } time)
                return null;
            if (IsLate(time, begin, middle - from, period))
                late = middle;
            else
                early = middle;
        }

        return early;
    }

    // Lines all over the scan, the last one among them.
    private bool IsGap(int number, long first, long length, double period)
    {
        var lines = (_frames - first - 2) / length;
        var before = first + (lines * number / LinesChecked * length);
        return Time(before) is { } early && Time(before + 1) is { } late && IsLate(late, early, 1, period)
            && Time(before - 1) is { } earlier && !IsLate(early, earlier, 1, period);
    }

    private static bool IsLate(long time, long begin, long frames, double period) =>
        time - begin - (frames * period) > Math.Max(LeastTicks, period * LeastFraction);

    private long? Time(long frame)
    {
        var file = 0;
        while (frame >= _files[file].Frames)
            frame -= _files[file++].Frames;
        using var reader = HeaderReader.Open(_files[file].Path);
        return MibHeader.Read(reader, frame * _files[file].Stride).Ticks;
    }
}
