using System.Buffers;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>
/// Hands the tiles of one worker to its UDFs, each in the portions and the type that it wants; what several want is made once.
/// </summary>
internal sealed class TileFeed(RunPlan plan, Accelerator? accelerator) : IDisposable
{
    private readonly Dictionary<(ElementType, UnmeasuredValues), Converted> _converted = [];
    private readonly UnmeasuredPlaces _places = new(plan.Data);
    private readonly Converted _dense = new();
    private byte[] _sparse = [];
    private byte[] _region = [];
    private byte[] _partition = [];
    private int _partitionBytes;
    private DeviceMemory? _device;

    /// <summary>A new tile has come: what was converted before is stale.</summary>
    public void Begin()
    {
        foreach (var converted in _converted.Values)
            converted.IsFresh = false;
        _dense.IsFresh = false;
        _places.Begin();
    }

    /// <summary>Gives a tile of whole frames to one UDF.</summary>
    public void Feed(in Tile tile, UdfPlan udf, Udf worker, UdfTask task)
    {
        task.Frames = tile.Frames;
        task.Row = 0;
        var own = As(tile, udf.Form);
        Look(own, udf, task);
        task.IsAtFrames = true;
        Portion(Prepared(own, udf) with { ElementType = udf.Data.ElementType }, worker, task);
        task.IsAtFrames = false;
        task.Places = null;
    }

    /// <summary>Keeps a tile's frames for UDFs that want the whole partition.</summary>
    public void Keep(in Tile tile)
    {
        var bytes = As(tile, TileForm.Pixels).Bytes();
        if (_partition.Length < _partitionBytes + bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(
                Math.Max(_partitionBytes + bytes.Length, (int)Math.Min(2L * _partition.Length, Array.MaxLength)));
            _partition.AsSpan(0, _partitionBytes).CopyTo(larger);
            Return(ref _partition);
            _partition = larger;
        }

        bytes.CopyTo(_partition.AsSpan(_partitionBytes));
        _partitionBytes += bytes.Length;
    }

    /// <summary>All frames kept since the last call.</summary>
    /// <param name="runs">Where they stand.</param>
    public Tile Kept(IReadOnlyList<FrameRange> runs)
    {
        var frames = new FrameRange(runs[0].Start, runs.Sum(static run => run.Count));
        var frameBytes = frames.Count == 0 ? 0 : _partitionBytes / frames.Count;
        _partitionBytes = 0;
        return new(frames, _partition, frameBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(ref _region);
        Return(ref _partition);
        Return(ref _sparse);
        Return(ref _dense.Bytes);
        _device?.Dispose();
        foreach (var converted in _converted.Values)
            Return(ref converted.Bytes);
        _converted.Clear();
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static void Ensure(ref byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return;
        Return(ref buffer);
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private void Frames(in Tile tile, IFrameUdf udf, UdfTask task)
    {
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            task.Frames = new(tile.Frames.Start + frame, 1);
            task.Row = frame;
            udf.ProcessFrame(
                Placed(new Tile(task.Frames, tile.Bytes(frame), tile.FrameBytes) { ElementType = tile.ElementType }, task), task);
        }
    }

    private void Portion(in Tile tile, Udf udf, UdfTask task)
    {
        switch (task.Method)
        {
            case UdfMethod.Stack:
                ((IStackUdf)udf).ProcessStack(Placed(tile, task), task);
                break;
            case UdfMethod.Frame:
                Frames(tile, (IFrameUdf)udf, task);
                break;
            case UdfMethod.Partition:
                ((IPartitionUdf)udf).ProcessPartition(Placed(tile, task), task);
                break;
            default:
                Regions(tile, (ITileUdf)udf, task);
                break;
        }
    }

    private void Regions(in Tile tile, ITileUdf udf, UdfTask task)
    {
        if (plan.Regions.Length == 1)
        {
            udf.ProcessTile(Placed(tile, task), task);
            return;
        }

        var item = task.Data.ElementType.Size();
        var whole = task.Region;
        foreach (var region in plan.Regions)
        {
            var size = region.Pixels * item;
            Ensure(ref _region, size * tile.Frames.Count);
            for (var frame = 0; frame < tile.Frames.Count; frame++)
                region.Gather(tile.Bytes(frame), item, _region.AsSpan(frame * size, size));
            task.Region = region;
            udf.ProcessTile(Placed(new Tile(tile.Frames, _region, size) { ElementType = tile.ElementType }, task), task);
        }

        task.Region = whole;
    }

    // A tile on the accelerator, if the UDF takes it there: the memory is used again for the next one.
    private Tile Placed(in Tile tile, UdfTask task)
    {
        if (task.Form != TileForm.Device)
            return tile;
        var bytes = tile.Bytes();
        if (_device is null || _device.ByteCount < bytes.Length)
        {
            _device?.Dispose();
            _device = accelerator!.Allocate(Math.Max(bytes.Length, 1));
        }

        _device.Upload(bytes);
        return new(tile.Frames, _device, tile.FrameBytes);
    }

    // The source's own way into another form, or dense values of sparse rows.
    private Tile As(in Tile tile, TileForm form)
    {
        if (tile.Form != TileForm.Sparse || form != TileForm.Pixels || plan.Source.ConvertsTo(TileForm.Sparse).Contains(TileForm.Pixels))
            return tile.As(form);
        if (!_dense.IsFresh || tile.Frames != _dense.Frames)
        {
            var bytes = tile.Frames.Count * tile.FrameBytes;
            Ensure(ref _dense.Bytes, Math.Max(bytes, 1));
            Spread(tile, plan.Data.ElementType.Size(), _dense.Bytes.AsSpan(0, bytes));
            _dense.Frames = tile.Frames;
            _dense.IsFresh = true;
        }

        return new(tile.Frames, _dense.Bytes, tile.FrameBytes);
    }

    private static void Spread(in Tile tile, int size, Span<byte> dense)
    {
        dense.Clear();
        var sparse = tile.Sparse;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            for (var i = (int)sparse.RowStarts[frame]; i < sparse.RowStarts[frame + 1]; i++)
                sparse.Bytes.Slice(i * size, size).CopyTo(dense[((frame * tile.FrameBytes) + (sparse.Columns[i] * size))..]);
        }
    }

    // Counts values that are no measurement, and notes frames that hold nothing else.
    private void Look(in Tile tile, UdfPlan udf, UdfTask task)
    {
        if (udf.Udf.Unmeasured == UnmeasuredValues.Kept)
            return;
        if (udf.Udf.Unmeasured == UnmeasuredValues.Zero || udf.Data.ElementType != plan.Data.ElementType)
            _places.Find(tile);
        task.Places = udf.Udf.Unmeasured == UnmeasuredValues.Zero ? _places : null;

        if (!_places.HasRule || udf.MeasuredPixels == 0 || (!udf.ReportsNoData && !MayMissFrames(tile, udf)))
            return;
        _places.Find(tile);
        if (_places.NoData.IsEmpty)
            return;
        var pixels = (int)plan.Data.Shape.FrameElements;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var missing = 0;
            foreach (var place in _places.NoDataOf(frame))
                missing += udf.Support?[place - (frame * pixels)] != false ? 1 : 0;
            task.NoData += missing;
            if (missing == udf.MeasuredPixels)
                task.MarkUnmeasured(frame);
            for (var part = 0; part < udf.Parts.Length; part++)
            {
                if (Misses(udf.Parts[part], frame))
                    task.MarkUnmeasured(frame, part);
            }
        }
    }

    private bool MayMissFrames(in Tile tile, UdfPlan udf)
    {
        if (_places.IsMissingSomewhere(tile, udf.FirstMeasuredPixel))
            return true;
        foreach (var part in udf.Parts)
        {
            if (part.Measured.Count > 0 && _places.IsMissingSomewhere(tile, part.Measured.First))
                return true;
        }

        return false;
    }

    private bool Misses(ResultPart part, int frame)
    {
        // Ascending: the first pixel is soon found, and is there nearly always.
        if (part.Measured.Count == 0
            || _places.NoDataOf(frame).BinarySearch((frame * (int)plan.Data.Shape.FrameElements) + part.Measured.First) < 0)
            return false;
        var missing = 0;
        foreach (var place in _places.NoDataOf(frame))
            missing += part.Pixels[place - (frame * (int)plan.Data.Shape.FrameElements)] ? 1 : 0;
        return missing == part.Measured.Count;
    }

    // The values as the UDF wants them: of its type, and what is no measurement as it says.
    private Tile Prepared(in Tile tile, UdfPlan udf)
    {
        var type = udf.Data.ElementType;
        var unmeasured = udf.Udf.Unmeasured;
        var changes = unmeasured switch
        {
            UnmeasuredValues.Zero => _places.Masked.Length > 0 || !_places.NoData.IsEmpty,
            UnmeasuredValues.LeftOut => type != plan.Data.ElementType && _places.HasRule,
            _ => false,
        };
        if (!changes && type == plan.Data.ElementType)
            return tile;
        return tile.Form switch
        {
            TileForm.Blocked => tile,   // they hold 0 there
            TileForm.Sparse => ClearedRows(tile),
            _ => Convert(tile, type, changes ? unmeasured : UnmeasuredValues.Kept),
        };
    }

    private Tile ClearedRows(in Tile tile)
    {
        var sparse = tile.Sparse;
        Ensure(ref _sparse, Math.Max(sparse.Bytes.Length, 1));
        var values = _sparse.AsSpan(0, sparse.Bytes.Length);
        sparse.Bytes.CopyTo(values);
        _places.ClearSparse(sparse, values, plan.Data.ElementType.Size());
        return new(tile.Frames, new SparseFrames(sparse.Pixels, sparse.RowStarts, sparse.Columns, values), tile.FrameBytes);
    }

    private Tile Convert(in Tile tile, ElementType type, UnmeasuredValues unmeasured)
    {
        if (!_converted.TryGetValue((type, unmeasured), out var converted))
            _converted[(type, unmeasured)] = converted = new();
        var elements = tile.Frames.Count * (int)plan.Data.Shape.FrameElements;
        if (!converted.IsFresh || tile.Frames != converted.Frames)
        {
            Ensure(ref converted.Bytes, Math.Max(elements * type.Size(), 1));
            var values = converted.Bytes.AsSpan(0, elements * type.Size());
            TypeConversion.Convert(tile.Bytes(), plan.Data.ElementType, values, type);
            if (unmeasured == UnmeasuredValues.Zero)
                _places.Clear(values, type.Size());
            else if (unmeasured == UnmeasuredValues.LeftOut)
                _places.Mark(values, type);
            converted.Frames = tile.Frames;
            converted.IsFresh = true;
        }

        return new(tile.Frames, converted.Bytes, (int)plan.Data.Shape.FrameElements * type.Size());
    }

    private sealed class Converted
    {
        public byte[] Bytes = [];

        public bool IsFresh { get; set; }

        public FrameRange Frames { get; set; }
    }
}
