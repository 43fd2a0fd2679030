using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>
/// What only <see cref="TextFramesFormat"/> asks for. Each member is an option of every command that opens data, of HTTP and of the page.
/// </summary>
public sealed record TextFramesOptions
{
    [Parameter("What stands between the counts of a frame in text")]
    public TextSeparator Separator { get; init; }
}
