using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Detectors on frames side by side: only their pixels are read.</summary>
internal sealed class BlockedDetectors : ITileDetectors
{
    private readonly bool _isFloat;
    private readonly bool _isDouble;
    private readonly bool _isSigned;
    private readonly string[]? _beyond;
    private readonly bool _maximumIsNoData;
    private readonly PixelSet[] _pixels;
    private readonly PixelRun[][] _runs;
    private readonly int[][] _weighted;
    private readonly double[]?[] _weights;

    public BlockedDetectors(DetectorWeights[] detectors, DataDescription data)
    {
        _isFloat = data.ElementType.IsFloat();
        _isDouble = data.ElementType == ElementType.F64;
        _beyond = WideIntegers.Are(data.ElementType)
            ? Array.ConvertAll(detectors, static detector => VirtualImage.BeyondOf(detector.Name))
            : null;
        _isSigned = data.ElementType.IsSigned();
        _maximumIsNoData = data.Validity.MaximumIsNoData;
        _pixels = Array.ConvertAll(
            detectors, detector => data.Validity.MaskedPixels is { } masked ? detector.Pixels.Except(masked) : detector.Pixels);
        _runs = Array.ConvertAll(_pixels, static pixels => PixelRun.Of(pixels.Bits, pixels.Pixels));
        _weighted = new int[detectors.Length][];
        _weights = new double[detectors.Length][];
        for (var k = 0; k < detectors.Length; k++)
        {
            if (detectors[k].WeightsFor(data.ElementType) is not { } weights)
                continue;
            var pixels = _pixels[k];
            _weighted[k] = [.. Enumerable.Range(0, pixels.Pixels).Where(pixel => pixels[pixel])];
            _weights[k] = [.. _weighted[k].Select(pixel => weights[pixel])];
        }
    }

    public void Process(in Tile tile, UdfTask task)
    {
        var block = tile.Blocked;
        block.Type.Dispatch<SumAction, bool>(new(this, tile, task));
        if (!_maximumIsNoData)
            return;
        var report = task[_pixels.Length].Span<ulong>();
        foreach (var place in block.NoData)
        {
            var (pixel, frame) = Math.DivRem(place, BlockedFrames.Frames);
            for (var k = 0; k < _pixels.Length && frame >= block.First && frame < block.First + tile.Frames.Count; k++)
                report[k] += _pixels[k][pixel] ? 1UL : 0;
        }
    }

    private void Sum<T>(in Tile tile, UdfTask task)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (var k = 0; k < _runs.Length; k++)
        {
            if (_weights[k] is not null)
                Weighted<T>(tile, k, task[k]);
            else if (_beyond is not null)
                Wide<T>(tile, k, task[k], task[_beyond[k]]);
            else if (_isDouble)
                Exact<T, double, double>(tile, k, task[k].Span<double>(tile.Frames));
            else if (_isFloat)
                Exact<T, double, float>(tile, k, task[k].Span<float>(tile.Frames));
            else if (_isSigned)
                Exact<T, long, long>(tile, k, task[k].Span<long>(tile.Frames));
            else
                Exact<T, ulong, ulong>(tile, k, task[k].Span<ulong>(tile.Frames));
        }
    }

    private void Exact<T, TSum, TResult>(in Tile tile, int detector, Span<TResult> image)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        where TResult : unmanaged, INumber<TResult>
    {
        Span<TSum> sums = stackalloc TSum[BlockedFrames.Frames];
        sums.Clear();
        if (!tile.Blocked.IsEmpty)
            BlockedSum.Add(tile.Blocked.Values<T>(), _runs[detector], sums);
        for (var frame = 0; frame < image.Length; frame++)
            image[frame] = TResult.CreateTruncating(sums[tile.Blocked.First + frame]);
    }

    // Sums that may pass 64 bits.
    private void Wide<T>(in Tile tile, int detector, ResultBuffer image, ResultBuffer beyond)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Span<ulong> low = stackalloc ulong[BlockedFrames.Frames];
        Span<long> high = stackalloc long[BlockedFrames.Frames];
        low.Clear();
        high.Clear();
        var values = tile.Blocked.Values<T>();
        foreach (var (start, count) in tile.Blocked.IsEmpty ? [] : _runs[detector])
        {
            for (var pixel = start; pixel < start + count; pixel++)
            {
                for (var frame = 0; frame < BlockedFrames.Frames; frame++)
                    SplitSum.Add(values[(pixel * BlockedFrames.Frames) + frame], ref low[frame], ref high[frame]);
            }
        }

        for (var frame = 0; frame < tile.Frames.Count; frame++)
            WideIntegers.Put(
                image, beyond, tile.Frames.Start + frame, SplitSum.Join(low[tile.Blocked.First + frame], high[tile.Blocked.First + frame]));
    }

    private void Weighted<T>(in Tile tile, int detector, ResultBuffer image)
        where T : unmanaged, INumber<T>
    {
        Span<double> sums = stackalloc double[BlockedFrames.Frames];
        sums.Clear();
        if (!tile.Blocked.IsEmpty)
            BlockedWeights.Add(tile.Blocked.Values<T>(), _weighted[detector], _weights[detector], sums);
        image.SetReals(tile.Frames, sums.Slice(tile.Blocked.First, tile.Frames.Count));
    }

    private readonly ref struct SumAction(BlockedDetectors owner, Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            owner.Sum<T>(_tile, task);
            return true;
        }
    }
}
