using System.Buffers;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Hands the tiles of one worker to its UDFs, each in the portions and the type that it wants; what several want is made once.</summary>
internal sealed class TileFeed(RunPlan plan, Accelerator? accelerator) : IDisposable
{
    private readonly Dictionary<ElementType, Converted> _converted = [];
    private byte[] _region = [];
    private byte[] _partition = [];
    private int _partitionBytes;
    private DeviceMemory? _device;

    /// <summary>A new tile has come: what was converted before is stale.</summary>
    public void Begin()
    {
        foreach (var converted in _converted.Values)
            converted.IsFresh = false;
    }

    /// <summary>Gives a tile of whole frames to one UDF.</summary>
    public void Feed(in Tile tile, UdfPlan udf, Udf worker, UdfTask task)
    {
        task.Frames = tile.Frames;
        var own = tile.As(udf.Form);
        if (udf.Data.ElementType == plan.Data.ElementType)
            Portion(own, worker, task);
        else
            Portion(Convert(own, udf.Data.ElementType), worker, task);
    }

    /// <summary>Keeps a tile's frames for UDFs that want the whole partition.</summary>
    public void Keep(in Tile tile)
    {
        var bytes = tile.As(TileForm.Pixels).Pixels<byte>();
        if (_partition.Length < _partitionBytes + bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_partitionBytes + bytes.Length, 2 * _partition.Length));
            _partition.AsSpan(0, _partitionBytes).CopyTo(larger);
            Return(ref _partition);
            _partition = larger;
        }

        bytes.CopyTo(_partition.AsSpan(_partitionBytes));
        _partitionBytes += bytes.Length;
    }

    /// <summary>All frames kept since the last call.</summary>
    public Tile Kept(FrameRange run)
    {
        var frameBytes = run.Count == 0 ? 0 : _partitionBytes / run.Count;
        _partitionBytes = 0;
        return new(run, _partition, frameBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(ref _region);
        Return(ref _partition);
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
        var bytes = tile.Pixels<byte>();
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            task.Frames = new(tile.Frames.Start + frame, 1);
            udf.ProcessFrame(Placed(new Tile(task.Frames, bytes.Slice(frame * tile.FrameBytes, tile.FrameBytes), tile.FrameBytes), task), task);
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

        var bytes = tile.Pixels<byte>();
        var item = task.Data.ElementType.Size();
        var whole = task.Region;
        foreach (var region in plan.Regions)
        {
            var size = region.Pixels * item;
            Ensure(ref _region, size * tile.Frames.Count);
            for (var frame = 0; frame < tile.Frames.Count; frame++)
                region.Gather(bytes.Slice(frame * tile.FrameBytes, tile.FrameBytes), item, _region.AsSpan(frame * size, size));
            task.Region = region;
            udf.ProcessTile(Placed(new Tile(tile.Frames, _region, size), task), task);
        }

        task.Region = whole;
    }

    // A tile on the accelerator, if the UDF takes it there: the memory is used again for the next one.
    private Tile Placed(in Tile tile, UdfTask task)
    {
        if (task.Form != TileForm.Device)
            return tile;
        var bytes = tile.Pixels<byte>();
        if (_device is null || _device.ByteCount < bytes.Length)
        {
            _device?.Dispose();
            _device = accelerator!.Allocate(Math.Max(bytes.Length, 1));
        }

        _device.Upload(bytes);
        return new(tile.Frames, _device, tile.FrameBytes);
    }

    private Tile Convert(in Tile tile, ElementType type)
    {
        if (!_converted.TryGetValue(type, out var converted))
            _converted[type] = converted = new();
        var elements = tile.Frames.Count * (int)plan.Data.Shape.FrameElements;
        if (!converted.IsFresh || tile.Frames != converted.Frames)
        {
            Ensure(ref converted.Bytes, Math.Max(elements * type.Size(), 1));
            TypeConversion.Convert(tile.Pixels<byte>(), plan.Data.ElementType, converted.Bytes.AsSpan(0, elements * type.Size()), type);
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
