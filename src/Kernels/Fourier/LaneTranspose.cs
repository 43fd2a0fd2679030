using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Fourier;

/// <summary>Turns rows of single-precision values into columns, 16 of 16 or 8 of 8: as many as there are lanes.</summary>
internal static unsafe class LaneTranspose
{
    /// <param name="from">Row 0; rows of at least as many values as there are lanes.</param>
    /// <param name="fromStride">Values from one row to the next.</param>
    /// <param name="to">Row 0 of the result.</param>
    /// <param name="toStride">Values from one row of the result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(float* from, nint fromStride, float* to, nint toStride)
    {
        if (LaneWidth.Is512 && Avx512F.IsSupported)
            Sixteen(from, fromStride, to, toStride);
        else if (!LaneWidth.Is512 && Avx.IsSupported)
            Eight(from, fromStride, to, toStride);
        else
            Plain(from, fromStride, to, toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* from, nint fromStride, float* to, nint toStride)
    {
        Quarter(from, fromStride, out var a0, out var a1, out var a2, out var a3);
        Quarter(from + (4 * fromStride), fromStride, out var b0, out var b1, out var b2, out var b3);
        Quarter(from + (8 * fromStride), fromStride, out var c0, out var c1, out var c2, out var c3);
        Quarter(from + (12 * fromStride), fromStride, out var d0, out var d1, out var d2, out var d3);
        Lanes(a0, b0, c0, d0, to, toStride);
        Lanes(a1, b1, c1, d1, to + toStride, toStride);
        Lanes(a2, b2, c2, d2, to + (2 * toStride), toStride);
        Lanes(a3, b3, c3, d3, to + (3 * toStride), toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* from, nint fromStride, float* to, nint toStride)
    {
        Half(from, fromStride, out var a0, out var a1, out var a2, out var a3);
        Half(from + (4 * fromStride), fromStride, out var b0, out var b1, out var b2, out var b3);
        Avx.Permute2x128(a0, b0, 0x20).Store(to);
        Avx.Permute2x128(a1, b1, 0x20).Store(to + toStride);
        Avx.Permute2x128(a2, b2, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(a3, b3, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(a0, b0, 0x31).Store(to + (4 * toStride));
        Avx.Permute2x128(a1, b1, 0x31).Store(to + (5 * toStride));
        Avx.Permute2x128(a2, b2, 0x31).Store(to + (6 * toStride));
        Avx.Permute2x128(a3, b3, 0x31).Store(to + (7 * toStride));
    }

    private static void Plain(float* from, nint fromStride, float* to, nint toStride)
    {
        for (nint row = 0; row < LaneWidth.Of<float>(); row++)
        {
            for (nint column = 0; column < LaneWidth.Of<float>(); column++)
                to[(column * toStride) + row] = from[(row * fromStride) + column];
        }
    }

    // As Quarter, of vectors of two 128-bit lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(
        float* rows, nint stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> r0 = Vector256.Load(rows), r1 = Vector256.Load(rows + stride),
            r2 = Vector256.Load(rows + (2 * stride)), r3 = Vector256.Load(rows + (3 * stride));
        var low01 = Avx.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        c0 = Avx.UnpackLow(low01, low23).AsSingle();
        c1 = Avx.UnpackHigh(low01, low23).AsSingle();
        c2 = Avx.UnpackLow(high01, high23).AsSingle();
        c3 = Avx.UnpackHigh(high01, high23).AsSingle();
    }

    // Within 128-bit lanes: vector j holds column 4 · lane + j of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(
        float* rows, nint stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        Vector512<float> r0 = Vector512.Load(rows), r1 = Vector512.Load(rows + stride),
            r2 = Vector512.Load(rows + (2 * stride)), r3 = Vector512.Load(rows + (3 * stride));
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
