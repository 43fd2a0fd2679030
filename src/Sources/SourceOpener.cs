using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>Opens any file of a known format, told by its content, and series of such files.</summary>
public static class SourceOpener
{
    /// <summary>Opens a file with the first format that recognises it; a folder or a pattern as a series.</summary>
    /// <exception cref="SourceException">No format recognises the file (the message names each and why not), or the one that does cannot open it.</exception>
    /// <exception cref="ArgumentException">The options do not fit the data.</exception>
    public static IFrameSource Open(string path, OpenOptions? options = null)
    {
        options ??= OpenOptions.None;
        return KnownFormats.IsSeries(path) ? KnownFormats.OpenSeries(path, options, OpenFile) : OpenFile(path, options);
    }

    private static IFrameSource OpenFile(string path, OpenOptions options)
    {
        var head = FileHead.Read(path);
        if (KnownFormats.All.FirstOrDefault(format => format.IsAskedFor(options)) is { } asked)
            return asked.Open(head.Path, options);
        if (head.Length == 0)
            throw new SourceException(path, "the file is empty.");
        var refusals = new StringBuilder();
        foreach (var format in KnownFormats.All)
        {
            if (format.WhyNot(head) is not { } why)
                return format.Open(head.Path, options);
            refusals.Append(refusals.Length == 0 ? "" : "; ").Append("not ").Append(format.Name).Append(" because ").Append(why);
        }

        throw new SourceException(path, $"this is no file that Ronchi reads: {refusals}.");
    }
}
