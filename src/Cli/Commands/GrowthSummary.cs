using System.Globalization;
using System.Text.Json;
using Ronchi.Frames;

namespace Ronchi.Cli.Commands;

/// <summary>Says behind a run over data that another program wrote which frames never came, and why the data ended.</summary>
internal static class GrowthSummary
{
    /// <summary>A sentence without a full stop; null: there is nothing to say.</summary>
    /// <param name="arrivals">What came; null: the data were there from the beginning.</param>
    public static string? Line(Arrivals? arrivals)
    {
        if (arrivals?.OfData is not { End: { } end } now || (end.Reason is null && now.Lost.IsEmpty))
            return null;
        var lost = now.Lost.IsEmpty
            ? "ended"
            : string.Create(
                CultureInfo.InvariantCulture, $"lost: {now.Lost.Count:N0} of {Counted.Of(now.Total ?? 0, "frame")} never came; ")
                + "their positions are unmeasured";
        return $"{lost}{(end.Reason is { } reason ? $"; {reason.TrimEnd('.')}" : "")}";
    }

    /// <summary>Writes <c>lost_frames</c> and <c>ended</c>; nothing of data that were there from the beginning.</summary>
    /// <param name="writer">Stands in an object.</param>
    /// <param name="arrivals">What came.</param>
    public static void Write(Utf8JsonWriter writer, Arrivals? arrivals)
    {
        if (arrivals?.OfData is not { End: { } end } now)
            return;
        writer.WriteNumber("lost_frames", now.Lost.Count);
        writer.WriteString("ended", end.Reason);
    }
}
