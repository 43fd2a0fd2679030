using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Fuzz.Targets;

/// <summary>
/// Files of one format, opened as a user would, of which the first, the middle and the last frame are read. Seeds are those of the corpus,
/// and recorded files where they are at hand (RONCHI_TESTDATA).
/// </summary>
internal sealed class FormatTarget : IFuzzTarget
{
    private const int LargestSeed = 300 << 10;
    private const long LargestFrame = 64 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("ronchi-fuzz-").FullName;
    private readonly string _file;

    /// <param name="name">Name of the target, and of the folder of recorded files.</param>
    /// <param name="file">Name that its files get.</param>
    public FormatTarget(string name, string file)
    {
        Name = name;
        _file = Path.Combine(_folder, file);
        var recorded = Path.Combine(Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? "../shared/data", "formats", name);
        Seeds = Directory.Exists(recorded)
            ? [.. Directory.EnumerateFiles(recorded, "*" + Path.GetExtension(file), SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Where(static path => new FileInfo(path).Length is > 0 and <= LargestSeed)
                .Select(File.ReadAllBytes)]
            : [];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; }

    /// <inheritdoc/>
    public int HeadBytes => 1024;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<byte> input, ref FuzzRandom random)
    {
        using (var file = File.Create(_file))
            file.Write(input);
        try
        {
            using var source = SourceOpener.Open(_file);
            Check(source);
            if (source.StoredFrameBytes > LargestFrame || source.Shape.FrameElements * source.ElementType.Size() > LargestFrame)
                return;
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 2));
            foreach (var range in source.Validity.Recorded(source.Shape.FrameCount).Where(static range => range.Count > 0).Take(3))
                Read(source, reader, [range.Start, range.Start + (range.Count / 2), range.End - 1]);
        }
        catch (SourceException)
        {
            // Refused in words, as it should be.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Check(IFrameSource source)
    {
        var axes = source.Info.Axes.Length;
        if (axes != 0 && axes != source.Shape.Scan.Rank + source.Shape.Detector.Rank)
            throw new InvalidOperationException($"{axes} axes are calibrated of {source.Shape}.");
        if (source.Info.Axes.Any(static axis => !double.IsFinite(axis.Scale) || !double.IsFinite(axis.Offset) || axis.Scale == 0))
            throw new InvalidOperationException($"An axis has no finite step: {string.Join(", ", source.Info.Axes)}.");
        if (source.Validity.RecordedCount(source.Shape.FrameCount) == 0)
            throw new InvalidOperationException("A scan without a frame was opened.");
    }

    private static void Read(IFrameSource source, ITileReader reader, long[] frames)
    {
        var bytes = source.Shape.FrameElements * source.ElementType.Size();
        foreach (var frame in frames)
        {
            reader.Seek(new(frame, 1));
            if (!reader.TryRead(out var tile) || tile.Frames != new FrameRange(frame, 1) || tile.Pixels<byte>().Length != bytes)
                throw new InvalidOperationException($"Frame {frame} of {source.Shape} was not given.");
        }
    }
}
