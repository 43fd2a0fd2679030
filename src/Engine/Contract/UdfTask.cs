using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What one worker, or the merging side, holds for a UDF: buffers, task data, and where in the data it is.</summary>
/// <remarks>
/// A task belongs to one thread at a time. Whatever a UDF changes while it processes lies here or in its task data, never in the UDF
/// itself.
/// </remarks>
public sealed class UdfTask
{
    private readonly ResultBuffer[] _buffers;
    private readonly Dictionary<ResultBuffer, EntryCopy> _entries = [];
    private long[]? _coordinates;
    private PlacedBuffer?[]? _placed;

    internal UdfTask(
        DataDescription data, TileForm form, ScanSelection roi,
        ResultBuffer[] buffers, object? taskData, UdfMethod method = UdfMethod.Stack)
    {
        Data = data;
        Form = form;
        Roi = roi;
        _buffers = buffers;
        TaskData = taskData;
        Method = method;
        Region = DetectorRegion.Whole(data.Shape.Detector);
        Runs = roi.Runs;
    }

    /// <summary>The data set, with the type of values that this UDF sees; its shape is never influenced by a region of interest.</summary>
    public DataDescription Data { get; }

    /// <summary>The form of the tiles; it may differ between partitions.</summary>
    public TileForm Form { get; }

    /// <summary>In what portions the data come.</summary>
    public UdfMethod Method { get; }

    /// <summary>The selected scan positions.</summary>
    public ScanSelection Roi { get; internal set; }

    /// <summary>
    /// What computes: set by the engine for each worker, and never changed by a UDF. On the merging side a core of the processor.
    /// </summary>
    public DeviceClass Device => Accelerator is null ? DeviceClass.Cpu : DeviceClass.Accelerator;

    /// <summary>The accelerator of this worker; null on a core of the processor.</summary>
    public Accelerator? Accelerator { get; init; }

    /// <summary>Threads that the UDF may use by itself: 1 where the engine uses all cores, all cores under the inline executor.</summary>
    public int ThreadsPerWorker { get; internal set; } = 1;

    /// <summary>What <see cref="Udf.CreateTaskData"/> returned for this worker.</summary>
    public object? TaskData { get; internal set; }

    /// <summary>
    /// Scan positions of the current partition, or of all that is selected on the merging side: ascending runs of flat indices.
    /// </summary>
    public IReadOnlyList<FrameRange> Runs { get; internal set; }

    /// <summary>
    /// Flat scan indices of the current tile's frames, in the whole data set. Of a partition that has gaps: the first one, and how many
    /// frames there are; <see cref="Runs"/> has all.
    /// </summary>
    public FrameRange Frames { get; internal set; }

    /// <summary>The detector region of the current tile.</summary>
    public DetectorRegion Region { get; internal set; }

    /// <summary>The current tile's frames numbered among the selected ones, without gaps.</summary>
    public FrameRange Slice => new(Roi.NumberOf(Frames.Start), Frames.Count);

    /// <summary>
    /// The scan positions that went in, flat: in merging those before, in <see cref="Udf.GetResults"/> all so far. Empty while frames are
    /// processed.
    /// </summary>
    public ReadOnlySpan<bool> ValidScan => MergedScan;

    /// <summary>
    /// In <see cref="Udf.GetResults"/>: the positions that went in and whose frames hold a measurement, flat. A frame of nothing but masked
    /// pixels and "no data" values holds none.
    /// </summary>
    public ReadOnlySpan<bool> MeasuredScan => MeasuredPositions ?? MergedScan;

    /// <summary>
    /// In <see cref="Udf.GetResults"/>: the same for a result that is made of fewer pixels than the UDF reads
    /// (<see cref="BufferDeclaration.Support"/>).
    /// </summary>
    /// <param name="result">Name of the result.</param>
    public ReadOnlySpan<bool> MeasuredIn(string result) => MeasuredResults.TryGetValue(result, out var measured) ? measured : MeasuredScan;

    /// <summary>
    /// In <see cref="Udf.GetResults"/>: the same for one entry of a result (<see cref="BufferDeclaration.EntrySupports"/>).
    /// </summary>
    /// <param name="result">Name of the result.</param>
    /// <param name="entry">The entry along its first axis behind the scan's.</param>
    public ReadOnlySpan<bool> MeasuredIn(string result, int entry) => MeasuredEntry?.Invoke(result, entry) ?? MeasuredIn(result);

    /// <summary>
    /// Which values of a frame are measurements: one flag for each pixel of <see cref="Region"/>; false for masked pixels and "no data"
    /// values, which come as 0.
    /// </summary>
    /// <param name="frame">Number within the tile.</param>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The UDF gets stored values (<see cref="Udf.Unmeasured"/>), or no tile is being
    /// processed.</exception>
    public ReadOnlySpan<bool> Measured(int frame = 0) => RequirePlaces().Measured(Row + frame, Region);

    /// <summary>How many values of a frame are measurements: what a mean divides by.</summary>
    /// <inheritdoc cref="Measured"/>
    /// <returns>At most the pixels of <see cref="Region"/>.</returns>
    public int MeasuredCount(int frame = 0) => RequirePlaces().MeasuredCount(Row + frame, Region);

    /// <summary>A buffer, by its number in the UDF's declarations.</summary>
    public ResultBuffer this[int buffer] => _buffers[buffer];

    /// <summary>A buffer, by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public ResultBuffer this[string buffer] =>
        Array.Find(_buffers, candidate => candidate.Declaration.Name == buffer)
        ?? throw new ArgumentException(
            $"There is no buffer '{buffer}', only "
            + $"{string.Join(", ", _buffers.Select(static candidate => $"'{candidate.Declaration.Name}'"))}.",
            nameof(buffer));

    internal ReadOnlySpan<ResultBuffer> Buffers => _buffers;

    /// <summary>Whether a tile is being processed.</summary>
    internal bool IsAtFrames { get; set; }

    internal bool[]? MergedScan { get; set; }

    internal bool[]? MeasuredPositions { get; set; }

    internal Dictionary<string, bool[]> MeasuredResults { get; set; } = [];

    /// <summary>Positions at which an entry of a result is measured; null where it lacks no more than the result.</summary>
    internal Func<string, int, bool[]?>? MeasuredEntry { get; set; }

    /// <summary>Positions whose frames hold no measurement; null: such data have none.</summary>
    internal UnmeasuredPositions? Unmeasured { get; init; }

    /// <summary>"No data" values that were left out since the buffers were fresh.</summary>
    internal long NoData { get; set; }

    /// <summary>The current tile's first frame among those that were read together.</summary>
    internal int Row { get; set; }

    internal UnmeasuredPlaces? Places { get; set; }

    /// <summary>Whether the frames at hand are a partition with gaps.</summary>
    internal bool HasGaps => Method == UdfMethod.Partition && Runs.Count > 1;

    /// <summary>A frame of the tile holds no measurement.</summary>
    internal void MarkUnmeasured(int frame) => Unmeasured!.Mark(Position(frame));

    /// <summary>A frame of the tile holds no measurement for one of the results that are made of fewer pixels.</summary>
    internal void MarkUnmeasured(int frame, int part) => Unmeasured!.Mark(Position(frame), part);

    // Flat scan index of a frame of the tile.
    private long Position(int frame)
    {
        if (!HasGaps)
            return Frames.Start + frame;
        foreach (var run in Runs)
        {
            if (frame < run.Count)
                return run.Start + frame;
            frame -= run.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(frame));
    }

    private UnmeasuredPlaces RequirePlaces() => Places
        ?? throw new InvalidOperationException(
            $"Which values are measured is known while a tile is processed, to UDFs that do not override {nameof(Udf.Unmeasured)}.");

    /// <summary>The part of a buffer that belongs to the current tile; see <see cref="ResultBuffer.View{T}"/>.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> is not the type of the buffer.</exception>
    public Span<T> View<T>(int buffer)
        where T : unmanaged
        => _buffers[buffer].View<T>(this);

    /// <summary>
    /// The part of a buffer on the accelerator (<see cref="BufferDeclaration.Placement"/>) that belongs to the current tile: entries of its
    /// frames, or all of a detector or single buffer.
    /// </summary>
    /// <exception cref="InvalidOperationException">The buffer is not there now: it goes to the accelerator after preparation and comes back
    /// before the partition is finished.</exception>
    public DeviceView DeviceView(int buffer) => (_placed?[buffer] ?? throw PlacedBuffer.NotThere(_buffers[buffer])).View(this);

    /// <summary>
    /// The rows of a frame of the current tile in a vectors result (<see cref="BufferDeclaration.OfVectors"/>), to append to.
    /// </summary>
    /// <typeparam name="T">The .NET type of its columns.</typeparam>
    /// <param name="buffer">Number of the buffer in the UDF's declarations.</param>
    /// <param name="frame">Number of the frame within the tile.</param>
    /// <exception cref="InvalidOperationException">The buffer holds no rows, or no tile of whole frames is being processed.</exception>
    /// <exception cref="InvalidCastException">The columns are of another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tile has no such frame.</exception>
    public FrameRows<T> Rows<T>(int buffer, int frame = 0)
        where T : unmanaged
    {
        var declaration = _buffers[buffer].Declaration;
        if (_buffers[buffer].Rows is not { } rows)
            throw new InvalidOperationException(
                $"'{declaration.Name}' holds no rows: declare it with {nameof(BufferDeclaration)}.{nameof(BufferDeclaration.OfVectors)}.");
        if (ElementTypes.Of<T>() != rows.Layout.Type)
            throw new InvalidCastException(
                $"The columns of '{declaration.Name}' hold {rows.Layout.Type.Name()}, not {ElementTypes.NameOf(typeof(T))}.");
        if (!IsAtFrames || !Region.IsWhole)
            throw new InvalidOperationException(
                $"Rows of '{declaration.Name}' are appended while whole frames are processed, neither before nor after, nor for parts of "
                + "them.");
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Frames.Count);
        return new(rows, Position(frame));
    }

    /// <summary>
    /// In <see cref="Udf.GetResults"/>: what was appended to a vectors result, in scan order, of all positions that went in.
    /// </summary>
    /// <param name="buffer">Name of the buffer.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="InvalidOperationException">The buffer holds no rows.</exception>
    public Vectors Vectors(string buffer) => this[buffer].Rows?.Assemble(Data.Shape.Scan, MeasuredPositions ?? MergedScan)
        ?? throw new InvalidOperationException($"'{buffer}' holds no rows.");

    /// <summary>True scan coordinates of the current tile's frames: one index for each scan axis, frame after frame.</summary>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<long> Coordinates()
    {
        var scan = Data.Shape.Scan;
        var count = Frames.Count * scan.Rank;
        if (_coordinates is null || _coordinates.Length < count)
            _coordinates = new long[count];
        for (var i = 0; i < Frames.Count; i++)
        {
            var rest = Position(i);
            for (var axis = scan.Rank - 1; axis >= 0; axis--)
            {
                _coordinates[(i * scan.Rank) + axis] = rest % scan[axis];
                rest /= scan[axis];
            }
        }

        return _coordinates.AsSpan(0, count);
    }

    /// <summary>Fresh buffers: detector and single ones start again, scan ones are shared and stay.</summary>
    internal void Restart()
    {
        foreach (var buffer in _buffers)
        {
            if (!buffer.Declaration.IsShared)
                buffer.Restart();
            else
                buffer.Rows?.Clear();
        }

        NoData = 0;
    }

    /// <summary>Takes buffers to the accelerator.</summary>
    internal void Place()
    {
        if (Accelerator is null)
            return;
        _placed ??= Array.ConvertAll(
            _buffers,
            buffer => buffer.Declaration is { Placement: DeviceClass.Accelerator, Use: not BufferUse.ResultOnly }
                ? new PlacedBuffer(buffer, Accelerator)
                : null);
        foreach (var placed in _placed)
            placed?.Place(Runs);
    }

    /// <summary>Brings them back.</summary>
    internal void Fetch()
    {
        foreach (var placed in _placed ?? [])
            placed?.Fetch();
    }

    /// <summary>Gives their memory on the accelerator back.</summary>
    internal void Release()
    {
        foreach (var placed in _placed ?? [])
            placed?.Dispose();
    }

    /// <summary>
    /// A scan buffer's entries for the frames at hand, which have gaps: in one piece, written back by <see cref="Flush"/>.
    /// </summary>
    internal Span<T> EntriesOf<T>(ResultBuffer buffer)
        where T : unmanaged
    {
        if (!_entries.TryGetValue(buffer, out var copy))
            _entries[buffer] = copy = EntryCopy.Of<T>(buffer, Runs);
        return copy is EntryCopy<T> typed ? typed.Values : buffer.Span<T>();
    }

    internal void Flush()
    {
        foreach (var copy in _entries.Values)
            copy.Flush();
        _entries.Clear();
        foreach (var buffer in _buffers)
            buffer.Flush();
    }

    /// <summary>
    /// What was merged of a scan that had room for more positions than came, as of the scan that ends with the last line of which there is
    /// one: what a UDF makes of a position and its neighbours, or of the size of the scan, is as if nobody had left room.
    /// </summary>
    /// <param name="scan">The scan, with a shorter first axis.</param>
    internal UdfTask EndingWith(Extent scan)
    {
        var (data, count) = (Data with { Shape = Data.Shape with { Scan = scan }, Roi = Data.Roi?.EndingWith(scan) }, (int)scan.Count);
        var buffers = Array.ConvertAll(_buffers, buffer => buffer.EndingWith(Data.Shape.Scan, scan));
        return new(data, Form, Roi.EndingWith(scan), buffers, TaskData, Method)
        {
            MergedScan = MergedScan?[..count],
            MeasuredPositions = MeasuredPositions?[..count],
            MeasuredResults = MeasuredResults.ToDictionary(static pair => pair.Key, pair => pair.Value[..count]),
            MeasuredEntry = (result, entry) => MeasuredEntry?.Invoke(result, entry)?[..count],
            ThreadsPerWorker = ThreadsPerWorker,
        };
    }

    internal UdfTask Copy() => new(Data, Form, Roi, Array.ConvertAll(_buffers, static buffer => buffer.Copy()), taskData: null, Method)
    {
        MergedScan = (bool[]?)MergedScan?.Clone(),
        MeasuredPositions = (bool[]?)MeasuredPositions?.Clone(),
        MeasuredResults = MeasuredResults,   // made anew for each look
        MeasuredEntry = MeasuredEntry,
        ThreadsPerWorker = ThreadsPerWorker,
    };
}
