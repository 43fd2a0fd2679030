using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;

namespace SamplePlugin;

/// <summary>
/// A format: frames as text. The first line is <c>frames-as-text</c>, the second has the four lengths (scan rows and columns, detector rows
/// and columns), then come the counts.
/// </summary>
public sealed class TextFramesFormat : SourceFormat
{
    private const string Mark = "frames-as-text";
    private static readonly char[] Gaps = [' ', '\t', '\r', '\n'];

    public override string Name => "frames as text";

    // None of the options that only some formats use.
    public override SourceOptions Uses => SourceOptions.None;

    public override IReadOnlyList<FormatOptions> Options => [FormatOptions.Of<TextFramesOptions>()];

    public override bool Recognizes(FileHead file) => file.Has("frames-as-text"u8);

    public override IFrameSource Open(string path, OpenOptions options)
    {
        var text = File.ReadAllText(path)[Mark.Length..];
        var words = text.Split(Between(options.Of<TextFramesOptions>()), StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4)
            throw new SourceException(path, "its second line does not have four lengths, as in '8 8 16 16'.");
        var lengths = Array.ConvertAll(words[..4], word => Number<int>(path, word));
        var shape = new DataShape(options.ScanShape ?? new Extent(lengths[0], lengths[1]), new Extent(lengths[2], lengths[3]));
        var counts = Array.ConvertAll(words[4..], word => Number<ushort>(path, word));
        return counts.Length == shape.Full.Count
            ? new ArraySource<ushort>(counts, shape)
            {
                Info = new SourceInfo(Name, path) { Files = [path], StoredBytes = new FileInfo(path).Length },
            }
            : throw new SourceException(path, $"it holds {counts.Length} counts, but {shape.Full} were announced.");
    }

    private static char[] Between(TextFramesOptions options) => options.Separator switch
    {
        TextSeparator.Comma => [',', .. Gaps],
        TextSeparator.Semicolon => [';', .. Gaps],
        _ => Gaps,
    };

    private static T Number<T>(string path, string word)
        where T : ISpanParsable<T> =>
        T.TryParse(word, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SourceException(path, $"'{word}' is not a number of counts.");
}
