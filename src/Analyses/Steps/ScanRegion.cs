using System.Globalization;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>
/// Some positions of a scan, as they are written: <c>rect:0,0,31,63</c>, other shapes of detectors, <c>list:FILE</c>, <c>mask:FILE.npy</c>.
/// </summary>
/// <param name="Text">What is written; places and radii may have a unit of the scan axes.</param>
[ParameterValue<ScanRegion>]
public readonly record struct ScanRegion(string Text) : IParameterValue<ScanRegion>
{
    /// <summary>The accepted syntax, for help texts and messages.</summary>
    public const string Grammar =
        "rect:ROW0,COL0,ROW1,COL1 | disk:ROW,COL,R | polygon:ROW,COL,ROW,COL,… | line:ROW0,COL0,ROW1,COL1 | list:FILE | mask:FILE.npy; of "
        + "a series, shapes end with @NUMBER for one member alone";

    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.ScanRegion;

    /// <inheritdoc/>
    public static string Form => "REGION";

    /// <summary>The same region in one member of a series alone.</summary>
    /// <param name="member">Its number, from 0: the flat index over the scan axes before the last two.</param>
    public ScanRegion OfMember(long member) => new(string.Create(CultureInfo.InvariantCulture, $"{Split(Text).Shape}@{member}"));

    /// <inheritdoc/>
    public static ScanRegion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return KindOf(text) is "rect" or "list" or "mask" or "disk" or "annulus" or "sector" or "polygon" or "line" or "point"
            && text[^1] != ':'
            ? new(text)
            : throw NoRegion(text);
    }

    /// <summary>The positions; of a series those of each member.</summary>
    /// <param name="context">The data, and what reads files.</param>
    /// <param name="parameter">Name of the parameter, for messages.</param>
    /// <exception cref="ParameterException">The text or the list does not follow the grammar.</exception>
    /// <exception cref="ArgumentException">The region does not fit the scan, or no file can be read.</exception>
    public ScanSelection Select(OperationContext context, string parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var scan = context.Data.Shape.Scan;
        var (shape, member) = Split(Text);
        var rest = shape[(shape.IndexOf(':', StringComparison.Ordinal) + 1)..];
        try
        {
            var selection = KindOf(Text) switch
            {
                "rect" when member is null && scan.Rank > 1 && Numbers(rest) is [var row0, var column0, var row1, var column1] =>
                    ScanSelection.Rectangle(scan, row0, column0, row1, column1),
                "list" => List(rest, context),
                "mask" => Mask(rest, context, parameter),
                _ => Shape(shape, member, context.Data),
            };
            return selection.FrameCount > 0
                ? selection
                : throw new ArgumentException($"--{parameter}: '{Text}' selects no position of the scan of {scan}.");
        }
        catch (FormatException e)
        {
            throw new ParameterException(parameter, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string KindOf(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? text[..colon] : "";

    private static FormatException NoRegion(string text) => new($"'{text}' is not a region: expected {Grammar}, as in rect:0,0,31,63.");

    // Names of files may hold any letter.
    private static (string Shape, long? Member) Split(string text)
    {
        if (KindOf(text) is "list" or "mask" || text.LastIndexOf('@') is not (>= 0 and var at))
            return (text, null);
        return (
            text[..at],
            long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var member)
                ? member
                : throw new FormatException($"'{text}' is not a region: behind @ stands the number of a member of a series, from 0."));
    }

    // As virtual detectors are written; of a series, of each member or of one.
    private ScanSelection Shape(string shape, long? member, DataDescription data)
    {
        var scan = data.Shape.Scan;
        var plane = ScanSelection.PlaneOf(scan);
        var members = plane.Count == 0 ? 0 : scan.Count / plane.Count;
        if (member >= members)
            throw new FormatException($"'{Text}': the scan of {scan} has {members} member{(members == 1 ? "" : "s")}, numbered from 0.");
        VirtualDetector detector;
        try
        {
            detector = VirtualDetectorText.ParseAll(
                [shape],
                static file => throw new FormatException($"'{file}' is a file; write mask:FILE.npy."),
                static () => default,
                PlaneAxes.OfScan(data))[0];
        }
        catch (FormatException e)
        {
            throw new FormatException(
                e.Message.Replace("is not a detector", "is not a region", StringComparison.Ordinal)
                    .Replace(VirtualDetectorText.Grammar, Grammar, StringComparison.Ordinal),
                e);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{Text}': {e.Message}", e);
        }

        // An empty region is told with the others.
        return ScanSelection.FromPlane(scan, detector.PixelsOn(plane), member);
    }

    private static ScanSelection List(string path, OperationContext context)
    {
        var scan = context.Data.Shape.Scan;
        var indices = new List<long>();
        var number = 0;
        foreach (var line in (context.Lines ?? throw new ArgumentException($"{path}: files cannot be read from here."))(path))
        {
            number++;
            var text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#')
                continue;
            if (Numbers(text.ToString()) is not { } position || position.Length != scan.Rank)
                throw new SourceException(
                    path,
                    $"line {number} is not a position in a scan of {scan}: expected {scan.Rank} whole "
                    + "numbers separated by commas, as in 12,40.");
            indices.Add(scan.IndexOf(position));
        }

        return ScanSelection.FromIndices(scan, [.. indices]);
    }

    private static ScanSelection Mask(string path, OperationContext context, string parameter)
    {
        var (marked, shape) = context.ReadMask(path);
        var scan = context.Data.Shape.Scan;
        return shape == scan
            ? ScanSelection.FromMask(scan, marked)
            : throw new ArgumentException($"--{parameter}: the mask {path} has shape {shape}, but the scan is {scan}.");
    }

    private static long[]? Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(
                parts[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return numbers;
    }
}
