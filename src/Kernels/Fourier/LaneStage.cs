using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Fourier;

/// <summary>One factor of a transform: with n the length that is left and s the product of the factors before, y[q + s·(r·p + j)] = exp(−2πi·p·j∕n) · DFTᵣ(x[q + s·(p + k·n∕r)])ⱼ.</summary>
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
        fixed (T* twiddles = _twiddles)
        {
            switch (_radix)
            {
                case 2: Two(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                case 3: Three(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                case 4: Four(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
                default: Any(fromReal, fromImaginary, toReal, toImaginary, twiddles); break;
            }
        }
    }

    /// <summary>exp(−2πi·k∕n), from the nearest octant: as exact as f64 has it.</summary>
    internal static void Root(long k, long n, Span<T> root)
    {
        var (sin, cos) = Math.SinCos(-2 * Math.PI * k / n);
        (root[0], root[1]) = (T.CreateTruncating(cos), T.CreateTruncating(sin));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Two(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
    {
        nint lanes = Vector512<T>.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        for (int p = 0; p < _groups; p++, twiddle += 2)
        {
            Vector512<T> wr = Vector512.Create(twiddle[0]), wi = Vector512.Create(twiddle[1]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (2 * p * step) + q, yi = toImaginary + (2 * p * step) + q;
                Vector512<T> ar = Vector512.Load(xr), ai = Vector512.Load(xi), br = Vector512.Load(xr + far), bi = Vector512.Load(xi + far);
                (ar + br).Store(yr);
                (ai + bi).Store(yi);
                StoreProduct(ar - br, ai - bi, wr, wi, yr + step, yi + step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Three(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
    {
        nint lanes = Vector512<T>.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        Vector512<T> half = Vector512.Create(T.CreateTruncating(-0.5)), sin = Vector512.Create(T.CreateTruncating(Math.Sqrt(3) / 2));
        for (int p = 0; p < _groups; p++, twiddle += 4)
        {
            Vector512<T> w1r = Vector512.Create(twiddle[0]), w1i = Vector512.Create(twiddle[1]), w2r = Vector512.Create(twiddle[2]), w2i = Vector512.Create(twiddle[3]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (3 * p * step) + q, yi = toImaginary + (3 * p * step) + q;
                Vector512<T> ar = Vector512.Load(xr), ai = Vector512.Load(xi), br = Vector512.Load(xr + far), bi = Vector512.Load(xi + far), cr = Vector512.Load(xr + (2 * far)), ci = Vector512.Load(xi + (2 * far));
                Vector512<T> sr = br + cr, si = bi + ci, dr = (br - cr) * sin, di = (bi - ci) * sin;
                Vector512<T> mr = ar + (half * sr), mi = ai + (half * si);
                (ar + sr).Store(yr);
                (ai + si).Store(yi);
                StoreProduct(mr + di, mi - dr, w1r, w1i, yr + step, yi + step);
                StoreProduct(mr - di, mi + dr, w2r, w2i, yr + (2 * step), yi + (2 * step));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
    {
        nint lanes = Vector512<T>.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
        for (int p = 0; p < _groups; p++, twiddle += 6)
        {
            Vector512<T> w1r = Vector512.Create(twiddle[0]), w1i = Vector512.Create(twiddle[1]), w2r = Vector512.Create(twiddle[2]), w2i = Vector512.Create(twiddle[3]), w3r = Vector512.Create(twiddle[4]), w3i = Vector512.Create(twiddle[5]);
            for (nint q = 0; q < step; q += lanes)
            {
                T* xr = fromReal + (p * step) + q, xi = fromImaginary + (p * step) + q;
                T* yr = toReal + (4 * p * step) + q, yi = toImaginary + (4 * p * step) + q;
                Vector512<T> ar = Vector512.Load(xr), ai = Vector512.Load(xi), br = Vector512.Load(xr + far), bi = Vector512.Load(xi + far);
                Vector512<T> cr = Vector512.Load(xr + (2 * far)), ci = Vector512.Load(xi + (2 * far)), dr = Vector512.Load(xr + (3 * far)), di = Vector512.Load(xi + (3 * far));
                Vector512<T> acr = ar + cr, aci = ai + ci, amr = ar - cr, ami = ai - ci, bdr = br + dr, bdi = bi + di, bmr = br - dr, bmi = bi - di;
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
    private void Any(T* fromReal, T* fromImaginary, T* toReal, T* toImaginary, T* twiddle)
    {
        nint lanes = Vector512<T>.Count, far = (nint)_stride * _groups * lanes, step = (nint)_stride * lanes;
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
                        Vector512<T> sr = Vector512.Load(xr), si = Vector512.Load(xi);
                        for (int k = 1, root = j; k < _radix; k++, root = (root + j) % _radix)
                        {
                            Vector512<T> vr = Vector512.Load(xr + (k * far)), vi = Vector512.Load(xi + (k * far)), wr = Vector512.Create(roots[2 * root]), wi = Vector512.Create(roots[(2 * root) + 1]);
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
                            StoreProduct(sr, si, Vector512.Create(twiddle[2 * (j - 1)]), Vector512.Create(twiddle[(2 * (j - 1)) + 1]), yr + (j * step), yi + (j * step));
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreProduct(Vector512<T> real, Vector512<T> imaginary, Vector512<T> wr, Vector512<T> wi, T* toReal, T* toImaginary)
    {
        Fused(imaginary, -wi, real * wr).Store(toReal);
        Fused(imaginary, wr, real * wi).Store(toImaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fused(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
}
