using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>A scan in memory as [block of 64 scan positions][detector pixel][64 positions]: a virtual image reads only the pixels of its detector.</summary>
/// <remarks>
/// Values keep their type; a block of u16 whose measured values all fit into u8 is kept as u8, exactly. Pixels that the source masks hold no measurement and read as 0. The memory lies outside the garbage collector's
/// heap and goes back to the operating system when the cube is disposed. The cube is again a source, so that every UDF runs on it. Any number of threads may read.
/// </remarks>
public sealed class ScanBlockedCube : IFrameSource
{
    private readonly NativeSlabs _memory = new();
    private readonly CubeBlock[] _blocks;

    internal ScanBlockedCube(IFrameSource source)
    {
        Info = source.Info;
        Shape = source.Shape;
        ElementType = source.ElementType;
        Validity = source.Validity;
        _blocks = new CubeBlock[(Shape.FrameCount + BlockedSum.Frames - 1) / BlockedSum.Frames];
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
    public long StoredFrameBytes => Shape.FrameElements * ElementType.Size();

    /// <summary>Bytes that hold the scan.</summary>
    public long ResidentBytes => _memory.Used;

    /// <summary>Blocks that are kept in a narrower type than that of the source.</summary>
    public int NarrowedBlocks => _blocks.Count(static block => block.IsNarrow);

    /// <summary>Blocks of the scan.</summary>
    public int BlockCount => _blocks.Length;

    internal int Pixels => (int)Shape.FrameElements;

    internal NativeSlabs Memory => _memory;

    /// <summary>Loads a scan: a run of the engine over all its frames.</summary>
    /// <param name="source">Where frames come from; it is not needed afterwards.</param>
    /// <param name="executor">Carries out the run. Null: on all cores.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; what was loaded is given back.</param>
    /// <exception cref="ArgumentException">The values are complex, or frames are too large.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ScanBlockedCube> LoadAsync(IFrameSource source, Executor? executor = null, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var cube = new ScanBlockedCube(source);
        try
        {
            var plan = RunPlan.Create(source, [new CubeLoader(cube)], options: new RunOptions { TileFrames = BlockedSum.Frames, PartitionFrames = BlockedSum.Frames });
            await (executor ?? new CpuExecutor()).RunAsync(plan, progress, cancellationToken).ConfigureAwait(false);
            return cube;
        }
        catch
        {
            cube.Dispose();
            throw;
        }
    }

    /// <summary>The image of a virtual detector: Σ over its pixels for each scan position, flat. Masked pixels and "no data" values are left out.</summary>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
    /// <param name="detector">Its pixels.</param>
    /// <param name="cancellationToken">Checked once a block.</param>
    /// <exception cref="ArgumentException">The detector belongs to other frames, or <typeparamref name="TSum"/> is another type.</exception>
    public TSum[] VirtualImage<TSum>(PixelSet detector, CancellationToken cancellationToken = default)
        where TSum : unmanaged, INumber<TSum>
    {
        ArgumentNullException.ThrowIfNull(detector);
        if (detector.Pixels != Pixels)
            throw new ArgumentException($"A detector of {detector.Pixels} pixels does not fit frames of {Shape.Detector}.", nameof(detector));
        var counted = Validity.MaskedPixels is { } masked ? detector.Except(masked) : detector;
        var runs = PixelRun.Of(counted.Bits, Pixels);
        var image = new TSum[Shape.FrameCount];
        var work = new CubeImage<TSum>(this, runs, image);
        const int Share = 8;   // blocks that a thread takes at a time
        Parallel.For(0, (_blocks.Length + Share - 1) / Share, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, share =>
        {
            for (var block = share * Share; block < Math.Min((share + 1) * Share, _blocks.Length); block++)
                work.Compute(block);
        });
        return image;
    }

    /// <summary>One frame.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is another type, or there is no such position.</exception>
    public T[] Frame<T>(long position)
        where T : unmanaged, INumber<T>
    {
        var frame = new T[Pixels];
        CopyFrame<T>(position, frame);
        return frame;
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Form == TileForm.Pixels ? new CubeReader(this, request.MaxFrames) : throw new ArgumentException($"Resident data are read as {nameof(TileForm.Pixels)}, not {request.Form}.", nameof(request));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _memory.Dispose();

    internal void Put(long block, CubeBlock values) => _blocks[block] = values;

    internal CubeBlock Block(long block) => _memory.Reserved > 0 || Pixels == 0 ? _blocks[block] : throw new ObjectDisposedException(nameof(ScanBlockedCube));

    internal void CopyFrame<T>(long position, Span<T> frame)
        where T : unmanaged, INumber<T>
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new ArgumentException($"The values are {ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");
        if (position < 0 || position >= Shape.FrameCount)
            throw new ArgumentException($"Position {position} lies outside a scan of {Shape.Scan}.", nameof(position));
        var block = Block(position / BlockedSum.Frames);
        var inBlock = (int)(position % BlockedSum.Frames);
        if (block.IsEmpty)
        {
            frame.Clear();
        }
        else if (block.IsNarrow)
        {
            var values = block.Values<byte>(Pixels);
            for (var pixel = 0; pixel < frame.Length; pixel++)
                frame[pixel] = T.CreateTruncating(values[(pixel * BlockedSum.Frames) + inBlock]);
        }
        else
        {
            BlockTranspose.FromBlock<T>(block.Values<T>(Pixels), inBlock, frame);
        }
    }
}
