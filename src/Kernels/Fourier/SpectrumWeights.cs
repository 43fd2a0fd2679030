using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// Weighted sums over the magnitudes of the half spectrum of real images: Σ w · |F|. Columns and rows of weight 0 are not computed;
/// immutable.
/// </summary>
public sealed unsafe class SpectrumWeights
{
    private readonly Fourier2D<float> _plan;
    private readonly int _masks;
    private readonly int _firstColumn;
    private readonly int _columns;
    private readonly float[] _weights;     // block of columns, row that counts, mask, lane
    private readonly int[] _rows;          // rows that count, block after block
    private readonly int[] _blockStarts;   // where those of each block begin

    /// <summary>Prepares sums.</summary>
    /// <param name="plan">The transform.</param>
    /// <param name="masks">Weights of rows × <see cref="Fourier2D{T}.HalfColumns"/>, frequency 0 first, one array for each sum.</param>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public SpectrumWeights(Fourier2D<float> plan, IReadOnlyList<float[]> masks)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(masks);
        int half = plan.HalfColumns;
        if (masks.FirstOrDefault(mask => mask.Length != plan.Rows * half) is { } wrong)
            throw new ArgumentException($"{wrong.Length} weights do not fit the half spectrum of {plan.Rows} × {half}.", nameof(masks));
        (_plan, _masks) = (plan, masks.Count);
        bool[] counts = [.. Enumerable.Range(0, plan.Rows * half).Select(at => masks.Any(mask => mask[at] != 0))];
        int[] columns = [.. Enumerable.Range(0, half)
            .Where(column => Enumerable.Range(0, plan.Rows).Any(row => counts[(row * half) + column]))];
        _firstColumn = columns.Length == 0 ? 0 : columns[0] / Lanes * Lanes;
        _columns = columns.Length == 0 ? 0 : columns[^1] + 1 - _firstColumn;
        var weights = new List<float>();
        var rows = new List<int>();
        var starts = new List<int>();
        for (int block = _firstColumn; block < _firstColumn + _columns; block += Lanes)
        {
            starts.Add(rows.Count);
            int lanes = Math.Min(Lanes, half - block);
            for (int row = 0; row < plan.Rows; row++)
            {
                int at = (row * half) + block;
                if (!counts.AsSpan(at, lanes).Contains(true))
                    continue;
                rows.Add(row);
                foreach (float[] mask in masks)
                {
                    for (int lane = 0; lane < Lanes; lane++)
                        weights.Add(lane < lanes ? mask[at + lane] : 0);
                }
            }
        }

        starts.Add(rows.Count);
        (_weights, _rows, _blockStarts) = ([.. weights], [.. rows], [.. starts]);
    }

    private static int Lanes => LaneWidth.Of<float>();

    /// <summary>Computes the sums of one image: to 1e-6 of each.</summary>
    /// <param name="image">Row-major.</param>
    /// <param name="sums">One for each mask; filled.</param>
    /// <param name="scratch">At least <see cref="Fourier2D{T}.ScratchLength"/> values.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<double> sums, Span<float> scratch)
    {
        if (sums.Length != _masks)
            throw new ArgumentException($"{sums.Length} sums do not hold those of {_masks} masks.", nameof(sums));
        sums.Clear();
        var summing = new Summing(this, sums);
        _plan.TransformReal(image, _firstColumn, _columns, ref summing, scratch);
    }

    private readonly ref struct Summing(SpectrumWeights owner, Span<double> sums) : IFourierColumns<float>
    {
        private readonly Span<double> _sums = sums;

        public void Visit(int firstColumn, int columns, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, int stride)
        {
            int block = (firstColumn - owner._firstColumn) / Lanes;
            int from = owner._blockStarts[block], to = owner._blockStarts[block + 1];
            fixed (float* re = real)
            fixed (float* im = imaginary)
            fixed (float* weights = owner._weights)
            fixed (int* rows = owner._rows)
            {
                for (int mask = 0; mask < owner._masks; mask++)
                {
                    float* first = weights + ((((long)from * owner._masks) + mask) * Lanes);
                    nint step = (nint)owner._masks * Lanes;
                    _sums[mask] += LaneWidth.Is512
                        ? Sum<Lanes512<float>>(re, im, rows + from, to - from, first, step)
                        : Sum<Lanes256<float>>(re, im, rows + from, to - from, first, step);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static double Sum<TLanes>(float* real, float* imaginary, int* rows, int count, float* weights, nint step)
            where TLanes : struct, ILanes<TLanes, float>
        {
            TLanes sum = default;
            for (int i = 0; i < count; i++, weights += step)
            {
                nint at = (nint)rows[i] * TLanes.Count;
                TLanes re = TLanes.Load(real + at), im = TLanes.Load(imaginary + at), weight = TLanes.Load(weights);
                // Lanes behind the last column hold anything.
                sum += TLanes.WhereNotZero(weight, TLanes.Sqrt((re * re) + (im * im)) * weight);
            }

            return sum.Sum();
        }
    }
}
