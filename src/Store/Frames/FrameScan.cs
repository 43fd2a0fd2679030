using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// A scan in memory, frame after frame, as a source gives it: for frames so large that a block of scan positions
/// (<see cref="ScanBlockedCube"/>) would be.
/// </summary>
/// <remarks>
/// <para>A detector in large frames has long rows, and reading these is as fast as reading blocks. Frames lie in pieces of a few megabytes,
/// so that the last piece takes hardly more than its frames.</para>
/// <para>Any number of threads may read. Frames that are not there, or not recorded, are 0.</para>
/// </remarks>
public sealed class FrameScan : IHeldPieces
{
    private const long PieceBytes = 16 << 20;
    private readonly NativeSlabs _memory = new();
    private readonly ResidentLease _lease;
    private readonly Lock _gate = new();
    private readonly nint[] _pieces;

    private FrameScan(IFrameSource source)
    {
        _lease = new ResidentLease(nameof(FrameScan), _memory.Dispose);
        Info = source.Info;
        Shape = source.Shape;
        ElementType = source.ElementType;
        Validity = source.Validity;
        StoredFrameBytes = Shape.FrameElements * ElementType.Size();
        if (ElementType == ElementType.Object || StoredFrameBytes > Array.MaxLength)
            throw new ArgumentException(
                $"Frames of {Shape.Detector} {ElementType.Name()} cannot be kept in memory: only numbers of up to "
                + $"{Array.MaxLength:N0} bytes a frame can.",
                nameof(source));
        PieceFrames = (int)Math.Clamp(PieceBytes / Math.Max(StoredFrameBytes, 1), 1, 1 << 20);
        _pieces = new nint[(Shape.FrameCount + PieceFrames - 1) / PieceFrames];
    }

    /// <inheritdoc/>
    public SourceInfo Info { get; }

    /// <inheritdoc/>
    public DataShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public Validity Validity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <inheritdoc/>
    public bool GivesViews => true;

    /// <inheritdoc/>
    public long StoredFrameBytes { get; }

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.Frames;

    /// <inheritdoc/>
    public MemoryUse Memory => new(_memory.Used, _memory.Reserved);

    /// <inheritdoc/>
    public int PieceFrames { get; }

    /// <inheritdoc/>
    public int PieceCount => _pieces.Length;

    /// <inheritdoc/>
    public long LoadedFrames
    {
        get
        {
            lock (_gate)
                return Enumerable.Range(0, PieceCount).Where(number => _pieces[number] != 0).Sum(number => (long)FramesOf(number));
        }
    }

    /// <summary>Loads a scan: a run of the engine over all its frames.</summary>
    /// <param name="source">Where frames come from; it is not needed afterwards.</param>
    /// <param name="executor">Carries out the run. Null: on all cores.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; what was loaded is given back.</param>
    /// <exception cref="ArgumentException">A frame takes more than 2 GiB, or values are objects.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<FrameScan> LoadAsync(
        IFrameSource source, Executor? executor = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var scan = new FrameScan(source);
        try
        {
            await (executor ?? new CpuExecutor())
                .RunAsync(RunPlan.Create(source, [new Loader(scan)]), progress, cancellationToken).ConfigureAwait(false);
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
        return request.Form == TileForm.Pixels
            ? OpenReader(request, stored: null)
            : throw new ArgumentException($"Frames in memory are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
    }

    /// <summary>Gives the memory back: at once, or when the last reader is closed.</summary>
    public void Dispose() => _lease.Close();

    /// <summary>A scan without data.</summary>
    internal static FrameScan Empty(IFrameSource source) => new(source);

    bool IHeldPieces.Holds(int number) => _pieces[number] != 0;

    ITileReader IHeldPieces.OpenReader(TileRequest request, ITileReader? stored) => OpenReader(request, stored);

    Task IHeldPieces.LoadPiecesAsync(
        IFrameSource source, int[] numbers, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var mask = new bool[Shape.FrameCount];
        foreach (int number in numbers)
            mask.AsSpan(number * PieceFrames, FramesOf(number)).Fill(true);
        return new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [new Loader(this)], ScanSelection.FromMask(Shape.Scan, mask)), progress, cancellationToken);
    }

    void IHeldPieces.Drop(int number)
    {
        lock (_gate)
        {
            nint piece = _pieces[number];
            if (piece == 0)
                return;
            _pieces[number] = 0;
            _lease.WhenIdle(() => _memory.Return(piece, BytesOf(number)));
        }
    }

    /// <summary>Bytes of frames of one piece; empty: the piece is not there. The caller holds the lease.</summary>
    internal unsafe ReadOnlySpan<byte> Bytes(FrameRange frames)
    {
        var (number, first) = Math.DivRem(frames.Start, PieceFrames);
        nint piece = _pieces[number];
        return piece == 0 ? [] : new((byte*)piece + (first * StoredFrameBytes), checked((int)(frames.Count * StoredFrameBytes)));
    }

    private LeasedReader OpenReader(TileRequest request, ITileReader? stored) =>
        new(new FrameScanReader(this, request.MaxFrames, stored), _lease.Take());

    private int FramesOf(int number) => (int)Math.Min(PieceFrames, Shape.FrameCount - ((long)number * PieceFrames));

    private long BytesOf(int number) => FramesOf(number) * StoredFrameBytes;

    private unsafe void Put(in Tile tile)
    {
        for (int done = 0; done < tile.Frames.Count && StoredFrameBytes > 0;)
        {
            var (number, first) = Math.DivRem(tile.Frames.Start + done, PieceFrames);
            int count = (int)Math.Min(PieceFrames - first, tile.Frames.Count - done);
            long bytes = count * StoredFrameBytes;
            tile.Bytes()
                .Slice((int)(done * StoredFrameBytes), (int)bytes)
                .CopyTo(new((byte*)Piece((int)number) + (first * StoredFrameBytes), (int)bytes));
            done += count;
        }
    }

    // Several workers may fill one piece; frames of it that nobody recorded stay 0.
    private unsafe nint Piece(int number)
    {
        lock (_gate)
        {
            if (_pieces[number] == 0)
            {
                byte* piece = _memory.Allocate(BytesOf(number));
                System.Runtime.InteropServices.NativeMemory.Clear(piece, (nuint)BytesOf(number));
                _pieces[number] = (nint)piece;
            }

            return _pieces[number];
        }
    }

    private sealed class Loader(FrameScan scan) : Udf, IStackUdf
    {
        public override string Name => "load";

        public override UnmeasuredValues Unmeasured => UnmeasuredValues.Kept;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];

        public void ProcessStack(in Tile tile, UdfTask task) => scan.Put(tile);
    }
}
