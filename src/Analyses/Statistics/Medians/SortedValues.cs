using System.Numerics;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>What all workers have found in the windows, pixel by pixel.</summary>
internal sealed class SortedValues<TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
{
    private readonly MedianWindows<TKey> _windows;
    private readonly TKey[] _values;
    private readonly int[] _ends;   // where the next value of each pixel goes
    private readonly TKey[] _lowest;
    private readonly TKey[] _highest;

    public SortedValues(MedianWindows<TKey> windows)
    {
        _windows = windows;
        _values = new TKey[windows.Total];
        _ends = new int[windows.Lowest.Length];
        for (int pixel = 0, end = 0; pixel < _ends.Length; pixel++)
        {
            _ends[pixel] = end;
            end += windows.Knowledge[pixel] == MedianKnowledge.Window ? (int)windows.Inside[pixel] : 0;
        }

        _lowest = (TKey[])windows.Lowest.Clone();
        _highest = (TKey[])windows.Highest.Clone();
    }

    /// <summary>Adds what a worker has found.</summary>
    /// <exception cref="InvalidOperationException">There are more values than were counted.</exception>
    public void Take(KeptValues<TKey> kept)
    {
        var pixels = kept.Pixels;
        var keys = kept.Keys;
        for (var i = 0; i < pixels.Length; i++)
        {
            var end = _ends[pixels[i]]++;
            if ((uint)end >= (uint)_values.Length)
                throw Changed();
            _values[end] = keys[i];
        }

        for (var pixel = 0; pixel < _lowest.Length; pixel++)
        {
            if (_windows.Knowledge[pixel] != MedianKnowledge.Border)
                continue;
            _lowest[pixel] = TKey.Max(_lowest[pixel], kept.Lowest[pixel]);
            _highest[pixel] = TKey.Min(_highest[pixel], kept.Highest[pixel]);
        }
    }

    /// <summary>The values next to the border of a pixel, on both sides.</summary>
    /// <exception cref="InvalidOperationException">A value that was counted is not there.</exception>
    public (TKey Lower, TKey Upper) AtBorder(int pixel) =>
        _lowest[pixel] > _windows.Lowest[pixel] && _highest[pixel] < _windows.Highest[pixel]
            ? (_lowest[pixel] - TKey.One, _highest[pixel] + TKey.One)
            : throw Changed();

    /// <summary>The two values in the middle, found in the window of a pixel.</summary>
    /// <exception cref="InvalidOperationException">There are fewer values than were counted, or more.</exception>
    public (TKey Lower, TKey Upper) InMiddle(int pixel)
    {
        var count = (int)_windows.Inside[pixel];
        var before = pixel == 0 ? 0 : _ends[pixel - 1];
        if (_ends[pixel] - before != count)
            throw Changed();
        var values = _values.AsSpan(before, count);
        uint lower = (_windows.Measured[pixel] - 1) / 2, upper = _windows.Measured[pixel] / 2;
        var rank = (int)(lower - _windows.Before[pixel]);
        var first = RankSelection.Select(values, rank);
        if (upper == lower)
            return (first, first);
        var second = values[rank + 1];
        foreach (var value in values[(rank + 1)..])
            second = TKey.Min(second, value);
        return (first, second);
    }

    private static InvalidOperationException Changed() =>
        new("The frames changed between two passes: the data are still being written, or a correction is not reproducible.");
}
