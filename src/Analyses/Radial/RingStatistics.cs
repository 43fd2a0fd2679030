using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Bins;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Radial;

/// <summary>Mean, variance and sum of each ring of the frames of a tile: one worker's scratch memory.</summary>
internal sealed class RingStatistics(DetectorBins rings, DataDescription data)
{
    private double[] _means = [];
    private double[] _variances = [];
    private ulong[] _squares = [];
    private Array _sums = Array.Empty<ulong>();
    private Int128[] _totals = [];
    private readonly long[] _leftOut = new long[rings.Count];

    /// <summary>Means, frame by frame, one for each ring; NaN for a ring without pixels.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Variances of the population, likewise.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>Sums of 64-bit integers, likewise.</summary>
    public ReadOnlySpan<Int128> Totals => _totals;

    /// <summary>Sums of other types, likewise: u64, i64 or f64 (<see cref="SumOf"/>).</summary>
    public ReadOnlySpan<TSum> Sums<TSum>() => ((TSum[])_sums).AsSpan(0, _means.Length);

    /// <summary>"No data" values that the last tile held.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The type in which values of a type are summed.</summary>
    public static ElementType SumOf(ElementType type) =>
        type.IsFloat()
            ? ElementType.F64
            : type is ElementType.I8 or ElementType.I16 or ElementType.I32 or ElementType.I64
            ? ElementType.I64
            : ElementType.U64;

    /// <summary>Computes a tile of whole frames.</summary>
    public void Compute(in Tile tile)
    {
        var count = tile.Frames.Count * rings.Count;
        if (_means.Length != count)
            (_means, _variances, _squares) = (new double[count], new double[count], new ulong[count]);
        LeftOut = 0;
        data.ElementType.Dispatch<ComputeAction, bool>(new(this, tile));
    }

    // 64-bit integers in 128 bits, which no sum passes.
    private void Wide<T>(in Tile tile)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (_totals.Length != _means.Length)
            _totals = new Int128[_means.Length];
        Array.Clear(_totals);
        if (tile.Form == TileForm.Sparse)
            Sparse<T, Int128>(tile.Sparse, _totals);
        else if (data.Validity.MaximumIsNoData)
            Valid<T, Int128>(tile, _totals);
        else
            Dense<T, Int128>(tile, _totals);
    }

    private void Compute<T, TSum>(in Tile tile)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (SplitSum.Needs<T>())
        {
            Wide<T>(tile);
            return;
        }

        if (_sums is not TSum[] sums || sums.Length < _means.Length)
            _sums = sums = new TSum[_means.Length];
        Array.Clear(sums);
        if (tile.Form == TileForm.Sparse)
            Sparse<T, TSum>(tile.Sparse, sums);
        else if (data.Validity.MaximumIsNoData)
            Valid<T, TSum>(tile, sums);
        else if (typeof(T) == typeof(byte) || typeof(T) == typeof(ushort))
            Exact<T, TSum>(tile, sums);
        else
            Dense<T, TSum>(tile, sums);
    }

    private void Exact<T, TSum>(in Tile tile, TSum[] sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged
    {
        Array.Clear(_squares);
        var exact = MemoryMarshal.Cast<TSum, ulong>(sums.AsSpan(0, _squares.Length));
        BinnedMoments.AddExact(tile.Pixels<T>(), rings, exact, _squares);
        for (var i = 0; i < _squares.Length; i++)
        {
            var pixels = rings.Sizes[i % rings.Count];
            _means[i] = pixels == 0 ? double.NaN : (double)exact[i] / pixels;
            _variances[i] = pixels == 0 ? double.NaN : PixelVariance.Deviation(pixels, exact[i], _squares[i]) / pixels;
        }
    }

    private void Dense<T, TSum>(in Tile tile, TSum[] sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        BinnedMoments.Add<T, TSum>(tile.Pixels<T>(), rings, sums.AsSpan(0, _means.Length));
        Array.Clear(_variances);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
            Deviations(tile.Frame<T>(frame), frame, sums, noData: null);
    }

    private void Valid<T, TSum>(in Tile tile, TSum[] sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        Array.Clear(_variances);
        for (var frame = 0; frame < tile.Frames.Count; frame++)
        {
            Array.Clear(_leftOut);
            BinnedMoments.AddValid(tile.Frame<T>(frame), rings, sums.AsSpan(frame * rings.Count, rings.Count), T.MaxValue, _leftOut);
            Deviations(tile.Frame<T>(frame), frame, sums, T.MaxValue);
            LeftOut += _leftOut.Sum();
        }
    }

    private void Deviations<T, TSum>(ReadOnlySpan<T> pixels, int frame, TSum[] sums, T? noData)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var first = frame * rings.Count;
        for (var ring = 0; ring < rings.Count; ring++)
            _means[first + ring] = Size(ring, noData is not null) is > 0 and var size
                ? double.CreateTruncating(sums[first + ring]) / size
                : double.NaN;
        var deviations = _variances.AsSpan(first, rings.Count);
        BinnedMoments.AddDeviations(pixels, rings, _means.AsSpan(first, rings.Count), deviations, noData);
        for (var ring = 0; ring < rings.Count; ring++)
            deviations[ring] = Size(ring, noData is not null) is > 0 and var size ? deviations[ring] / size : double.NaN;
    }

    private long Size(int ring, bool hasLeftOut) => rings.Sizes[ring] - (hasLeftOut ? _leftOut[ring] : 0);

    // What is not stored is 0.
    private void Sparse<T, TSum>(in SparseFrames frames, TSum[] sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        Array.Clear(_variances);
        var values = frames.Values<T>();
        for (var frame = 0; frame < frames.RowStarts.Length - 1; frame++)
        {
            var first = frame * rings.Count;
            var (from, to) = ((int)frames.RowStarts[frame], (int)frames.RowStarts[frame + 1]);
            Array.Clear(_leftOut);
            for (var i = from; i < to; i++)
            {
                if (rings[frames.Columns[i]] is >= 0 and var ring)
                {
                    sums[first + ring] += TSum.CreateTruncating(values[i]);
                    _leftOut[ring]++;   // here: the stored ones
                }
            }

            for (var ring = 0; ring < rings.Count; ring++)
            {
                var mean = _means[first + ring] = rings.Sizes[ring] == 0
                    ? double.NaN
                    : double.CreateTruncating(sums[first + ring]) / rings.Sizes[ring];
                _variances[first + ring] = (rings.Sizes[ring] - _leftOut[ring]) * mean * mean;
            }

            for (var i = from; i < to; i++)
            {
                if (rings[frames.Columns[i]] is >= 0 and var ring)
                    _variances[first + ring] += Math.Pow(double.CreateTruncating(values[i]) - _means[first + ring], 2);
            }

            for (var ring = 0; ring < rings.Count; ring++)
                _variances[first + ring] /= rings.Sizes[ring];   // NaN without pixels
        }
    }

    private readonly ref struct ComputeAction(RingStatistics owner, Tile tile) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            switch (SumOf(owner.Type))
            {
                case ElementType.F64: owner.Compute<T, double>(_tile); break;
                case ElementType.I64: owner.Compute<T, long>(_tile); break;
                default: owner.Compute<T, ulong>(_tile); break;
            }

            return true;
        }
    }

    private ElementType Type => data.ElementType;
}
