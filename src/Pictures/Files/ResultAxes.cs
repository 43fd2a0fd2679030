using System.Collections.Immutable;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>The axes of results: those of the scan or the detector, then those of each entry.</summary>
internal static class ResultAxes
{
    /// <summary>The axes of a scan.</summary>
    public static ImmutableArray<Axis> Scan(DataDescription data) =>
        Has(data) ? data.Axes[..data.Shape.Scan.Rank] : Plain("scan", data.Shape.Scan.Rank);

    /// <summary>The axes of a detector.</summary>
    public static ImmutableArray<Axis> Detector(DataDescription data) =>
        Has(data)
            ? data.Axes[data.Shape.Scan.Rank..]
            : data.Shape.Detector.Rank switch
            {
                1 => [new Axis("channel")],
                3 => [.. Plain("detector", 2), new Axis("color")],
                var rank => Plain("detector", rank),
            };

    /// <summary>Adds the axes behind them; these are counted, and have no unit.</summary>
    public static ImmutableArray<Axis> Complete(ImmutableArray<Axis> leading, ImmutableArray<string> names, int rank) =>
        [
            .. leading,
            .. Enumerable.Range(0, Math.Max(0, rank - leading.Length))
                .Select(axis => new Axis(axis < names.Length ? names[axis] : $"axis {leading.Length + axis}", Unit: ""))];

    private static bool Has(DataDescription data) => data.Axes.Length == data.Shape.Full.Rank;

    private static ImmutableArray<Axis> Plain(string room, int rank) =>
        [.. Enumerable.Range(0, rank).Select(axis => new Axis((rank - axis, rank) switch
        {
            (1, 1) => room,
            (1, _) => room + " column",
            (2, _) => room + " row",
            _ => "series",
        }))];
}
