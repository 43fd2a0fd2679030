using System.Numerics;
using Ronchi.Engine;

namespace Ronchi.Analyses.Masks;

/// <summary>Masks that were moved by whole pixels; what they lose at the edge of the frame counts nothing.</summary>
internal sealed class ShiftedMasks<TWeight>
    where TWeight : unmanaged, INumber<TWeight>
{
    private readonly bool[] _isMasked;   // of each mask: all that it covers
    private readonly int _parts;

    /// <param name="weights">Real masks one after the other; complex ones as two each.</param>
    /// <param name="isComplex">Whether two of them are the parts of one complex mask.</param>
    /// <param name="data">Shape of the detector and masked pixels.</param>
    /// <param name="shift">Pixels downwards and to the right.</param>
    public ShiftedMasks(ReadOnlySpan<TWeight> weights, bool isComplex, DataDescription data, (int Rows, int Columns) shift)
    {
        int rows = (int)data.Shape.Detector[0], columns = (int)data.Shape.Detector[1], pixels = rows * columns;
        var masked = data.Validity.MaskedPixels;
        Measured = new TWeight[weights.Length];
        _parts = isComplex ? 2 : 1;
        _isMasked = new bool[weights.Length / Math.Max(pixels, 1) / _parts];
        for (var mask = 0; mask < _isMasked.Length * _parts; mask++)
        {
            for (var row = Math.Max(0L, shift.Rows); row < Math.Min(rows, (long)rows + shift.Rows); row++)
            {
                for (var column = Math.Max(0L, shift.Columns); column < Math.Min(columns, (long)columns + shift.Columns); column++)
                {
                    var weight = weights[(int)((mask * pixels) + ((row - shift.Rows) * columns) + column - shift.Columns)];
                    if (masked?[(int)((row * columns) + column)] != true)
                        Measured[(mask * pixels) + (row * columns) + column] = weight;
                    else if (!TWeight.IsZero(weight))
                        _isMasked[mask / _parts] = true;
                }
            }
        }

        for (var mask = 0; mask < _isMasked.Length; mask++)
            _isMasked[mask] &= !OwnOf(mask).ContainsAnyExcept(TWeight.Zero);
    }

    /// <summary>The weights, 0 for masked pixels.</summary>
    public TWeight[] Measured { get; }

    /// <summary>Sets the sums of masks to NaN under which a frame has nothing but masked pixels and "no data" values.</summary>
    /// <param name="frame">The frame as it is stored.</param>
    /// <param name="hasNoData">Whether values may be "no data".</param>
    /// <param name="sums">A sum for each real mask.</param>
    public void BlankUnmeasured<T>(ReadOnlySpan<T> frame, bool hasNoData, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        hasNoData = hasNoData && frame.Contains(T.MaxValue);
        for (var mask = 0; mask < _isMasked.Length; mask++)
        {
            if (_isMasked[mask] || (hasNoData && IsNoData(frame, OwnOf(mask))))
                sums.Slice(mask * _parts, _parts).Fill(double.NaN);
        }
    }

    private static bool IsNoData<T>(ReadOnlySpan<T> frame, ReadOnlySpan<TWeight> weights)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var isThere = false;
        for (var i = 0; i < weights.Length; i++)
        {
            if (TWeight.IsZero(weights[i]))
                continue;
            if (frame[i % frame.Length] != T.MaxValue)
                return false;
            isThere = true;
        }

        return isThere;
    }

    private ReadOnlySpan<TWeight> OwnOf(int mask)
    {
        var length = Measured.Length / _isMasked.Length;
        return Measured.AsSpan(mask * length, length);
    }
}
