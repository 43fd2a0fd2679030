using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>
/// A scan in memory as [block of 128 scan positions][detector pixel][128 positions]: a virtual image reads only the pixels of its detector.
/// </summary>
/// <remarks>
/// <para>Values keep their type; a block whose measured values all fit into a narrower unsigned type (u32 → u16 → u8) is kept in that,
/// exactly. Pixels that the source masks hold no measurement and read as 0. The memory lies outside the garbage collector's heap and goes
/// back to the operating system when the cube is disposed, at once.</para>
/// <para>The cube is again a source, so that every UDF runs on it. Any number of threads may read. While it is loading, blocks that are not
/// there yet count as 0.</para>
/// </remarks>
public sealed partial class ScanBlockedCube : IHeldPieces
{
    private const long MostFrameBytes = 2 << 20;   // each worker fills a block, which takes that times 128

    private readonly NativeSlabs _memory = new();
    private readonly ResidentLease _lease;
    private readonly CubeBlock?[] _blocks;
    private readonly CancellationTokenSource _loading = new();
    private long _loadedFrames;

    private ScanBlockedCube(IFrameSource source, CubeOptions options)
    {
        _lease = new ResidentLease(nameof(ScanBlockedCube), _memory.Dispose);
        Info = source.Info;
        Shape = source.Shape;
        ElementType = source.ElementType;
        Validity = source.Validity;
        _blocks = new CubeBlock[(Shape.FrameCount + BlockLayout.Frames - 1) / BlockLayout.Frames];
        if (!Takes(Shape, ElementType))
            throw new ArgumentException(
                $"Frames of {Shape.Detector} {ElementType.Name()} cannot be kept in memory as blocks: only real values of up to 2 MB a "
                + "frame can. Keep larger frames as frames.",
                nameof(source));
        _rings = options.RingCenter is { } center ? CubeRings.For(this, center) : null;
        _facts = ElementType.Dispatch<FactsAction, CubeFacts>(new(this, options.RingCenter is not null));
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
    public IReadOnlyList<TileForm> Forms => [TileForm.Blocked, TileForm.Pixels];

    /// <inheritdoc/>
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.ScanBlocked;

    /// <inheritdoc/>
    public MemoryUse Memory => new(_memory.Used, _memory.Reserved);

    /// <summary>Ends when the scan is loaded, or could not be.</summary>
    public Task Loaded { get; private set; } = Task.CompletedTask;

    /// <summary>Scan positions that are there.</summary>
    public long LoadedFrames => Interlocked.Read(ref _loadedFrames);

    /// <summary>Blocks that are kept in a narrower type than that of the source.</summary>
    public int NarrowedBlocks => _blocks.Count(block => block is not null && block.Type != ElementType);

    /// <summary>Blocks of the scan.</summary>
    public int BlockCount => _blocks.Length;

    /// <inheritdoc/>
    public int PieceFrames => BlockLayout.Frames;

    /// <inheritdoc/>
    public int PieceCount => _blocks.Length;

    internal int Pixels => (int)Shape.FrameElements;

    internal NativeSlabs Slabs => _memory;

    /// <summary>
    /// Begins to load a scan: a run of the engine over all its frames. The cube can be used at once, for the part that is there.
    /// </summary>
    /// <param name="source">Where frames come from; it is needed until <see cref="Loaded"/> ends.</param>
    /// <param name="options">What is prepared meanwhile. Null: nothing.</param>
    /// <param name="executor">Carries out the run. Null: on all cores.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="ArgumentException">The values are complex or bool, or frames are too large.</exception>
    public static ScanBlockedCube Start(
        IFrameSource source, CubeOptions? options = null, Executor? executor = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var cube = new ScanBlockedCube(source, options ?? CubeOptions.Plain);
        try
        {
            var plan = RunPlan.Create(
                source,
                [new CubeLoader(cube)],
                options: new RunOptions { TileFrames = BlockLayout.Lanes, PartitionFrames = BlockLayout.Frames });
            cube.Loaded = cube.LoadAsync(plan, executor ?? new CpuExecutor(), progress, cancellationToken);
            return cube;
        }
        catch
        {
            cube.Dispose();
            throw;
        }
    }

    /// <summary>Loads a scan.</summary>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="SourceException">The data could not be read; what was loaded is given back.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was loaded is given back.</exception>
    public static async Task<ScanBlockedCube> LoadAsync(
        IFrameSource source, CubeOptions? options = null, Executor? executor = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var cube = Start(source, options, executor, progress, cancellationToken);
        try
        {
            await cube.Loaded.ConfigureAwait(false);
            return cube;
        }
        catch
        {
            cube.Dispose();
            throw;
        }
    }

    /// <summary>One frame.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type, or there is no such position.</exception>
    public T[] Frame<T>(long position)
        where T : unmanaged, INumber<T>
    {
        if (position < 0 || position >= Shape.FrameCount)
            throw new ArgumentException($"Position {position} lies outside a scan of {Shape.Scan}.", nameof(position));
        using var lease = _lease.Take();
        var frame = new T[Pixels];
        CopyFrames<T>(_blocks[position / BlockLayout.Frames], new(position, 1), frame);
        return frame;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => form == TileForm.Blocked ? [TileForm.Pixels] : [];

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Form switch
        {
            TileForm.Blocked => new LeasedReader(new CubeBlockReader(this, request.MaxFrames), _lease.Take()),
            TileForm.Pixels => OpenReader(request, stored: null),
            _ =>
                throw new ArgumentException(
                    $"Resident data are read as {string.Join(" or ", Forms)}, not {request.Form}.", nameof(request)),
        };
    }

    /// <summary>Whether frames are kept as blocks: real values, and a block of 128 frames of at most 256 MiB.</summary>
    public static bool Takes(DataShape shape, ElementType type) =>
        !type.IsComplex() && type is not (ElementType.Bool or ElementType.Object) && shape.FrameElements * type.Size() <= MostFrameBytes;

    ITileReader IHeldPieces.OpenReader(TileRequest request, ITileReader? stored) => OpenReader(request, stored);

    private LeasedReader OpenReader(TileRequest request, ITileReader? stored) =>
        new(new CubeReader(this, request.MaxFrames, stored), _lease.Take());

    /// <summary>Ends loading and gives the memory back: at once, or when the last one who reads has ended.</summary>
    public void Dispose()
    {
        _loading.Cancel();
        // A failure was for those who wait for the data.
        Loaded.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        _lease.Close();
    }

    /// <summary>A cube without data.</summary>
    internal static ScanBlockedCube Empty(IFrameSource source) => new(source, CubeOptions.Plain);

    bool IHeldPieces.Holds(int number) => _blocks[number] is not null;

    Task IHeldPieces.LoadPiecesAsync(
        IFrameSource source, int[] numbers, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        var mask = new bool[Shape.FrameCount];
        foreach (int number in numbers)
            mask.AsSpan(number * BlockLayout.Frames, FramesOf(number)).Fill(true);
        var plan = RunPlan.Create(
            source,
            [new CubeLoader(this)],
            ScanSelection.FromMask(Shape.Scan, mask),
            new RunOptions { TileFrames = BlockLayout.Lanes, PartitionFrames = BlockLayout.Frames });
        return new CpuExecutor().RunAsync(plan, progress, cancellationToken);
    }

    void IHeldPieces.Drop(int number)
    {
        if (_blocks[number] is not { } block)
            return;
        _blocks[number] = null;
        Interlocked.Add(ref _loadedFrames, -FramesOf(number));
        _lease.WhenIdle(() => _memory.Return(block.Address, block.Bytes(Pixels)));
    }

    internal void Put(long number, CubeBlock block)
    {
        _blocks[number] = block;
        Interlocked.Add(ref _loadedFrames, FramesOf(number));
    }

    private int FramesOf(long number) => (int)Math.Min(BlockLayout.Frames, Shape.FrameCount - (number * BlockLayout.Frames));

    internal ResidentLease.Part Lease() => _lease.Take();

    internal CubeBlock? Block(long number) => _blocks[number];

    /// <summary>Copies frames of one block; the caller holds the lease.</summary>
    internal void CopyFrames<T>(CubeBlock? block, FrameRange frames, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new ArgumentException($"The values are {ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");
        int first = (int)(frames.Start % BlockLayout.Frames);
        if (block is null)
            values.Clear();
        else if (block.Type == ElementType)
            BlockTranspose.FromBlock<T, T>(block.Values<T>(Pixels), first, frames.Count, values);
        else if (block.Type == ElementType.U8)
            BlockTranspose.FromBlock<byte, T>(block.Values<byte>(Pixels), first, frames.Count, values);
        else
            BlockTranspose.FromBlock<ushort, T>(block.Values<ushort>(Pixels), first, frames.Count, values);
        var noData = ElementType switch
        {
            ElementType.F32 => T.CreateSaturating(float.MaxValue),
            ElementType.F64 => T.CreateSaturating(double.MaxValue),
            var type when type.IsUnsigned() => T.CreateSaturating(type.Maximum()),
            _ => T.Zero,
        };
        foreach (int place in block?.NoData ?? [])
        {
            var (pixel, frame) = Math.DivRem(place, BlockLayout.Frames);
            if (frame >= first && frame < first + frames.Count)
                values[((frame - first) * Pixels) + pixel] = noData;
        }
    }

    private async Task LoadAsync(RunPlan plan, Executor executor, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _loading.Token);
        await executor.RunAsync(plan, progress, either.Token).ConfigureAwait(false);
        for (long number = 0; number < _blocks.Length; number++)
        {
            if (_blocks[number] is not null)
                continue;
            _rings?.Clear(number);   // nothing was recorded there
            Interlocked.Add(ref _loadedFrames, FramesOf(number));
        }
    }
}
