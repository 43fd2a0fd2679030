using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Detectors on sparse frames: each stored value is looked up in every detector.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class SparseDetectors<T> : ITileDetectors
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly double[]?[] _weights;
    private readonly string[] _beyond;
    private readonly bool[][] _contains;

    public SparseDetectors(DetectorWeights[] detectors, DataDescription data)
    {
        var pixels = (int)data.Shape.FrameElements;
        _weights = Array.ConvertAll(detectors, detector => detector.WeightsFor(data.ElementType));
        _beyond = Array.ConvertAll(detectors, static detector => VirtualImage.BeyondOf(detector.Name));
        _contains = Array.ConvertAll(detectors, detector =>
        {
            var valid = data.Validity.MaskedPixels is { } masked ? detector.Pixels.Except(masked) : detector.Pixels;
            var contains = new bool[pixels];
            for (var pixel = 0; pixel < pixels; pixel++)
                contains[pixel] = valid[pixel];
            return contains;
        });
    }

    public void Process(in Tile tile, UdfTask task)
    {
        var rows = SparseRows.Of<T>(tile, task.Data);
        for (var detector = 0; detector < _weights.Length; detector++)
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                var position = new FrameRange(tile.Frames.Start + frame, 1);
                var range = (int)rows.RowStarts[frame]..(int)rows.RowStarts[frame + 1];
                var values = rows.Values[range];
                var columns = rows.Columns[range];
                if (_weights[detector] is not null || typeof(T) == typeof(float) || typeof(T) == typeof(double))
                    task[detector].SetReals(position, [Weighted(values, columns, _contains[detector], _weights[detector])]);
                else if (SplitSum.Needs<T>())
                    WideIntegers.Put(
                        task[detector], task[_beyond[detector]], position.Start, Exact<Int128>(values, columns, _contains[detector]));
                else if (T.IsZero(T.MinValue))
                    task[detector].Span<ulong>(position)[0] = Exact<ulong>(values, columns, _contains[detector]);
                else
                    task[detector].Span<long>(position)[0] = Exact<long>(values, columns, _contains[detector]);
            }
        }
    }

    private static double Weighted(ReadOnlySpan<T> values, ReadOnlySpan<int> columns, bool[] contains, double[]? weights)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (contains[columns[i]])
                sum += double.CreateTruncating(values[i]) * (weights?[columns[i]] ?? 1);
        }

        return sum;
    }

    private static TSum Exact<TSum>(ReadOnlySpan<T> values, ReadOnlySpan<int> columns, bool[] contains)
        where TSum : INumber<TSum>
    {
        var sum = TSum.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            if (contains[columns[i]])
                sum += TSum.CreateTruncating(values[i]);
        }

        return sum;
    }
}
