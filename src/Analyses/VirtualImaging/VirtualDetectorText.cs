using System.Globalization;
using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>The text form of virtual detectors: <c>[NAME=]disk:ROW,COL,R</c> and its kin.</summary>
public static class VirtualDetectorText
{
    /// <summary>The accepted syntax, for help texts and messages.</summary>
    public const string Grammar =
        "[NAME=]bf | abf | adf | laadf | haadf | disk:ROW,COL,R | annulus:ROW,COL,R0,R1 | rect:ROW0,COL0,ROW1,COL1 | "
            + "point:ROW,COL | sector:ROW,COL,R0,R1,FROM,TO | polygon:ROW,COL,ROW,COL,… | line:ROW0,COL0,ROW1,COL1 | "
            + "segments:ROW,COL,R0,R1,RINGS,SECTORS | range:FROM,TO | FILE.npy";

    private const string SegmentsPrefix = "segments:";

    /// <summary>
    /// Reads detectors; those without a name get that of their shape, numbered when there are several; a single one makes
    /// <see cref="VirtualImage.Result"/>.
    /// </summary>
    /// <param name="texts">What was written.</param>
    /// <param name="readWeights">Reads a weights file; called for texts that end in <c>.npy</c>.</param>
    /// <param name="findDisk">Finds the bright-field disk; called for the names of <see cref="CustomaryDetector"/>.</param>
    /// <param name="axes">Axes of the plane: numbers may have a unit, as in <c>disk:64,62,4.6mrad</c>; see <see cref="AxisLength"/>. Null:
    /// pixels only.</param>
    /// <exception cref="FormatException">A text does not follow the grammar, or has a unit that does not fit; the message shows what was
    /// expected.</exception>
    /// <exception cref="ArgumentException">The numbers make no detector, or two detectors have one name.</exception>
    public static IReadOnlyList<VirtualDetector> ParseAll(
        IReadOnlyList<string> texts, Func<string, VirtualDetector> readWeights, Func<BrightFieldDisk> findDisk, PlaneAxes? axes = null)
    {
        var detectors = new List<VirtualDetector>();
        foreach (var text in texts)
        {
            var (name, rest) = SplitName(text);
            if (Segments(rest, axes) is { } segments)
            {
                detectors.AddRange(segments.Select(segment => segment.Named(
                    Unused(name is null ? segment.Name : segment.Name.Replace("segment", name, StringComparison.Ordinal), detectors))));
                continue;
            }

            var detector = rest.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)
                ? readWeights(rest)
                : VirtualDetector.Preset(rest, findDisk) ?? ParseShape(rest, text, axes);
            detector = detector.Named(name ?? Unused(detector.Name, detectors));
            if (detectors.Exists(other => other.Name == detector.Name))
                throw new ArgumentException($"Two detectors are called '{detector.Name}': give them different names.");
            detectors.Add(detector);
        }

        return detectors is [var only] && texts is [var text0] && SplitName(text0).Name is null
            && !IsPreset(text0) && !text0.StartsWith(SegmentsPrefix, StringComparison.Ordinal)
            ? [only.Named(VirtualImage.Result)]
            : detectors;
    }

    // Their names say what they are.
    private static bool IsPreset(string text) => CustomaryDetector.Find(text) is not null;

    private static (string? Name, string Shape) SplitName(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return (null, text);
        var name = text[..equals];
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new FormatException($"'{name}' is not a name for a detector: use letters, digits, '_' and '-', as in bf=disk:96,96,30.");
        return (name, text[(equals + 1)..]);
    }

    private static VirtualDetector ParseShape(string shape, string text, PlaneAxes? axes)
    {
        var colon = shape.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? "" : shape[..colon];
        var numbers = colon < 0 ? [] : Numbers(kind, shape[(colon + 1)..], text, axes);
        return (kind, numbers) switch
        {
            ("disk", [var row, var column, var radius]) => VirtualDetector.Disk(row, column, radius),
            ("annulus", [var row, var column, var inner, var outer]) => VirtualDetector.Annulus(row, column, inner, outer),
            ("sector", [var row, var column, var inner, var outer, var from, var to]) =>
                VirtualDetector.Sector(row, column, inner, outer, from, to),
            ("polygon", { Length: >= 6 } corners) when corners.Length % 2 == 0 =>
                VirtualDetector.Polygon([.. corners.Chunk(2).Select(static corner => (corner[0], corner[1]))]),
            ("line", [var row0, var column0, var row1, var column1]) => VirtualDetector.Line(row0, column0, row1, column1),
            ("rect", [var row0, var column0, var row1, var column1]) => VirtualDetector.Rectangle(row0, column0, row1, column1),
            ("range", [var from, var to]) => VirtualDetector.Range(from, to),
            ("point", [var row, var column]) when row == (int)row && column == (int)column => VirtualDetector.Point((int)row, (int)column),
            _ => throw new FormatException($"'{text}' is not a detector: expected {Grammar}, as in disk:96,96,30."),
        };
    }

    // One text, several detectors.
    private static IReadOnlyList<VirtualDetector>? Segments(string shape, PlaneAxes? axes) =>
        shape.StartsWith(SegmentsPrefix, StringComparison.Ordinal)
            && Numbers(
                "segments",
                shape[SegmentsPrefix.Length..],
                shape,
                axes) is [var row, var column, var inner, var outer, var rings, var sectors]
            && rings == (int)rings && sectors == (int)sectors
            ? VirtualDetector.Segments(row, column, inner, outer, (int)rings, (int)sectors)
            : null;

    // Places and lengths may have units; angles and numbers of segments have none.
    private static double[] Numbers(string kind, string numbers, string text, PlaneAxes? axes)
    {
        if (kind == "range")
            return Range(numbers, text, axes);
        var parts = numbers.Split(',');
        var values = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var isRound = kind is "disk" or "annulus" or "sector" or "segments";
            if (double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                continue;
            if (axes is null || (isRound && i >= 4)
                || !char.IsAsciiDigit(parts[i].AsSpan().TrimStart("+-. ") is [var first, ..] ? first : ' '))
                return [];
            try
            {
                values[i] = isRound && i >= 2
                    ? AxisLength.Pixels(parts[i], axes.Column, axes.Kilovolts)
                    : AxisLength.Place(parts[i], i % 2 == 0 ? axes.Row : axes.Column, axes.Kilovolts);
            }
            catch (FormatException e)
            {
                throw new FormatException($"'{text}' is not a detector: {e.Message}.", e);
            }
        }

        return values;
    }

    private static double[] Range(string ends, string text, PlaneAxes? axes)
    {
        try
        {
            var (from, to) = AxisRange.Parse(ends).Along(axes?.Column, axes?.Kilovolts).Channels;
            return [from, to];
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{text}' is not a detector: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static string Unused(string name, List<VirtualDetector> taken)
    {
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            if (!taken.Exists(other => other.Name == candidate))
                return candidate;
        }
    }
}
