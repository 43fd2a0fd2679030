using System.Numerics;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Fourier;

/// <summary>A transform of any length as a cyclic convolution of a power of two: Xₖ = cₖ · Σ (xⱼ · cⱼ) · c̄₍ₖ₋ⱼ₎ with the chirp cⱼ = exp(−πi·j²∕n).</summary>
internal sealed unsafe class LaneChirp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _length;
    private readonly int _padded;
    private readonly LanePlan<T> _plan;
    private readonly T[] _chirp;
    private readonly T[] _filter;   // the transformed conjugate chirp, over the padded length

    public LaneChirp(int length)
    {
        _length = length;
        _padded = checked((int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1)));
        _plan = new(_padded);
        _chirp = new T[2 * length];
        for (long j = 0; j < length; j++)
            LaneStage<T>.Root(j * j % (2L * length), 2L * length, _chirp.AsSpan((int)(2 * j)));

        // Transformed with every lane the same; one of them is kept.
        int lanes = Vector512<T>.Count;
        T[] real = new T[_padded * lanes], imaginary = new T[_padded * lanes], scratch = new T[_plan.ScratchVectors * lanes];
        for (int j = 0; j < length; j++)
        {
            foreach (int at in (int[])[j, (_padded - j) % _padded])
            {
                real.AsSpan(at * lanes, lanes).Fill(_chirp[2 * j]);
                imaginary.AsSpan(at * lanes, lanes).Fill(-_chirp[(2 * j) + 1]);
            }
        }

        fixed (T* re = real)
        fixed (T* im = imaginary)
        fixed (T* memory = scratch)
            _plan.Forward(re, im, memory);
        T scale = T.One / T.CreateTruncating(_padded);
        _filter = new T[2 * _padded];
        for (int j = 0; j < _padded; j++)
            (_filter[2 * j], _filter[(2 * j) + 1]) = (real[j * lanes] * scale, imaginary[j * lanes] * scale);
    }

    public int ScratchVectors => (2 * _padded) + _plan.ScratchVectors;

    public void Forward(T* real, T* imaginary, T* scratch)
    {
        nint lanes = Vector512<T>.Count;
        T* re = scratch, im = scratch + (_padded * lanes), rest = scratch + (2 * _padded * lanes);
        fixed (T* chirp = _chirp)
        fixed (T* filter = _filter)
        {
            for (int j = 0; j < _length; j++)
                Multiply(real + (j * lanes), imaginary + (j * lanes), chirp + (2 * j), re + (j * lanes), im + (j * lanes));
            new Span<T>(re + (_length * lanes), (int)((_padded - _length) * lanes)).Clear();
            new Span<T>(im + (_length * lanes), (int)((_padded - _length) * lanes)).Clear();
            _plan.Forward(re, im, rest);
            for (int j = 0; j < _padded; j++)
                Multiply(re + (j * lanes), im + (j * lanes), filter + (2 * j), re + (j * lanes), im + (j * lanes));
            _plan.Inverse(re, im, rest);
            for (int j = 0; j < _length; j++)
                Multiply(re + (j * lanes), im + (j * lanes), chirp + (2 * j), real + (j * lanes), imaginary + (j * lanes));
        }
    }

    private static void Multiply(T* real, T* imaginary, T* factor, T* toReal, T* toImaginary)
    {
        Vector512<T> r = Vector512.Load(real), i = Vector512.Load(imaginary), wr = Vector512.Create(factor[0]), wi = Vector512.Create(factor[1]);
        ((r * wr) - (i * wi)).Store(toReal);
        ((r * wi) + (i * wr)).Store(toImaginary);
    }
}
