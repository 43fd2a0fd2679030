using System.Globalization;

namespace Ronchi.Frames;

/// <summary>Counts in sentences: <c>1 frame</c>, <c>12,800 frames</c>.</summary>
public static class Counted
{
    /// <summary>A number and what it counts.</summary>
    /// <param name="count">The number.</param>
    /// <param name="thing">What is counted, in the singular, whose plural ends in s.</param>
    public static string Of(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");
}
