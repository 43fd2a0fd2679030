using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>What the files of a series do not say.</summary>
public sealed record SeriesOptions
{
    /// <summary>A table with the time, tilt or focus of each member, lines of VALUE or FILE,VALUE. Null: what the files say.</summary>
    [Parameter("Time, tilt or focus of each member of a series: lines of VALUE or FILE,VALUE", Form = "FILE.csv")]
    public FilePath? SeriesValues { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<SeriesOptions>("--series-values is for a series (a folder or a pattern)");
}
