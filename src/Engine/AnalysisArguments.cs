using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a face was given for the parameters of an analysis.</summary>
/// <param name="values">Texts by parameter name; a parameter that was not given is absent.</param>
/// <param name="readWeights">Reads an array file as f64 with its shape, for parameters that name one.</param>
/// <param name="findDisk">Finds the bright-field disk in the data: row and column of its centre, and its radius, in pixels. Called only by an analysis that needs it.</param>
public sealed class AnalysisArguments(
    IReadOnlyDictionary<string, IReadOnlyList<string>> values,
    Func<string, (double[] Values, Extent Shape)> readWeights,
    Func<(double Row, double Column, double Radius)>? findDisk = null)
{
    private const double Furthest = 1e9;
    private readonly HashSet<string> _notes = [];

    /// <summary>The region of interest; null: the whole scan.</summary>
    public ScanSelection? Selection { get; init; }

    /// <summary>Begins a file for frames, by its name and by what is written for values that are no measurement (null: decided by the kind of file), and gives the UDF that fills it; null: the face cannot.</summary>
    public Func<string, string?, Udf>? BeginRecording { get; init; }

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers. Null: the face cannot.</summary>
    public Func<string, (System.Numerics.Complex[] Values, Extent Shape)?>? ReadComplex { get; init; }

    /// <summary>Sentences on arguments that were taken as they are but look wrong, for the face to show.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>The bright-field disk as the analysis took it: found in the data, with the centre or radius that was given in place of the one found. Null: nothing was looked for.</summary>
    public (double Row, double Column, double Radius)? UsedDisk { get; private set; }

    /// <summary>Whether the centre or the radius of <see cref="UsedDisk"/> was given.</summary>
    public bool IsDiskPartlyGiven { get; private set; }

    /// <summary>All texts given for a parameter, in order.</summary>
    public IReadOnlyList<string> All(string parameter) => values.TryGetValue(parameter, out var texts) ? texts : [];

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(string parameter) => All(parameter).Count > 0;

    /// <summary>The text given for a parameter, the last when there are several; null: none.</summary>
    public string? Text(string parameter) => All(parameter) is [.., var text] ? text : null;

    /// <summary>Whether <c>--compat libertem</c> was given.</summary>
    /// <exception cref="FormatException">Something else is to be followed.</exception>
    public bool IsLibertem() => Text("compat") switch
    {
        null => false,
        "libertem" => true,
        var text => throw new FormatException($"--compat: '{text}' is not known: expected libertem."),
    };

    /// <summary>The number given for a parameter; null: none.</summary>
    /// <exception cref="FormatException">The text is no finite number.</exception>
    public double? Number(string parameter) => Text(parameter) switch
    {
        null => null,
        var text when TryNumber(text, out var number) => number,
        var text => throw new FormatException($"--{parameter}: '{text}' is not a number: write it as in 12.5."),
    };

    /// <summary>The length given for a parameter, in detector pixels; null: none.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="data">Tells the unit of the detector axes: a length may be written in it, as in <c>12mrad</c>; see <see cref="AxisLength"/>.</param>
    /// <exception cref="FormatException">The text is no length of at least 0, or in a unit that does not fit the data.</exception>
    public double? Length(string parameter, DataDescription data)
    {
        if (Text(parameter) is not { } text)
            return null;
        var pixels = Named(parameter, () => AxisLength.Pixels(text, data.DetectorAxis(data.Shape.Detector.Rank - 1), data.Kilovolts));
        return pixels switch
        {
            < 0 => throw new FormatException($"--{parameter}: '{text}' is negative; lengths are at least 0."),
            > Furthest => throw new FormatException($"--{parameter}: '{text}' is too long; lengths are at most 1e9 pixels."),
            _ => pixels,
        };
    }

    /// <summary>The whole number given for a parameter; null: none.</summary>
    /// <exception cref="FormatException">The text is no whole number from <paramref name="smallest"/>.</exception>
    public int? Count(string parameter, int smallest = 1) => Number(parameter) switch
    {
        null => null,
        var number when number >= smallest && number <= int.MaxValue && Math.Floor(number.Value) == number => (int)number,
        _ => throw new FormatException($"--{parameter}: '{Text(parameter)}' is not a whole number from {smallest}."),
    };

    /// <summary>The position ROW,COL given for a parameter, in pixels; null: none.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="data">Tells the detector axes: each number may have a unit of its axis, counted from the axis' zero. Null: pixels only.</param>
    /// <exception cref="FormatException">The text is no pair of finite numbers, or has a unit that does not fit the data.</exception>
    public (double Row, double Column)? Position(string parameter, DataDescription? data = null) => Text(parameter) switch
    {
        null => null,
        var text when text.Split(',') is [var row, var column] => Inside(parameter, data, Named(parameter, () => (AxisLength.Place(row, data?.DetectorAxis(0), data?.Kilovolts), AxisLength.Place(column, data?.DetectorAxis(1), data?.Kilovolts)))),
        var text => throw new FormatException($"--{parameter}: '{text}' is not a position: expected ROW,COL, as in 95.5,96."),
    };

    /// <summary>Reads an array file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (double[] Values, Extent Shape) ReadWeights(string path) => readWeights(path);

    /// <summary>Centre and radius of the bright-field disk, found in the data, in pixels.</summary>
    /// <exception cref="ArgumentException">There is none, or the face cannot look for it.</exception>
    public (double Row, double Column, double Radius) FindDisk() =>
        FindDisk(center: null, radius: null);

    /// <summary>The bright-field disk, with what is not given found in the data.</summary>
    /// <param name="center">Its centre, in pixels; null: found.</param>
    /// <param name="radius">Its radius, in pixels; null: found.</param>
    /// <exception cref="ArgumentException">There is none, or the face cannot look for it.</exception>
    public (double Row, double Column, double Radius) FindDisk((double Row, double Column)? center, double? radius)
    {
        var found = Found();
        var disk = (center?.Row ?? found.Row, center?.Column ?? found.Column, radius ?? found.Radius);
        UsedDisk = disk;
        IsDiskPartlyGiven = center is not null || radius is not null;
        return disk;
    }

    private (double Row, double Column, double Radius) Found() =>
        findDisk?.Invoke() ?? throw new ArgumentException("The bright-field disk is not known here: give its centre and radius.");

    // Off the detector is possible, and nearly always a slip.
    private (double Row, double Column) Inside(string parameter, DataDescription? data, (double Row, double Column) position)
    {
        if (Math.Max(Math.Abs(position.Row), Math.Abs(position.Column)) > Furthest)
            throw new FormatException($"--{parameter}: '{Text(parameter)}' is too far away; positions are at most 1e9 pixels.");
        if (data is { Shape.Detector: { Rank: 2 } detector } && !(position.Row >= -0.5 && position.Row <= detector[0] - 0.5 && position.Column >= -0.5 && position.Column <= detector[1] - 0.5))
            _notes.Add($"--{parameter} {Text(parameter)} lies outside the detector of {detector} pixels");
        return position;
    }

    private static T Named<T>(string parameter, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new FormatException($"--{parameter}: {e.Message}.", e);
        }
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
