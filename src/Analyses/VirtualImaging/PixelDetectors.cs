using System.Numerics;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Detectors on dense values: binary ones as bitmaps, weighted ones as weights of the precision of the image.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class PixelDetectors<T> : ITileDetectors
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int StackDetectors = 64;

    private readonly bool _maximumIsNoData;
    private readonly int _detectors;
    private readonly int[] _binary;
    private readonly int[] _weighted;
    private readonly int _maskStride;
    private readonly byte[] _masks;
    private readonly byte[] _weightedMasks;
    private readonly float[] _weights = [];
    private readonly double[] _exactWeights = [];
    private readonly bool _isExact;
    private readonly string[] _beyond;
    private readonly long[] _excluded;

    public PixelDetectors(DetectorWeights[] detectors, DataDescription data)
    {
        var pixels = (int)data.Shape.FrameElements;
        _maximumIsNoData = data.Validity.MaximumIsNoData;
        _detectors = detectors.Length;
        _binary = [.. Enumerable.Range(0, detectors.Length).Where(i => detectors[i].Weights is null)];
        _weighted = [.. Enumerable.Range(0, detectors.Length).Where(i => detectors[i].Weights is not null)];
        _maskStride = (pixels + 7) / 8;
        _masks = Masks(_binary);
        _weightedMasks = Masks(_weighted);
        _excluded = new long[detectors.Length];
        _beyond = Array.ConvertAll(_binary, k => VirtualImage.BeyondOf(detectors[k].Name));
        _isExact = Promotion.ForResults(data.ElementType) == ElementType.F64;
        _exactWeights = new double[pixels * _weighted.Length];
        for (var k = 0; k < _weighted.Length; k++)
        {
            var weights = _exactWeights.AsSpan(k * pixels, pixels);
            detectors[_weighted[k]].Weights!.CopyTo(weights);
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                if (data.Validity.MaskedPixels is { } masked && masked[pixel])
                    weights[pixel] = 0;
            }
        }

        if (!_isExact)
            (_weights, _exactWeights) = (Array.ConvertAll(_exactWeights, static weight => (float)weight), []);

        byte[] Masks(int[] chosen)
        {
            var masks = new byte[_maskStride * chosen.Length];
            for (var k = 0; k < chosen.Length; k++)
            {
                var valid = data.Validity.MaskedPixels is { } masked
                    ? detectors[chosen[k]].Pixels.Except(masked)
                    : detectors[chosen[k]].Pixels;
                valid.Bits.CopyTo(masks.AsSpan(k * _maskStride));
            }

            return masks;
        }
    }

    public void Process(in Tile tile, UdfTask task)
    {
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            var pixels = tile.Frame<T>(frame);
            var position = new FrameRange(tile.Frames.Start + frame, 1);
            if (_binary.Length > 0)
                Binary(pixels, position, task);
            if (_weighted.Length > 0)
                Weighted(pixels, position, task);
        }

        Report(task);
    }

    private void Binary(ReadOnlySpan<T> pixels, FrameRange position, UdfTask task)
    {
        if (typeof(T) == typeof(float))
            Binary<double, float>(pixels, position, task);
        else if (typeof(T) == typeof(double))
            Binary<double, double>(pixels, position, task);
        else if (SplitSum.Needs<T>())
            Wide(pixels, position, task);
        else if (T.IsZero(T.MinValue))
            Binary<ulong, ulong>(pixels, position, task);
        else
            Binary<long, long>(pixels, position, task);
    }

    private void Binary<TSum, TResult>(ReadOnlySpan<T> pixels, FrameRange position, UdfTask task)
        where TSum : unmanaged, INumber<TSum>
        where TResult : unmanaged, INumber<TResult>
    {
        Span<TSum> sums = _binary.Length <= StackDetectors ? stackalloc TSum[_binary.Length] : new TSum[_binary.Length];
        Span<long> excluded = _binary.Length <= StackDetectors ? stackalloc long[_binary.Length] : new long[_binary.Length];
        if (_maximumIsNoData)
            MaskedSum.AddValid(pixels, _masks, _maskStride, T.MaxValue, sums, excluded);
        else
            MaskedSum.Add(pixels, _masks, _maskStride, sums);
        for (var k = 0; k < sums.Length; k++)
        {
            task[_binary[k]].Span<TResult>(position)[0] = TResult.CreateTruncating(sums[k]);
            _excluded[_binary[k]] += excluded[k];
        }
    }

    // Sums that may pass 64 bits.
    private void Wide(ReadOnlySpan<T> pixels, FrameRange position, UdfTask task)
    {
        T? noData = _maximumIsNoData ? T.MaxValue : null;
        for (var k = 0; k < _binary.Length; k++)
        {
            var sum = SplitSum.Of(pixels, _masks.AsSpan(k * _maskStride, _maskStride), noData, ref _excluded[_binary[k]]);
            WideIntegers.Put(task[_binary[k]], task[_beyond[k]], position.Start, sum);
        }
    }

    private void Weighted(ReadOnlySpan<T> pixels, FrameRange position, UdfTask task)
    {
        Span<double> sums = _weighted.Length <= StackDetectors ? stackalloc double[_weighted.Length] : new double[_weighted.Length];
        if (!_maximumIsNoData && _isExact)
            WeightedSum.Add(pixels, _exactWeights, sums);
        else if (!_maximumIsNoData)
            WeightedSum.Add(pixels, _weights, sums);
        else if ((_isExact
            ? WeightedSum.AddValid(pixels, _exactWeights, T.MaxValue, sums)
            : WeightedSum.AddValid(pixels, _weights, T.MaxValue, sums))
            > 0)
            CountNoData(pixels);
        for (var k = 0; k < sums.Length; k++)
        {
            // 0 times NaN is NaN, but a pixel that weighs nothing has no say.
            if (!double.IsFinite(sums[k]) && !_maximumIsNoData)
                sums[k] = _isExact
                    ? WeightlessValues.Sum(pixels, Own(_exactWeights, k, pixels.Length))
                    : WeightlessValues.Sum(pixels, Own(_weights, k, pixels.Length));
            task[_weighted[k]].SetReals(position, sums.Slice(k, 1));
        }

        static ReadOnlySpan<TWeight> Own<TWeight>(TWeight[] weights, int k, int count) => weights.AsSpan(k * count, count);
    }

    private void CountNoData(ReadOnlySpan<T> pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            if (pixels[pixel] != T.MaxValue)
                continue;
            for (var k = 0; k < _weighted.Length; k++)
                _excluded[_weighted[k]] += _weightedMasks[(k * _maskStride) + (pixel >> 3)] >> (pixel & 7) & 1;
        }
    }

    private void Report(UdfTask task)
    {
        if (!_maximumIsNoData)
            return;
        var report = task[_detectors].Span<ulong>();
        for (var k = 0; k < _excluded.Length; k++)
            report[k] += (ulong)_excluded[k];
        Array.Clear(_excluded);
    }
}
