using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Fourier;

/// <summary>Turns 16 rows of 16 single-precision values into 16 columns, in registers where they are wide enough.</summary>
internal static unsafe class LaneTranspose
{
    public const int Side = 16;

    /// <param name="from">Row 0; rows of at least 16 values.</param>
    /// <param name="fromStride">Values from one row to the next.</param>
    /// <param name="to">Row 0 of the result.</param>
    /// <param name="toStride">Values from one row of the result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(float* from, nint fromStride, float* to, nint toStride)
    {
        if (!Avx512F.IsSupported)
        {
            for (nint row = 0; row < Side; row++)
            {
                for (nint column = 0; column < Side; column++)
                    to[(column * toStride) + row] = from[(row * fromStride) + column];
            }

            return;
        }

        Quarter(from, fromStride, out var a0, out var a1, out var a2, out var a3);
        Quarter(from + (4 * fromStride), fromStride, out var b0, out var b1, out var b2, out var b3);
        Quarter(from + (8 * fromStride), fromStride, out var c0, out var c1, out var c2, out var c3);
        Quarter(from + (12 * fromStride), fromStride, out var d0, out var d1, out var d2, out var d3);
        Lanes(a0, b0, c0, d0, to, toStride);
        Lanes(a1, b1, c1, d1, to + toStride, toStride);
        Lanes(a2, b2, c2, d2, to + (2 * toStride), toStride);
        Lanes(a3, b3, c3, d3, to + (3 * toStride), toStride);
    }

    // Within 128-bit lanes: vector j holds column 4 · lane + j of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(float* rows, nint stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        Vector512<float> r0 = Vector512.Load(rows), r1 = Vector512.Load(rows + stride), r2 = Vector512.Load(rows + (2 * stride)), r3 = Vector512.Load(rows + (3 * stride));
        var low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        c0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        c1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        c2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        c3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint stride)
    {
        var evenFirst = Avx512F.Shuffle4x128(a, b, 0x88);
        var evenLast = Avx512F.Shuffle4x128(c, d, 0x88);
        var oddFirst = Avx512F.Shuffle4x128(a, b, 0xDD);
        var oddLast = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(evenFirst, evenLast, 0x88).Store(to);
        Avx512F.Shuffle4x128(oddFirst, oddLast, 0x88).Store(to + (4 * stride));
        Avx512F.Shuffle4x128(evenFirst, evenLast, 0xDD).Store(to + (8 * stride));
        Avx512F.Shuffle4x128(oddFirst, oddLast, 0xDD).Store(to + (12 * stride));
    }
}
