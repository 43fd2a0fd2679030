using System.Globalization;
using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>What an operation knows when its UDF or its stage is made: the data, and what the face can do for it.</summary>
/// <param name="data">The data that it will run on.</param>
public sealed class OperationContext(DataDescription data)
{
    private readonly HashSet<string> _notes = [];

    /// <summary>The data.</summary>
    public DataDescription Data { get; } = data;

    /// <summary>The region of interest.</summary>
    public ScanSelection Selection { get => field ??= ScanSelection.All(Data.Shape.Scan); init; }

    /// <summary>How many positions of the region of interest were recorded.</summary>
    public long RecordedFrames => Selection.Recorded(Data.Validity).FrameCount;

    /// <summary>
    /// Finds the bright-field disk in the data: row and column of its centre, and its radius, in pixels. Called only for an operation that
    /// needs it. Null: the face cannot.
    /// </summary>
    public Func<(double Row, double Column, double Radius)>? Search { get; init; }

    /// <summary>Reads an array file of real numbers as f64, with its shape. Null: the face cannot.</summary>
    public Func<string, (double[] Values, Extent Shape)>? Weights { get; init; }

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers. Null: the face cannot.</summary>
    public Func<string, (Complex[] Values, Extent Shape)?>? ComplexWeights { get; init; }

    /// <summary>
    /// Reads a file as one frame: an array, or the mean of the frames of a scan, with how many there were. Null: the face cannot.
    /// </summary>
    public Func<string, (double[] Values, Extent Shape, long Frames)>? MeanFrame { get; init; }

    /// <summary>Reads a text file line by line. Null: the face cannot.</summary>
    public Func<string, IEnumerable<string>>? Lines { get; init; }

    /// <summary>
    /// The smallest number of detector pixels a side that have to be summed for the data to fit in memory. Null: the face cannot tell.
    /// </summary>
    public Func<int>? ChooseDetectorBin { get; init; }

    /// <summary>
    /// Begins a file for frames, by its name and by what is written for values that are no measurement (null: decided by the kind of file),
    /// and gives the UDF that fills it; null: the face cannot.
    /// </summary>
    public Func<string, string?, Udf>? BeginRecording { get; init; }

    /// <summary>Sentences on values that were taken as they are but look wrong, for the face to show.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>
    /// The bright-field disk as the operation took it: found in the data, with the centre or radius that was given in place of the one
    /// found. Null: nothing was looked for.
    /// </summary>
    public (double Row, double Column, double Radius)? UsedDisk { get; private set; }

    /// <summary>Whether the centre or the radius of <see cref="UsedDisk"/> was given.</summary>
    public bool IsDiskPartlyGiven { get; private set; }

    /// <summary>Adds a sentence to <see cref="Notes"/>.</summary>
    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Notes which part of the region of interest lies behind the end of data that were followed: nobody knew before.</summary>
    /// <param name="growth">How the data came; null: they were there from the beginning.</param>
    /// <exception cref="ArgumentException">All of it does.</exception>
    public void NoteEnd(IGrowth? growth)
    {
        if (growth?.Now is { End: not null } now && Selection.BehindEnd(now.ScanOf(Selection.Scan)) is { } behind)
            Note(behind);
    }

    /// <summary>Reads an array file of real numbers.</summary>
    /// <exception cref="ArgumentException">The face reads no files.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (double[] Values, Extent Shape) ReadWeights(FilePath path) => (Weights ?? throw NoFiles(path.Path))(path.Path);

    /// <summary>Reads an array file of complex numbers; gives null for one of real numbers.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (Complex[] Values, Extent Shape)? ReadComplex(FilePath path) => ComplexWeights?.Invoke(path.Path);

    /// <summary>The values of an array that is a parameter, and its shape; a result is computed now, if it is not kept.</summary>
    /// <param name="input">The array. Of a result, values that are not valid are NaN.</param>
    /// <exception cref="ArgumentException">The face reads no files, or the result holds no real numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public (double[] Values, Extent Shape) Read(SignalInput input) 
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Array is { } array)
            return array;
        if (input.Result is null)
            return (Weights ?? throw NoFiles(input.Text))(input.Text);
        // An operation is made on a thread of the pool, as files are read there.
        var result = input.Result.ComputeAsync().GetAwaiter().GetResult();
        if (result.ElementType == ElementType.Object || result.ElementType.IsComplex())
            throw new ArgumentException($"'{result.Name}' holds no real numbers: it cannot be used here.");
        var values = result.ToDoubles();
        var valid = result.ValidMask();
        for (var i = 0; i < values.Length; i++)
        {
            if (!valid[i])
                values[i] = double.NaN;
        }

        return (values, result.Shape);
    }

    /// <summary>
    /// The values of a frame that is a parameter, its shape, and how many frames were averaged: an array is one, of the file of a scan it
    /// is the mean.
    /// </summary>
    /// <param name="input">The array. Of a result, values that are not valid are NaN.</param>
    /// <inheritdoc cref="Read(SignalInput)" path="/exception"/>
    public (double[] Values, Extent Shape, long Frames) ReadFrame(SignalInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Result is null && !input.IsArray)
            return (MeanFrame ?? throw NoFiles(input.Text))(input.Text);
        var (values, shape) = Read(input);
        return (values, shape, 1);
    }

    /// <summary>The entries that an array marks, those that are not 0, and its shape.</summary>
    /// <inheritdoc cref="Read(SignalInput)"/>
    /// <exception cref="SourceException">A value is neither 0 nor another finite number.</exception>
    public (bool[] Marked, Extent Shape) ReadMask(SignalInput input)
    {
        var (values, shape) = Read(input);
        var odd = Array.FindIndex(values, static value => !double.IsFinite(value));
        return odd < 0
            ? (Array.ConvertAll(values, static value => value != 0), shape)
            : throw new SourceException(
                input.Text,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the value at {string.Join(',', shape.PositionOf(odd))} is {values[odd]}, which marks nothing and "
                    + $"leaves nothing out: write 1 or 0 there."));
    }

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

    private static ArgumentException NoFiles(string path) => new($"{path}: files cannot be read from here.");
}
