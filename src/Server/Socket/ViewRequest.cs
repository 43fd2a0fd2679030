using System.Globalization;
using Ronchi.Server.Http;
using Ronchi.Signals.Nodes;

namespace Ronchi.Server;

/// <summary>Values that are asked for, over HTTP or a WebSocket alike (docs/protocol.md).</summary>
/// <param name="Type">image, frame, pattern, com, dpc, map or result.</param>
internal sealed record ViewRequest(string Type)
{
    private const string OverScan = "one for each scan position", OverDetector = "one for each pixel", TwoImages = "two images: towards the rows, towards the columns";

    private static readonly RequestParameter Series = new("member", "Which of a series");
    private static readonly RequestParameter[] Turning = [new("rotation", "Rotation from detector to scan in degrees, clockwise"), new("flip", "true: the detector rows run against the scan rows")];

    /// <summary>What may be asked for.</summary>
    public static readonly string[] Types = ["image", "frame", "pattern", "com", "dpc", "map", "result"];

    /// <summary>What one of them asks and how it is answered.</summary>
    public static RequestDescription DescriptionOf(string type) => type switch
    {
        "image" => Values("The image of a virtual detector, or of two together", OverScan, new("detector", "As in commands: disk:96,96,30, bf, …", IsRequired: true), new("with", "A second detector"), new("as", "mean, difference or ratio of the two"), Series),
        "com" => Values("The centre of mass of each frame, relative to the mean over the scan", TwoImages, [new("detector", "The region to use (default: the whole frame)"), .. Turning, Series]),
        "dpc" => Values("The signal of a four-quadrant detector: differences of opposite quadrants divided by the sum", TwoImages, [new("ring", "Row, column, inner and outer radius", IsRequired: true), .. Turning, Series]),
        "map" => Values("A number for each frame", OverScan, new("name", "sum, max or std"), Series),
        "result" => Values("A result of the running analysis, so far", "one for each scan position or pixel", new("name", "Which; the state lists them", IsRequired: true), Series),
        "frame" => Values("One frame", OverDetector, new RequestParameter("position", "Its scan position, as in 12,34", IsRequired: true)),
        _ => Values("The pattern of a scan region", OverDetector, new("region", "Its positions, as in rect:0,0,31,31, disk:…, polygon:… or line:…", IsRequired: true), new("reduce", "mean, sum or max"), Series),
    };

    /// <summary>The detector of an image, or the region of a centre of mass.</summary>
    public string? Detector { get; private init; }

    /// <summary>The second detector of two.</summary>
    public string? With { get; private init; }

    /// <summary>How two are combined.</summary>
    public string As { get; private init; } = "mean";

    /// <summary>Scan position of a frame.</summary>
    public long[] Position { get; private init; } = [];

    /// <summary>Scan region of a pattern.</summary>
    public string? Region { get; private init; }

    /// <summary>How its frames become one.</summary>
    public PatternReduction Reduce { get; private init; }

    /// <summary>Which number of each frame a map shows.</summary>
    public FrameStatistic Statistic { get; private init; }

    /// <summary>A result of the analysis that runs.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Row, column, inner and outer radius of a segmented detector.</summary>
    public double[] Ring { get; private init; } = [];

    /// <summary>Degrees by which directions are turned from the detector to the scan.</summary>
    public double Rotation { get; private init; }

    /// <summary>Whether the detector's rows run against the scan's.</summary>
    public bool IsFlipped { get; private init; }

    /// <summary>Member of a series.</summary>
    public long Member { get; private init; }

    /// <summary>Reads a request.</summary>
    /// <param name="type">What is asked for.</param>
    /// <param name="text">Gives its parameters as texts; null: not there.</param>
    /// <exception cref="FormatException">A parameter is missing, or makes no sense.</exception>
    public static ViewRequest Parse(string type, Func<string, string?> text) => type switch
    {
        "image" => new(type) { Detector = Needed(text, "detector", "which pixels are summed, as in disk:96,96,30"), With = text("with"), As = text("as") ?? "mean", Member = Number(text, "member") },
        "com" => new(type) { Detector = text("detector"), Rotation = Degrees(text), IsFlipped = text("flip") is "true", Member = Number(text, "member") },
        "dpc" => new(type) { Ring = Reals(Needed(text, "ring", "centre and radii of the quadrants, as in 96,96,0,30"), "ring", "row, column, inner and outer radius", 4), Rotation = Degrees(text), IsFlipped = text("flip") is "true", Member = Number(text, "member") },
        "map" => new(type) { Statistic = Choice(text, "name", FrameStatistic.Sum), Member = Number(text, "member") },
        "result" => new(type) { Name = Needed(text, "name", "which result of the analysis"), Member = Number(text, "member") },
        "frame" => new(type) { Position = Numbers(Needed(text, "position", "which frame, as in 12,40"), "position") },
        "pattern" => new(type) { Region = Needed(text, "region", "which scan positions, as in rect:0,0,31,31"), Reduce = Choice(text, "reduce", PatternReduction.Mean), Member = Number(text, "member") },
        _ => throw new FormatException($"'{type}' is not a request for values: expected {string.Join(", ", Types)}."),
    };

    private static RequestDescription Values(string summary, string values, params RequestParameter[] query) => new(summary, $"Values: a header of 64 bytes, then {values}") { Parameters = query, IsJson = false };

    private static string Needed(Func<string, string?> text, string name, string says) => text(name) ?? throw new FormatException($"\"{name}\" says {says}.");

    private static TChoice Choice<TChoice>(Func<string, string?> text, string name, TChoice fallback)
        where TChoice : struct, Enum
    {
        if (text(name) is not { } given)
            return fallback;
        foreach (var value in Enum.GetValues<TChoice>())
        {
            if (string.Equals(value.ToString(), given, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new FormatException($"\"{name}\" is one of {string.Join(", ", Enum.GetNames<TChoice>()).ToLowerInvariant()}; '{given}' is not.");
    }

    private static long Number(Func<string, string?> text, string name) => text(name) is { } given ? Numbers(given, name) is [var only] ? only : throw new FormatException($"\"{name}\" is a whole number.") : 0;

    private static double Degrees(Func<string, string?> text) => text("rotation") is { } given ? Reals(given, "rotation", "degrees", 1)[0] : 0;

    /// <summary>Reads so many numbers.</summary>
    /// <exception cref="FormatException">They are others.</exception>
    public static double[] Reals(string text, string name, string says, int count)
    {
        double[] numbers = [.. text.Split(',').Select(static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers.Length == count && numbers.All(double.IsFinite) ? numbers : throw new FormatException($"\"{name}\" is {says}: {(count == 1 ? "a number" : $"{count} numbers")}; '{text}' is not.");
    }

    private static long[] Numbers(string text, string name)
    {
        string[] parts = text.Length == 0 ? [] : text.Split(',');   // a single frame has no position
        var numbers = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 8 || !long.TryParse(parts[i], NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out numbers[i]))
                throw new FormatException($"\"{name}\" is a list of whole numbers.");
        }

        return numbers;
    }
}
