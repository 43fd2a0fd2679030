using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary>Frames in double precision times a basis, and back: the two products of principal components and covariance.</summary>
/// <remarks>A few frames share each stretch of the basis while it is in the first-level cache. Sums are added to.</remarks>
public static unsafe class FrameProjection
{
    private const int Chunk = 512;

    /// <summary>Adds Σ frame · basis vector for every frame and vector: coefficients [frames × vectors].</summary>
    /// <param name="frames">Frames one after another.</param>
    /// <param name="pixels">Pixels of each.</param>
    /// <param name="basis">Basis vectors one after another.</param>
    /// <param name="coefficients">Frame by frame, one for each vector.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Project(ReadOnlySpan<double> frames, int pixels, ReadOnlySpan<double> basis, Span<double> coefficients)
    {
        var (count, vectors) = Check(frames.Length, pixels, basis.Length, coefficients.Length);
        fixed (double* frame = frames)
        fixed (double* vector = basis)
        fixed (double* coefficient = coefficients)
        {
            for (int from = 0; from < pixels; from += Chunk)
            {
                int length = Math.Min(Chunk, pixels - from);
                for (int v = 0; v < vectors; v++)
                {
                    for (int f = 0; f < count; f++)
                        coefficient[(f * vectors) + v] += Dot(
                            frame + ((nint)f * pixels) + from, vector + ((nint)v * pixels) + from, length);
                }
            }
        }
    }

    /// <summary>Adds Σ coefficient · frame for every vector: sums [vectors × pixels].</summary>
    /// <param name="frames">Frames one after another.</param>
    /// <param name="pixels">Pixels of each.</param>
    /// <param name="coefficients">Frame by frame, one for each vector.</param>
    /// <param name="sums">Vector by vector.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(ReadOnlySpan<double> frames, int pixels, ReadOnlySpan<double> coefficients, Span<double> sums)
    {
        var (count, vectors) = Check(frames.Length, pixels, sums.Length, coefficients.Length);
        fixed (double* frame = frames)
        fixed (double* sum = sums)
        fixed (double* coefficient = coefficients)
        {
            for (int from = 0; from < pixels; from += Chunk)
            {
                int length = Math.Min(Chunk, pixels - from);
                for (int v = 0; v < vectors; v++)
                    AddScaled(frame + from, pixels, count, coefficient + v, vectors, sum + ((nint)v * pixels) + from, length);
            }
        }
    }

    private static (int Frames, int Vectors) Check(int frames, int pixels, int basis, int coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        int count = pixels == 0 ? 0 : frames / pixels, vectors = pixels == 0 ? 0 : basis / pixels;
        return (long)count * pixels == frames && (long)vectors * pixels == basis && (long)count * vectors == coefficients
            ? (count, vectors)
            : throw new ArgumentException(
                $"{frames} values of frames of {pixels} pixels, {basis} of vectors and {coefficients} "
                + "coefficients do not belong together.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot(double* a, double* b, int length)
    {
        Vector512<double> first = default, second = default;
        int i = 0;
        for (; i + 16 <= length; i += 16)
        {
            first = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), first);
            second = Vector512.FusedMultiplyAdd(Vector512.Load(a + i + 8), Vector512.Load(b + i + 8), second);
        }

        double sum = Vector512.Sum(first + second);
        for (; i < length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(double* frames, nint stride, int count, double* coefficients, nint step, double* sums, int length)
    {
        int i = 0;
        for (; i + 8 <= length; i += 8)
        {
            var sum = Vector512.Load(sums + i);
            for (int f = 0; f < count; f++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(frames + (f * stride) + i), Vector512.Create(coefficients[f * step]), sum);
            sum.Store(sums + i);
        }

        for (; i < length; i++)
        {
            for (int f = 0; f < count; f++)
                sums[i] += frames[(f * stride) + i] * coefficients[f * step];
        }
    }
}
