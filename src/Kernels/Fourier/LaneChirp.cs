using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// A transform of any length as a cyclic convolution of a power of two: Xₖ = cₖ · Σ (xⱼ · cⱼ) · c̄₍ₖ₋ⱼ₎ with the chirp cⱼ = exp(−πi·j²∕n).
/// </summary>
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
        int lanes = LaneWidth.Of<T>();
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
        if (LaneWidth.Is512)
            Forward<Lanes512<T>>(real, imaginary, scratch);
        else
            Forward<Lanes256<T>>(real, imaginary, scratch);
    }

    private void Forward<TLanes>(T* real, T* imaginary, T* scratch)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count;
        T* re = scratch, im = scratch + (_padded * lanes), rest = scratch + (2 * _padded * lanes);
        fixed (T* chirp = _chirp)
        fixed (T* filter = _filter)
        {
            Multiply<TLanes>(real, imaginary, chirp, re, im, _length);
            new Span<T>(re + (_length * lanes), (int)((_padded - _length) * lanes)).Clear();
            new Span<T>(im + (_length * lanes), (int)((_padded - _length) * lanes)).Clear();
            _plan.Forward(re, im, rest);
            Multiply<TLanes>(re, im, filter, re, im, _padded);
            _plan.Inverse(re, im, rest);
            Multiply<TLanes>(re, im, chirp, real, imaginary, _length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes>(T* real, T* imaginary, T* factor, T* toReal, T* toImaginary, int count)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count;
        for (nint at = 0; at < count * lanes; at += lanes, factor += 2)
        {
            TLanes r = TLanes.Load(real + at), i = TLanes.Load(imaginary + at),
                wr = TLanes.Create(factor[0]), wi = TLanes.Create(factor[1]);
            ((r * wr) - (i * wi)).Store(toReal + at);
            ((r * wi) + (i * wr)).Store(toImaginary + at);
        }
    }
}
