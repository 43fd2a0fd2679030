using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Planes;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Binary detectors on bit planes: popcounts of plane ∧ mask, block by block.</summary>
internal sealed class PlaneDetectors : ITileDetectors
{
    private readonly bool _maximumIsNoData;
    private readonly int _maskStride;
    private readonly byte[] _masks;
    private readonly ulong[] _sums;
    private readonly long[] _excluded;

    public PlaneDetectors(DetectorWeights[] detectors, DataDescription data)
    {
        _maximumIsNoData = data.Validity.MaximumIsNoData;
        _maskStride = (int)((data.Shape.FrameElements + 7) / 8);
        _masks = new byte[_maskStride * detectors.Length];
        _sums = new ulong[detectors.Length];
        _excluded = new long[detectors.Length];
        for (var i = 0; i < detectors.Length; i++)
        {
            var pixels = data.Validity.MaskedPixels is { } masked ? detectors[i].Pixels.Except(masked) : detectors[i].Pixels;
            pixels.Bits.CopyTo(_masks.AsSpan(i * _maskStride));
        }
    }

    public void Process(in Tile tile, UdfTask task)
    {
        var planes = tile.Planes;
        var layout = planes.Layout;
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            Array.Clear(_sums);
            for (var i = 0; i < planes.Blocks.Length; i++)
            {
                var number = planes.Blocks[i];
                var block = new PlaneBlock(
                    planes.Block(frame, i), layout.PlaneBytes(number), layout.PlaneCount, planes.LivePlanes(frame, i));
                var masks = _masks.AsSpan(layout.BitmapOffset(number));
                if (_sums.Length == 1)
                    AddOne(block, masks);
                else if (_maximumIsNoData)
                    PlaneSum.MaskedValid(block, masks, _maskStride, _sums, _excluded);
                else
                    PlaneSum.Masked(block, masks, _maskStride, _sums);
            }

            AddTail(planes.Tail(frame), layout);
            for (var k = 0; k < _sums.Length; k++)
                task[k].Span<ulong>(new(tile.Frames.Start + frame, 1))[0] = _sums[k];
        }

        Report(task);
    }

    private void AddOne(in PlaneBlock block, ReadOnlySpan<byte> mask)
    {
        if (_maximumIsNoData)
        {
            _sums[0] += PlaneSum.MaskedValid(block, mask, out var excluded);
            _excluded[0] += excluded;
        }
        else
        {
            _sums[0] += PlaneSum.Masked(block, mask);
        }
    }

    // At most seven pixels behind the last block, little-endian.
    private void AddTail(ReadOnlySpan<byte> tail, PlaneLayout layout)
    {
        var first = layout.FrameElements - layout.TailElements;
        for (var i = 0; i < layout.TailElements; i++)
        {
            var value = 0UL;
            for (var b = layout.ElementBytes - 1; b >= 0; b--)
                value = (value << 8) | tail[(i * layout.ElementBytes) + b];
            var isNoData = _maximumIsNoData && value == ulong.MaxValue >> (64 - layout.PlaneCount);
            var pixel = first + i;
            for (var k = 0; k < _sums.Length; k++)
            {
                if ((_masks[(k * _maskStride) + (pixel >> 3)] >> (pixel & 7) & 1) == 0)
                    continue;
                if (isNoData)
                    _excluded[k]++;
                else
                    _sums[k] += value;
            }
        }
    }

    private void Report(UdfTask task)
    {
        if (!_maximumIsNoData)
            return;
        var report = task[_sums.Length].Span<ulong>();
        for (var k = 0; k < _excluded.Length; k++)
            report[k] += (ulong)_excluded[k];
        Array.Clear(_excluded);
    }
}
