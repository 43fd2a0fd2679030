using System.Buffers;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames of HDF5 datasets in which no chunk holds more than one frame, some frames of a scan line at a time.</summary>
internal sealed class FrameBoxReader : ITileReader
{
    private readonly DatasetSequence _datasets;
    private readonly Hdf5Member? _member;
    private readonly int _maxFrames;
    private byte[] _box = [];
    private RemainingFrames _rest;

    /// <param name="datasets">Where frames are.</param>
    /// <param name="member">The member of their elements that is a pixel; null: the elements are.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public FrameBoxReader(DatasetSequence datasets, Hdf5Member? member, int maxFrames)
    {
        _datasets = datasets;
        _member = member;
        _maxFrames = Math.Max(maxFrames, 1);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _datasets.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(Load(_rest.Peek(_rest.Count)));
        tile = new(frames, _box, _datasets.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        if (_box.Length > 0)
            ArrayPool<byte>.Shared.Return(_box);
        _box = [];
    }

    // As many frames as the scan line still has and a tile takes.
    private int Load(FrameRange frames)
    {
        var (dataset, first) = _datasets.At(frames.Start);
        var rank = dataset.Shape.Length - _datasets.DetectorRank;
        Span<long> start = stackalloc long[dataset.Shape.Length];
        Span<long> count = stackalloc long[dataset.Shape.Length];
        start.Clear();
        count[..rank].Fill(1);
        dataset.Shape.AsSpan(rank..).CopyTo(count[rank..]);
        var local = frames.Start - first;
        for (var axis = rank - 1; axis >= 0; axis--)
            (local, start[axis]) = Math.DivRem(local, dataset.Shape[axis]);
        var length = rank == 0 ? 1 : (int)Math.Min(Math.Min(frames.Count, _maxFrames), dataset.Shape[rank - 1] - start[rank - 1]);
        if (rank > 0)
            count[rank - 1] = length;
        var bytes = checked(length * _datasets.FrameBytes);
        if (_box.Length < bytes)
        {
            Dispose();
            _box = ArrayPool<byte>.Shared.Rent(bytes);
        }

        try
        {
            if (_member is null)
                dataset.ReadRaw(start, count, _box.AsSpan(0, bytes));
            else
                dataset.ReadMember(_member, start, count, _box.AsSpan(0, bytes));
        }
        catch (Hdf5Exception e)
        {
            throw Hdf5Opening.Damage(e);
        }

        return length;
    }
}
