using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// A scan in memory of which only the pixels that are not 0 are kept, frame by frame in compressed sparse rows: smallest where few pixels
/// count anything.
/// </summary>
/// <remarks>Values are exact; masked pixels hold no measurement and read as 0. Any number of threads may read.</remarks>
public sealed class SparseScan : IResidentScan
{
    private const int MostPieceFrames = 256;
    private const long MostPieceBytes = 256 << 20;   // that a worker gathers, should no value be 0

    private readonly NativeSlabs _memory = new();
    private readonly ResidentLease _lease;
    private readonly SparsePiece?[] _pieces;
    private volatile bool _hasNoData;

    private SparseScan(IFrameSource source)
    {
        _lease = new ResidentLease(nameof(SparseScan), _memory.Dispose);
        Info = source.Info;
        Shape = source.Shape;
        ElementType = source.ElementType;
        Validity = source.Validity;
        if (ElementType.IsComplex() || ElementType is ElementType.Bool or ElementType.Object || Shape.FrameElements > MostPieceBytes)
            throw new ArgumentException(
                $"Frames of {Shape.Detector} {ElementType.Name()} cannot be kept sparse: only real values of "
                + $"up to {MostPieceBytes:N0} pixels can.",
                nameof(source));
        PieceFrames = (int)Math.Clamp(MostPieceBytes / Math.Max(Shape.FrameElements * BytesOfValue(ElementType), 1), 1, MostPieceFrames);
        _pieces = new SparsePiece?[(Shape.FrameCount + PieceFrames - 1) / PieceFrames];
    }

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.Sparse;

    /// <inheritdoc/>
    public MemoryUse Memory => new(_memory.Used, _memory.Reserved);

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    /// <remarks>When no value means "no data", all of them are measurements.</remarks>
    public Validity Validity { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Values that mean "no data" are only understood among pixels.</remarks>
    public IReadOnlyList<TileForm> Forms => Validity.MaximumIsNoData ? [TileForm.Pixels] : [TileForm.Sparse, TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameCount == 0 ? 0 : Math.Max(_memory.Used / Shape.FrameCount, 1);

    internal int PieceFrames { get; }

    /// <summary>Values that are kept.</summary>
    public long StoredValues => _pieces.Sum(static piece => piece is null ? 0L : piece.RowStarts[^1]);

    /// <summary>Bytes of a kept value: itself and the number of its pixel.</summary>
    public static int BytesOfValue(ElementType type) => sizeof(int) + type.Size();

    /// <summary>Loads a scan: a run of the engine over all its frames.</summary>
    /// <param name="source">Where frames come from; it is not needed afterwards.</param>
    /// <param name="executor">Carries out the run. Null: on all cores.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; what was loaded is given back.</param>
    /// <exception cref="ArgumentException">The values are complex or bool, or frames are too large.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<SparseScan> LoadAsync(
        IFrameSource source, Executor? executor = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var scan = new SparseScan(source);
        try
        {
            var plan = RunPlan.Create(source, [new SparseLoader(scan)], options: new RunOptions { PartitionFrames = scan.PieceFrames });
            await (executor ?? new CpuExecutor()).RunAsync(plan, progress, cancellationToken).ConfigureAwait(false);
            scan.Validity = scan.Validity with { MaximumIsNoData = scan.Validity.MaximumIsNoData && scan._hasNoData };
            return scan;
        }
        catch
        {
            scan.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Forms.Contains(request.Form)
            ? new LeasedReader(new SparsePieceReader(this, request), _lease.Take())
            : throw new ArgumentException(
                $"Sparse data are read as {string.Join(" or ", Forms)} here, not {request.Form}.", nameof(request));
    }

    /// <summary>Gives the memory back: at once, or when the last reader is closed.</summary>
    public void Dispose() => _lease.Close();

    internal SparsePiece? Piece(long number) => _pieces[number];

    internal unsafe void Put<T>(long first, List<int> rowStarts, ReadOnlySpan<int> columns, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (Validity.MaximumIsNoData && values.Contains(T.MaxValue))
            _hasNoData = true;
        var places = _memory.Allocate((long)columns.Length * sizeof(int));
        columns.CopyTo(new Span<int>(places, columns.Length));
        var numbers = _memory.Allocate((long)values.Length * sizeof(T));
        values.CopyTo(new Span<T>(numbers, values.Length));
        _pieces[first / PieceFrames] = new SparsePiece(first, [.. rowStarts], (nint)places, (nint)numbers, sizeof(T));
    }

    private sealed class SparseLoader(SparseScan scan) : Udf, IStackUdf, IPostprocessUdf
    {
        public override string Name => "load";

        public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];

        public override object CreateTaskData(DataDescription data, TileForm form) =>
            data.ElementType.Dispatch<StagingAction, SparseStaging>(new(scan));

        public void ProcessStack(in Tile tile, UdfTask task) => ((SparseStaging)task.TaskData!).Add(tile);

        public void Postprocess(UdfTask task) => ((SparseStaging)task.TaskData!).End();
    }

    private readonly struct StagingAction(SparseScan scan) : IElementTypeAction<SparseStaging>
    {
        public SparseStaging Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => new SparseStaging<T>(scan);
    }
}
