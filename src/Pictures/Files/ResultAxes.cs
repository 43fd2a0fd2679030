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

    /// <summary>The axes of entries for some positions; where an entry is a frame, with those of the detector.</summary>
    /// <param name="data">The data.</param>
    /// <param name="positions">The positions: they are counted, for they may begin anywhere in the scan.</param>
    /// <param name="shape">Of all entries.</param>
    public static ImmutableArray<Axis> Frames(DataDescription data, ScanSelection positions, Extent shape)
    {
        var rank = positions.Shape.Rank;
        var names = rank == data.Shape.Scan.Rank ? Scan(data).Select(static axis => axis.Name) : Enumerable.Repeat("position", rank);
        return
        [
            .. names.Select(static name => new Axis(name, Unit: "")),
            .. shape == positions.Shape.Append(data.Shape.Detector) ? Detector(data) : [],
        ];
    }

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
