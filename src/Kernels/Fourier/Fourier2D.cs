using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// The Fourier transform of images of one size, any size; immutable, to be shared by threads. One row is the transform of a line.
/// </summary>
/// <remarks>
/// F[u, v] = Σ f[y, x] · exp(−2πi·(u·y∕rows + v·x∕columns)). The inverse has exp(+…) and the factor 1∕(rows · columns). Complex values are
/// pairs of real and imaginary part. As many rows, then columns, as the machine's widest vector has lanes are transformed at once
/// (<see cref="LanePlan{T}"/>); errors grow like the logarithm of the size: expect 1e-6 of the root mean square in single, 1e-14 in double
/// precision.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Fourier2D<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;
    private readonly LanePlan<T> _along;    // rows
    private readonly LanePlan<T> _across;   // columns
    private readonly int _paddedColumns;
    private readonly int _paddedRows;

    /// <summary>Prepares transforms.</summary>
    /// <param name="rows">Rows of the images.</param>
    /// <param name="columns">Columns of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or the image has more than 2²⁶ values.</exception>
    public Fourier2D(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, 1 << 26, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(rows, columns), 1 << 24, nameof(rows));
        (Rows, Columns) = (rows, columns);
        _along = new(columns);
        _across = rows == columns ? _along : new(rows);
        _paddedColumns = (columns + Lanes - 1) / Lanes * Lanes;
        _paddedRows = (rows + (2 * Lanes) - 1) / (2 * Lanes) * 2 * Lanes;
    }

    /// <summary>Rows of the images.</summary>
    public int Rows { get; }

    /// <summary>Columns of the images.</summary>
    public int Columns { get; }

    /// <summary>Columns of the spectrum of a real image: v from 0 to columns∕2.</summary>
    public int HalfColumns => (Columns / 2) + 1;

    /// <summary>Values of scratch memory that a transform needs.</summary>
    public int ScratchLength =>
        checked((int)((2L * _paddedRows * _paddedColumns) + (6L * Lanes * Longest)
            + ((long)Lanes * Math.Max(_along.ScratchVectors, _across.ScratchVectors)) + (Alignment / sizeof(T))));

    private static int Lanes => LaneWidth.Of<T>();

    private int Longest => Math.Max(Math.Max(_paddedColumns, Rows), 1);

    /// <summary>Transforms an image of complex values in place.</summary>
    /// <param name="pairs">Real and imaginary part of each value, row-major.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values; their content does not matter.</param>
    /// <param name="inverse">Whether to transform back.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Transform(Span<T> pairs, Span<T> scratch, bool inverse = false)
    {
        Check(pairs.Length, 2 * Rows * Columns, scratch.Length);
        fixed (T* values = pairs)
        fixed (T* memory = scratch)
        {
            var m = new Memory(this, memory);
            for (int row = 0; row < Rows; row += Lanes)
            {
                int rows = Math.Min(Lanes, Rows - row);
                for (int r = 0; r < rows; r++)
                    Pairs<T>.Split(
                        values + (2 * (nint)(row + r) * Columns), m.First + (r * _paddedColumns), m.Second + (r * _paddedColumns), Columns);
                ToLanes(m.First, m.Real);
                ToLanes(m.Second, m.Imaginary);
                Run(_along, m, inverse);
                FromLanes(m.Real, m.PlaneReal + ((nint)row * _paddedColumns), 0, _paddedColumns);
                FromLanes(m.Imaginary, m.PlaneImaginary + ((nint)row * _paddedColumns), 0, _paddedColumns);
            }

            T scale = inverse ? T.One / T.CreateTruncating((long)Math.Max(Rows, 1) * Math.Max(Columns, 1)) : T.One;
            for (int column = 0; column < Columns; column += Lanes)
            {
                ColumnsToLanes(m, column);
                Run(_across, m, inverse);
                int columns = Math.Min(Lanes, Columns - column);
                for (int row = 0; row < Rows; row++)
                    Pairs<T>.Join(
                        m.Real + (row * Lanes), m.Imaginary + (row * Lanes),
                        values + (2 * (((nint)row * Columns) + column)), columns, scale);
            }
        }
    }

    /// <summary>
    /// Transforms an image of real values: half of the spectrum, of which the other half is the complex conjugate mirrored at the origin.
    /// </summary>
    /// <param name="image">Row-major.</param>
    /// <param name="half">Real and imaginary part of rows × <see cref="HalfColumns"/> values; filled.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values; their content does not matter.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void TransformReal(ReadOnlySpan<T> image, Span<T> half, Span<T> scratch)
    {
        if (half.Length != 2 * Rows * HalfColumns)
            throw new ArgumentException($"{half.Length} values are not the pairs of {Rows} × {HalfColumns}.", nameof(half));
        fixed (T* to = half)
        {
            var joined = new Joined(to, HalfColumns);
            TransformReal(image, 0, HalfColumns, ref joined, scratch);
        }
    }

    /// <summary>
    /// Transforms an image of real values, of which some columns of the half spectrum are wanted; a few at a time go to
    /// <paramref name="visitor"/>, and no others are computed.
    /// </summary>
    /// <inheritdoc cref="TransformReal(ReadOnlySpan{T}, Span{T}, Span{T})"/>
    /// <param name="image">Row-major.</param>
    /// <param name="firstColumn">The first column that is wanted.</param>
    /// <param name="columns">How many are wanted.</param>
    /// <param name="visitor">Takes them.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values; their content does not matter.</param>
    public void TransformReal<TColumns>(ReadOnlySpan<T> image, int firstColumn, int columns, ref TColumns visitor, Span<T> scratch)
        where TColumns : IFourierColumns<T>, allows ref struct
    {
        Check(image.Length, Rows * Columns, scratch.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(firstColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, HalfColumns - firstColumn);
        if (Rows == 0 || Columns == 0)
            return;
        fixed (T* values = image)
        fixed (T* memory = scratch)
        {
            var m = new Memory(this, memory);
            // Two rows are the real and imaginary part of one transform.
            for (int row = 0; row < Rows; row += 2 * Lanes)
            {
                if (_paddedColumns == Columns && row + (2 * Lanes) <= Rows)
                {
                    ToLanes(values + ((nint)row * Columns), m.Real);
                    ToLanes(values + ((nint)(row + Lanes) * Columns), m.Imaginary);
                }
                else
                {
                    Copy(values, row, m.First);
                    Copy(values, row + Lanes, m.Second);
                    ToLanes(m.First, m.Real);
                    ToLanes(m.Second, m.Imaginary);
                }

                Run(_along, m, inverse: false);
                int from = firstColumn / Lanes * Lanes, to = Math.Min((firstColumn + columns + Lanes - 1) / Lanes * Lanes, _paddedColumns);
                Unpack(m, from, Math.Min(to, HalfColumns));
                T* real = m.PlaneReal + ((nint)row * _paddedColumns), imaginary = m.PlaneImaginary + ((nint)row * _paddedColumns);
                FromLanes(m.First, real, from, to);
                FromLanes(m.Second, imaginary, from, to);
                FromLanes(m.Third, real + ((nint)Lanes * _paddedColumns), from, to);
                FromLanes(m.Fourth, imaginary + ((nint)Lanes * _paddedColumns), from, to);
            }

            for (int column = firstColumn / Lanes * Lanes; column < firstColumn + columns; column += Lanes)
            {
                ColumnsToLanes(m, column);
                Run(_across, m, inverse: false);
                int skip = Math.Max(firstColumn - column, 0), count = Math.Min(firstColumn + columns - column, Lanes) - skip;
                visitor.Visit(
                    column + skip, count, new(m.Real + skip, (Rows * Lanes) - skip), new(m.Imaginary + skip, (Rows * Lanes) - skip), Lanes);
            }
        }
    }

    private static void Run(LanePlan<T> plan, in Memory m, bool inverse)
    {
        if (inverse)
            plan.Inverse(m.Real, m.Imaginary, m.Rest);
        else
            plan.Forward(m.Real, m.Imaginary, m.Rest);
    }

    private void Check(int values, int expected, int scratch)
    {
        if (values != expected)
            throw new ArgumentException($"{values} values do not fill images of {Rows} × {Columns}.");
        if (scratch < ScratchLength)
            throw new ArgumentException(
                $"A transform of {Rows} × {Columns} needs {ScratchLength} values of scratch memory, not {scratch}.");
    }

    private void Copy(T* values, int row, T* to)
    {
        for (int r = 0; r < Lanes; r++)
        {
            var line = new Span<T>(to + (r * _paddedColumns), Columns);
            if (row + r < Rows)
                new ReadOnlySpan<T>(values + ((nint)(row + r) * Columns), Columns).CopyTo(line);
            else
                line.Clear();
        }
    }

    // Rows become lanes: value after value, one vector for all of them.
    private void ToLanes(T* rows, T* lanes)
    {
        for (int column = 0; column < _paddedColumns; column += Lanes)
            Block(rows + column, _paddedColumns, lanes + (column * Lanes), Lanes);
    }

    private void FromLanes(T* lanes, T* rows, int from, int to)
    {
        for (int column = from; column < to; column += Lanes)
            Block(lanes + (column * Lanes), Lanes, rows + column, _paddedColumns);
    }

    private void ColumnsToLanes(in Memory m, int column)
    {
        if (LaneWidth.Is512)
            ColumnsToLanes<Lanes512<T>>(m, column);
        else
            ColumnsToLanes<Lanes256<T>>(m, column);
    }

    private void ColumnsToLanes<TLanes>(in Memory m, int column)
        where TLanes : struct, ILanes<TLanes, T>
    {
        T* real = m.PlaneReal + column, imaginary = m.PlaneImaginary + column;
        for (int row = 0; row < Rows; row++, real += _paddedColumns, imaginary += _paddedColumns)
        {
            TLanes.Load(real).Store(m.Real + (row * Lanes));
            TLanes.Load(imaginary).Store(m.Imaginary + (row * Lanes));
        }
    }

    // Z = A + iB of two real rows: A[k] = (Z[k] + Z̄[−k])∕2, B[k] = (Z[k] − Z̄[−k])∕2i.
    private void Unpack(in Memory m, int from, int to)
    {
        if (LaneWidth.Is512)
            Unpack<Lanes512<T>>(m, from, to);
        else
            Unpack<Lanes256<T>>(m, from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unpack<TLanes>(in Memory m, int from, int to)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes half = TLanes.Create(T.CreateTruncating(0.5));
        for (int k = from; k < to; k++)
        {
            nint at = (nint)k * Lanes, mirrored = (nint)((Columns - k) % Columns) * Lanes;
            TLanes zr = TLanes.Load(m.Real + at) * half, zi = TLanes.Load(m.Imaginary + at) * half,
                mr = TLanes.Load(m.Real + mirrored) * half, mi = TLanes.Load(m.Imaginary + mirrored) * half;
            (zr + mr).Store(m.First + at);
            (zi - mi).Store(m.Second + at);
            (zi + mi).Store(m.Third + at);
            (mr - zr).Store(m.Fourth + at);
        }
    }

    private static void Block(T* from, int fromStride, T* to, int toStride)
    {
        if (typeof(T) == typeof(float))
        {
            LaneTranspose.Block((float*)from, fromStride, (float*)to, toStride);
            return;
        }

        for (int row = 0; row < Lanes; row++)
        {
            for (int column = 0; column < Lanes; column++)
                to[((nint)column * toStride) + row] = from[((nint)row * fromStride) + column];
        }
    }

    /// <summary>Where things lie in the scratch memory.</summary>
    private readonly struct Memory
    {
        public Memory(Fourier2D<T> plan, T* memory)
        {
            nint plane = (nint)plan._paddedRows * plan._paddedColumns, lanes = (nint)Lanes * plan.Longest;
            PlaneReal = (T*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
            PlaneImaginary = PlaneReal + plane;
            Real = PlaneImaginary + plane;
            Imaginary = Real + lanes;
            First = Imaginary + lanes;
            Second = First + lanes;
            Third = Second + lanes;
            Fourth = Third + lanes;
            Rest = Fourth + lanes;
        }

        public T* PlaneReal { get; }

        public T* PlaneImaginary { get; }

        public T* Real { get; }

        public T* Imaginary { get; }

        public T* First { get; }

        public T* Second { get; }

        public T* Third { get; }

        public T* Fourth { get; }

        public T* Rest { get; }
    }

    private readonly struct Joined(T* half, int halfColumns) : IFourierColumns<T>
    {
        public void Visit(int firstColumn, int columns, ReadOnlySpan<T> real, ReadOnlySpan<T> imaginary, int stride)
        {
            fixed (T* re = real)
            fixed (T* im = imaginary)
            {
                int row = 0;
                for (int at = 0; at < real.Length; at += stride, row++)
                    Pairs<T>.Join(re + at, im + at, half + (2 * (((nint)row * halfColumns) + firstColumn)), columns, T.One);
            }
        }
    }
}
