using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a face was given for the parameters of an analysis.</summary>
/// <param name="values">Texts by parameter name; a parameter that was not given is absent.</param>
/// <param name="readWeights">Reads an array file as f32 with its shape, for parameters that name one.</param>
/// <param name="findDisk">Finds the bright-field disk in the data: row and column of its centre, and its radius, in pixels. Called only by an analysis that needs it.</param>
public sealed class AnalysisArguments(
    IReadOnlyDictionary<string, IReadOnlyList<string>> values,
    Func<string, (float[] Values, Extent Shape)> readWeights,
    Func<(double Row, double Column, double Radius)>? findDisk = null)
{
    /// <summary>The region of interest; null: the whole scan.</summary>
    public ScanSelection? Selection { get; init; }

    /// <summary>Begins a file for frames, by its name, for analyses that write frames; null: the face cannot.</summary>
    public Func<string, IFrameSink>? CreateSink { get; init; }

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers. Null: the face cannot.</summary>
    public Func<string, (System.Numerics.Complex[] Values, Extent Shape)?>? ReadComplex { get; init; }

    /// <summary>All texts given for a parameter, in order.</summary>
    public IReadOnlyList<string> All(string parameter) => values.TryGetValue(parameter, out var texts) ? texts : [];

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(string parameter) => All(parameter).Count > 0;

    /// <summary>The text given for a parameter, the last when there are several; null: none.</summary>
    public string? Text(string parameter) => All(parameter) is [.., var text] ? text : null;

    /// <summary>The number given for a parameter; null: none.</summary>
    /// <exception cref="FormatException">The text is no finite number.</exception>
    public double? Number(string parameter) => Text(parameter) switch
    {
        null => null,
        var text when TryNumber(text, out var number) => number,
        var text => throw new FormatException($"--{parameter}: '{text}' is no number: write it as in 12.5."),
    };

    /// <summary>The length given for a parameter, in detector pixels; null: none.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="data">Tells the unit of the detector axes: a length may be written in it, as in <c>12mrad</c>.</param>
    /// <exception cref="FormatException">The text is no length of at least 0, or in a unit that the data do not have.</exception>
    public double? Length(string parameter, DataDescription data)
    {
        if (Text(parameter) is not { } text)
            return null;
        var split = text.AsSpan().IndexOfAnyExcept("0123456789.+-eE");
        var unit = split < 0 ? "px" : text[split..].Trim();
        if (!TryNumber(split < 0 ? text : text[..split], out var number) || number < 0)
            throw new FormatException($"--{parameter}: '{text}' is no length: write pixels as in 12.5, or a unit of the detector axes as in 12mrad.");
        if (unit == "px")
            return number;
        var axis = data.Axes.Length == data.Shape.Full.Rank && data.Shape.Detector.Rank > 0 ? data.Axes[^1] : null;
        return axis is { IsCalibrated: true, Scale: > 0 } && axis.Unit == unit
            ? number / axis.Scale
            : throw new FormatException($"--{parameter}: '{text}' is in {unit}, but the detector axes of these data are {(axis is { IsCalibrated: true } ? $"in {axis.Unit}" : "not calibrated")}: write pixels.");
    }

    /// <summary>The whole number given for a parameter; null: none.</summary>
    /// <exception cref="FormatException">The text is no whole number from <paramref name="smallest"/>.</exception>
    public int? Count(string parameter, int smallest = 1) => Number(parameter) switch
    {
        null => null,
        var number when number >= smallest && number <= int.MaxValue && Math.Floor(number.Value) == number => (int)number,
        _ => throw new FormatException($"--{parameter}: '{Text(parameter)}' is no whole number from {smallest}."),
    };

    /// <summary>The position ROW,COL given for a parameter; null: none.</summary>
    /// <exception cref="FormatException">The text is no pair of finite numbers.</exception>
    public (double Row, double Column)? Position(string parameter) => Text(parameter) switch
    {
        null => null,
        var text when text.Split(',') is [var row, var column] && TryNumber(row, out var r) && TryNumber(column, out var c) => (r, c),
        var text => throw new FormatException($"--{parameter}: '{text}' is no position: expected ROW,COL, as in 95.5,96."),
    };

    /// <summary>Reads an array file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (float[] Values, Extent Shape) ReadWeights(string path) => readWeights(path);

    /// <summary>Centre and radius of the bright-field disk, found in the data, in pixels.</summary>
    /// <exception cref="ArgumentException">There is none, or the face cannot look for it.</exception>
    public (double Row, double Column, double Radius) FindDisk() =>
        findDisk?.Invoke() ?? throw new ArgumentException("The bright-field disk is not known here: give its centre and radius.");

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
