using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Fourier;

/// <summary>
/// One factor of a transform: with n the length that is left and s the product of the factors before, y[q + s·(r·p + j)] = exp(−2πi·p·j∕n)
/// · DFTᵣ(x[q + s·(p + k·n∕r)])ⱼ.
/// </summary>
internal sealed unsafe class LaneStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _radix;
    private readonly int _groups;
    private readonly int _stride;
    private readonly T[] _twiddles;   // (real, imaginary) of p · j for j from 1, p after p
    private readonly T[] _roots;      // (real, imaginary) of j · k ∕ r

    public LaneStage(int radix, int length, int stride)
    {
        _radix = radix;
        _groups = length / radix;
        _stride = stride;
        _twiddles = new T[2 * _groups * (radix - 1)];
        for (int p = 0; p < _groups; p++)
        {
            for (int j = 1; j < radix; j++)
                Root((long)p * j % length, length, _twiddles.AsSpan(2 * ((p * (radix - 1)) + j - 1)));
        }

        _roots = new T[2 * radix];
        for (int k = 0; k < radix; k++)
            Root(k, radix, _roots.AsSpan(2 * k));
    }

    public void Run(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary)
    {
        if (LaneWidth.Is512)
            Run<Lanes512<T>>(fromReal, fromImaginary, toReal, toImaginary);
        else
            Run<Lanes256<T>>(fromReal, fromImaginary, toReal, toImaginary);
    }

    /// <summary>exp(−2πi·k∕n), from the nearest octant: as exact as f64 has it.</summary>
    internal static void Root(long k, long n, Span<T> root)
    {
        var (sin, cos) = Math.SinCos(-2 * Math.PI * k / n);
        (root[0], root[1]) = (T.CreateTruncating(cos), T.CreateTruncating(sin));
    }

    private void Run<TLanes>(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary)
        where TLanes : struct, ILanes<TLanes, T>
    {
        fixed (T* twiddles = _twiddles)
        {
            switch (_radix)
            {
                case 2: Two<TLanes>(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                case 3: Three<TLanes>(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                case 4: Four<TLanes>(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                default: Any<TLanes>(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Two<TLanes>(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        for (int p = 0; p < _groups; p++, twiddle += 2)
        {
            TLanes wr = TLanes.Create(twiddle[0]), wi = TLanes.Create(twiddle[1]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (2 * p * step) + q, yi = toImaginary + (2 * p * step) + q;
                TLanes ar = TLanes.Load(xr), ai = TLanes.Load(xi), br = TLanes.Load(xr + far), bi = TLanes.Load(xi + far);
                (ar + br).Store(yr);
                (ai + bi).Store(yi);
                StoreProduct(ar - br, ai - bi, wr, wi, yr + step, yi + step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Three<TLanes>(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        TLanes half = TLanes.Create(T.CreateTruncating(-0.5)), sin = TLanes.Create(T.CreateTruncating(Math.Sqrt(3) / 2));
        for (int p = 0; p < _groups; p++, twiddle += 4)
        {
            TLanes w1r = TLanes.Create(twiddle[0]), w1i = TLanes.Create(twiddle[1]),
                w2r = TLanes.Create(twiddle[2]), w2i = TLanes.Create(twiddle[3]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (3 * p * step) + q, yi = toImaginary + (3 * p * step) + q;
                TLanes ar = TLanes.Load(xr), ai = TLanes.Load(xi), br = TLanes.Load(xr + far),
                    bi = TLanes.Load(xi + far), cr = TLanes.Load(xr + (2 * far)), ci = TLanes.Load(xi + (2 * far));
                TLanes sr = br + cr, si = bi + ci, dr = (br - cr) * sin, di = (bi - ci) * sin;
                TLanes mr = ar + (half * sr), mi = ai + (half * si);
                (ar + sr).Store(yr);
                (ai + si).Store(yi);
                StoreProduct(mr + di, mi - dr, w1r, w1i, yr + step, yi + step);
                StoreProduct(mr - di, mi + dr, w2r, w2i, yr + (2 * step), yi + (2 * step));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four<TLanes>(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        for (int p = 0; p < _groups; p++, twiddle += 6)
        {
            TLanes w1r = TLanes.Create(twiddle[0]), w1i = TLanes.Create(twiddle[1]), w2r = TLanes.Create(twiddle[2]),
                w2i = TLanes.Create(twiddle[3]), w3r = TLanes.Create(twiddle[4]), w3i = TLanes.Create(twiddle[5]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (4 * p * step) + q, yi = toImaginary + (4 * p * step) + q;
                TLanes ar = TLanes.Load(xr), ai = TLanes.Load(xi), br = TLanes.Load(xr + far), bi = TLanes.Load(xi + far);
                TLanes cr = TLanes.Load(xr + (2 * far)), ci = TLanes.Load(xi + (2 * far)),
                    dr = TLanes.Load(xr + (3 * far)), di = TLanes.Load(xi + (3 * far));
                TLanes acr = ar + cr, aci = ai + ci, amr = ar - cr, ami = ai - ci,
                    bdr = br + dr, bdi = bi + di, bmr = br - dr, bmi = bi - di;
                (acr + bdr).Store(yr);
                (aci + bdi).Store(yi);
                StoreProduct(amr + bmi, ami - bmr, w1r, w1i, yr + step, yi + step);
                StoreProduct(acr - bdr, aci - bdi, w2r, w2i, yr + (2 * step), yi + (2 * step));
                StoreProduct(amr - bmi, ami + bmr, w3r, w3i, yr + (3 * step), yi + (3 * step));
            }
        }
    }

    // By definition: as many products as the square of the factor.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Any<TLanes>(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nint lanes = TLanes.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        fixed (T* roots = _roots)
        {
            for (int p = 0; p < _groups; p++, twiddle += 2 * (_radix - 1))
            {
                for (nint q = 0; q < step; q += lanes)
                {
                    T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                    T* yr = toReal + (_radix * p * step) + q, yi = toImaginary + (_radix * p * step) + q;
                    for (int j = 0; j < _radix; j++)
                    {
                        TLanes sr = TLanes.Load(xr), si = TLanes.Load(xi);
                        for (int k = 1, root = j; k < _radix; k++, root = (root + j) % _radix)
                        {
                            TLanes vr = TLanes.Load(xr + (k * far)), vi = TLanes.Load(xi + (k * far)),
                                wr = TLanes.Create(roots[2 * root]), wi = TLanes.Create(roots[(2 * root) + 1]);
                            sr += (vr * wr) - (vi * wi);
                            si += (vr * wi) + (vi * wr);
                        }

                        if (j == 0)
                        {
                            sr.Store(yr);
                            si.Store(yi);
                        }
                        else
                        {
                            StoreProduct(
                                sr, si, TLanes.Create(twiddle[2 * (j - 1)]),
                                TLanes.Create(twiddle[(2 * (j - 1)) + 1]), yr + (j * step), yi + (j * step));
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreProduct<TLanes>(TLanes real, TLanes imaginary, TLanes wr, TLanes wi, T* toReal, T* toImaginary)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes.FusedMultiplyAdd(imaginary, -wi, real * wr).Store(toReal);
        TLanes.FusedMultiplyAdd(imaginary, wr, real * wi).Store(toImaginary);
    }
}
