using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>What an analysis knows when its UDF is made: the data, and what the face can do for it.</summary>
/// <param name="data">The data that it will run on.</param>
public sealed class AnalysisContext(DataDescription data)
{
    private readonly HashSet<string> _notes = [];

    /// <summary>The data.</summary>
    public DataDescription Data { get; } = data;

    /// <summary>The region of interest.</summary>
    public ScanSelection Selection { get => field ??= ScanSelection.All(Data.Shape.Scan); init; }

    /// <summary>How many positions of the region of interest were recorded.</summary>
    public long RecordedFrames => Selection.Recorded(Data.Validity).FrameCount;

    /// <summary>Finds the bright-field disk in the data: row and column of its centre, and its radius, in pixels. Called only for an analysis that needs it. Null: the face cannot.</summary>
    public Func<(double Row, double Column, double Radius)>? Search { get; init; }

    /// <summary>Reads an array file of real numbers as f64, with its shape. Null: the face cannot.</summary>
    public Func<string, (double[] Values, Extent Shape)>? Weights { get; init; }

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers. Null: the face cannot.</summary>
    public Func<string, (Complex[] Values, Extent Shape)?>? ComplexWeights { get; init; }

    /// <summary>Begins a file for frames, by its name and by what is written for values that are no measurement (null: decided by the kind of file), and gives the UDF that fills it; null: the face cannot.</summary>
    public Func<string, string?, Udf>? BeginRecording { get; init; }

    /// <summary>Sentences on values that were taken as they are but look wrong, for the face to show.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>The bright-field disk as the analysis took it: found in the data, with the centre or radius that was given in place of the one found. Null: nothing was looked for.</summary>
    public (double Row, double Column, double Radius)? UsedDisk { get; private set; }

    /// <summary>Whether the centre or the radius of <see cref="UsedDisk"/> was given.</summary>
    public bool IsDiskPartlyGiven { get; private set; }

    /// <summary>Adds a sentence to <see cref="Notes"/>.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Reads an array file of real numbers.</summary>
    /// <exception cref="ArgumentException">The face reads no files.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (double[] Values, Extent Shape) ReadWeights(FilePath path) => (Weights ?? throw NoFiles(path))(path.Path);

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (Complex[] Values, Extent Shape)? ReadComplex(FilePath path) => ComplexWeights?.Invoke(path.Path);

    /// <summary>The bright-field disk, with what is not given found in the data, in pixels.</summary>
    /// <param name="center">Its centre; null or <see cref="DetectorPosition.Auto"/>: found.</param>
    /// <param name="radius">Its radius; null: found.</param>
    /// <exception cref="ArgumentException">There is none, or the face cannot look for it.</exception>
    public (double Row, double Column, double Radius) Disk(DetectorPosition? center = null, DetectorLength? radius = null)
    {
        var given = center?.Pixels;
        if (given is { } known && radius is { } length)
            return (known.Row, known.Column, length.Pixels);
        var found = Search?.Invoke() ?? throw new ArgumentException("The bright-field disk is not known here: give its centre and radius.");
        var disk = (given?.Row ?? found.Row, given?.Column ?? found.Column, radius?.Pixels ?? found.Radius);
        UsedDisk = disk;
        IsDiskPartlyGiven = given is not null || radius is not null;
        return disk;
    }

    /// <summary>A centre: as given, or that of the bright-field disk.</summary>
    /// <param name="center">The centre; null or <see cref="DetectorPosition.Auto"/>: found.</param>
    /// <exception cref="ArgumentException">There is no disk, or the face cannot look for it.</exception>
    public (double Row, double Column) Center(DetectorPosition? center)
    {
        if (center?.Pixels is { } given)
            return given;
        var (row, column, _) = Disk();
        return (row, column);
    }

    private static ArgumentException NoFiles(FilePath path) => new($"{path}: files cannot be read from here.");
}
