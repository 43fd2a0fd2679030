using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.PnDetector;

/// <summary>Opens the frames of a measurement, or its dark frames.</summary>
/// <remarks>A stored row holds a row of the upper half of the detector, and behind it one of the lower half, which is turned by
/// 180°.</remarks>
internal static class Frms6Scan
{
    private const int MostFiles = 10_000;

    /// <param name="path">A file with frames, or the description of the measurement.</param>
    /// <param name="isMeasurement">Which of them.</param>
    /// <param name="options">The scan's shape, where nothing says it.</param>
    /// <exception cref="SourceException">A file is damaged or missing.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, bool isMeasurement, OpenOptions options)
    {
        var name = BaseOf(path);
        var measurement = isMeasurement ? Frms6Measurement.Read(path) : MeasurementOf(name, options);
        var isDark = !isMeasurement && Frms6File.NumberOf(path) == 0;
        var files = isDark || (!isMeasurement && Frms6File.NumberOf(path) is null) ? [Frms6File.Read(path)] : FilesOf(path, name, options);
        var first = files[0];
        foreach (var file in files.Where(file => (file.Rows, file.Columns) != (first.Rows, first.Columns)))
            throw new SourceException(
                file.Path,
                $"frames of {file.Rows}×{file.Columns}, but those of {Path.GetFileName(first.Path)} have {first.Rows}×{first.Columns}.");
        var frames = files.Sum(static file => file.Frames);
        if (frames == 0)
            throw new SourceException(first.Path, "the file ends within its first frame; it is truncated: copy it again.", 1024);
        var told = isDark ? new Extent(frames) : measurement?.Scan;
        var scan = ScanShape.Decide(frames, options.ScanShape, told, told?.Count);
        var dark = $"{name}_000{Frms6File.Extension}";
        return new FlatFrameSource(
            new SourceInfo("PNDetector FRMS6", path)
            {
                Files = [.. files.Select(static file => file.Path).Prepend(path).Distinct()],
                FilesBeside = measurement is not null && !isMeasurement ? [measurement.Path] : [],
                Facts = [.. measurement?.Facts ?? []],
                Notes =
                [
                    .. options.Remarks,
                    .. scan.Note is { } note ? [note] : (string[])[],
                    .. measurement is { Binning: > 1 and var rows }
                        ? [$"the detector added up {rows} rows: pixels are {rows} times as high as wide."]
                        : (string[])[],
                    .. files.Where(static file => file.Frames < file.Declared).Select(static file =>
                        $"{Path.GetFileName(file.Path)} is truncated: {file.Frames} of {file.Declared} frames are present."),
                    .. !isDark && File.Exists(dark)
                        ? [$"its dark frames are in {Path.GetFileName(dark)}, and are not subtracted: --dark subtracts them."]
                        : (string[])[],
                ],
                UnknownScanShape = scan.Unknown,
            },
            new(scan.Scan, new Extent(2L * first.Rows, first.Columns / 2)),
            ElementType.U16,
            [.. files.Select(static file => file.Flat)],
            decoder: new(first.FrameBytes, (stored, pixels) => Unfold(stored, pixels, first.Columns)));
    }

    private static void Unfold(ReadOnlySpan<byte> stored, Span<byte> pixels, int columns)
    {
        var half = columns / 2;
        var from = MemoryMarshal.Cast<byte, ushort>(stored);
        var to = MemoryMarshal.Cast<byte, ushort>(pixels);
        for (int at = 0, row = 0; at < from.Length; at += columns, row++)
        {
            from.Slice(at, half).CopyTo(to[(row * half)..]);
            var lower = to.Slice(to.Length - ((row + 1) * half), half);
            from.Slice(at + half, half).CopyTo(lower);
            lower.Reverse();
        }
    }

    private static IReadOnlyList<Frms6File> FilesOf(string path, string name, OpenOptions options)
    {
        try
        {
            Frms6File[] files =
            [
                .. Directory.EnumerateFiles(Path.GetDirectoryName(name)!, "*" + Frms6File.Extension)
                    .Where(file => BaseOf(file) == name && Frms6File.NumberOf(file) > 0 && options.MayRead?.Invoke(file) != false)
                    .Take(MostFiles)
                    .OrderBy(Frms6File.NumberOf)
                    .Select(Frms6File.Read),
            ];
            return files.Length > 0
                ? files
                : throw new SourceException(
                    path, $"its frames {Path.GetFileName(name)}_001{Frms6File.Extension}, … are not in the same folder: put them there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"its folder cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    private static Frms6Measurement? MeasurementOf(string name, OpenOptions options)
    {
        var path = name + Frms6Measurement.Extension;
        return File.Exists(path) && options.MayRead?.Invoke(path) != false ? Frms6Measurement.Read(path) : null;
    }

    // Full path without extension, and without the number of a file of frames.
    private static string BaseOf(string path)
    {
        var name = Path.ChangeExtension(Path.GetFullPath(path), null);
        return Frms6File.NumberOf(path) is null
            || Path.GetExtension(path).Equals(Frms6Measurement.Extension, StringComparison.OrdinalIgnoreCase)
            ? name
            : name[..name.LastIndexOf('_')];
    }
}
