using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Store;

/// <summary>
/// A scan of which as many blocks are in memory as may be; the others are read from where they are stored whenever they are needed.
/// </summary>
/// <remarks>
/// Blocks that are asked for come into memory, in place of those that were asked for longest ago. Passes over the whole scan change
/// nothing: they would only drive out what is used.
/// </remarks>
public sealed class PartialScan : IResidentScan
{
    private readonly IFrameSource _source;
    private readonly IHeldPieces _held;
    private readonly LinkedList<int> _recent = [];
    private readonly LinkedListNode<int>?[] _nodes;
    private readonly int _most;
    private readonly SemaphoreSlim _gate = new(1);

    private PartialScan(IFrameSource source, long budget)
    {
        _source = source;
        _held = ScanBlockedCube.Takes(source.Shape, source.ElementType) ? ScanBlockedCube.Empty(source) : FrameScan.Empty(source);
        _nodes = new LinkedListNode<int>[_held.PieceCount];
        _most = (int)Math.Clamp(budget / Math.Max(_held.StoredFrameBytes * _held.PieceFrames, 1), 1, Math.Max(_held.PieceCount, 1));
    }

    /// <summary>The part that is in memory; it counts the rest as 0.</summary>
    public IHeldPieces Resident => _held;

    /// <inheritdoc/>
    public ResidenceForm Form => ResidenceForm.Partial;

    /// <inheritdoc/>
    public MemoryUse Memory => Resident.Memory;

    /// <inheritdoc/>
    public SourceInfo Info => _source.Info;

    /// <inheritdoc/>
    public DataShape Shape => _source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => _source.ElementType;

    /// <inheritdoc/>
    public Validity Validity => _source.Validity;

    /// <inheritdoc/>
    /// <remarks>
    /// Those of the source: passes in other forms than pixels read it, which costs less than making these forms from what is in memory.
    /// </remarks>
    public IReadOnlyList<TileForm> Forms => _source.Forms;

    /// <inheritdoc/>
    public long StoredFrameBytes => _source.StoredFrameBytes;

    /// <summary>Where the rest is read from.</summary>
    public IFrameSource Source => _source;

    /// <summary>Loads the beginning of a scan, as much as may be.</summary>
    /// <param name="source">Owned by the result, and disposed with it.</param>
    /// <param name="budget">Bytes that the data may take; one piece, a block of 128 frames or, of frames above 2 MiB, one of 16 MB or a
    /// frame, they always take.</param>
    /// <param name="progress">Told about every 50 ms.</param>
    /// <param name="cancellationToken">Checked once a tile; what was loaded is given back.</param>
    /// <exception cref="ArgumentException">A frame takes more than 2 GiB, or values are objects.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public static async Task<PartialScan> LoadAsync(
        IFrameSource source, long budget, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var scan = new PartialScan(source, budget);
        try
        {
            await scan.BringAsync(
                [.. Enumerable.Range(0, Math.Min(scan._most, scan.Resident.PieceCount))], progress, cancellationToken).ConfigureAwait(
                false);
            return scan;
        }
        catch
        {
            scan.Resident.Dispose();   // the source stays the caller's
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(IFrameSource Source, ScanSelection Positions)> Parts => [(Resident, Present()), (Source, Missing())];

    /// <summary>The positions that are in memory now.</summary>
    public ScanSelection Present() => Where(static isPresent => isPresent);

    /// <summary>The positions that are not in memory now.</summary>
    public ScanSelection Missing() => Where(static isPresent => !isPresent);

    /// <inheritdoc/>
    /// <remarks>They come in place of those that were asked for longest ago; more than fit are not brought.</remarks>
    public async Task<bool> BringAsync(ScanSelection positions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(positions);
        int[] blocks = [.. positions.Runs.SelectMany(run => Enumerable.Range(
            (int)(run.Start / Resident.PieceFrames),
            (int)(((run.End - 1) / Resident.PieceFrames) - (run.Start / Resident.PieceFrames)) + 1)).Distinct()];
        if (blocks.Length > _most)
            return false;
        await BringAsync(blocks, progress: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public ITileReader OpenReader(TileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Form == TileForm.Pixels ? _held.OpenReader(request, _source.OpenReader(request)) : _source.OpenReader(request);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TileForm> ConvertsTo(TileForm form) => _source.ConvertsTo(form);

    /// <summary>Gives the memory back and closes the source.</summary>
    public void Dispose()
    {
        Resident.Dispose();
        _source.Dispose();
    }

    private ScanSelection Where(Func<bool, bool> isWanted)
    {
        var mask = new bool[Shape.FrameCount];
        for (int number = 0; number < Resident.PieceCount; number++)
        {
            long first = (long)number * Resident.PieceFrames;
            if (isWanted(_held.Holds(number)))
                mask.AsSpan((int)first, (int)Math.Min(Resident.PieceFrames, mask.Length - first)).Fill(true);
        }

        return ScanSelection.FromMask(Shape.Scan, mask);
    }

    private async Task BringAsync(int[] blocks, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (int number in blocks)
            {
                if (_nodes[number] is not { } node)
                    continue;
                _recent.Remove(node);
                _recent.AddFirst(node);
            }

            int[] missing = [.. blocks.Where(number => _nodes[number] is null)];
            if (missing.Length == 0)
                return;
            for (int excess = _recent.Count + missing.Length - _most; excess > 0; excess--)
            {
                int oldest = _recent.Last!.Value;
                _recent.RemoveLast();
                _nodes[oldest] = null;
                _held.Drop(oldest);
            }

            await _held.LoadPiecesAsync(_source, missing, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after a failure: what was loaded counts.
            foreach (int number in blocks.Where(number => _nodes[number] is null && _held.Holds(number)))
                _nodes[number] = _recent.AddFirst(number);
            _gate.Release();
        }
    }
}
