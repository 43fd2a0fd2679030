using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Sparse;

/// <summary>Weighted sums of sparse frames under a stack of dense masks: stored values alone are touched. Products and sums in f64: 1e-13 of Σ|weight · value|.</summary>
public static unsafe class CsrMaskStackSum
{
    /// <summary>Adds Σ weight · value for every frame and mask.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="weights">[P × M], pixel by pixel: the weights of one pixel under all masks lie together.</param>
    /// <param name="masks">M.</param>
    /// <param name="sums">[F × M], frame by frame.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Add<T>(in CsrFrames<T> frames, ReadOnlySpan<float> weights, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(masks);
        if ((long)frames.Pixels * masks != weights.Length)
            throw new ArgumentException($"{masks} masks of {frames.Pixels} pixels are not {weights.Length} weights.", nameof(weights));
        if ((long)frames.Count * masks != sums.Length)
            throw new ArgumentException($"{frames.Count} frames under {masks} masks need as many sums each, not {sums.Length}.", nameof(sums));
        fixed (T* values = frames.Values)
        fixed (int* columns = frames.Columns)
        fixed (float* weight = weights)
        fixed (double* sum = sums)
        {
            for (int f = 0; f < frames.Count; f++)
            {
                int from = frames.Start(f), count = frames.Start(f + 1) - from;
                int k = 0;
                if (Avx.IsSupported)
                {
                    for (; k + 8 <= masks; k += 8)
                        AddEight(values + from, columns + from, count, weight + k, masks, sum + ((long)f * masks) + k);
                }
                if (Avx.IsSupported && k + 4 <= masks)
                {
                    AddFour(values + from, columns + from, count, weight + k, masks, sum + ((long)f * masks) + k);
                    k += 4;
                }
                for (; k < masks; k++)
                    sum[((long)f * masks) + k] += One(values + from, columns + from, count, frames.Used.End.Value - from, weight + k, masks);
            }
        }
    }

    /// <summary>One mask, of which four running sums are independent of one another.</summary>
    /// <remarks>The last lanes of a frame are filled with the beginning of the next ones, as far as there are <paramref name="readable"/> values, and set to 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double One<T>(T* values, int* columns, int count, int readable, float* weights, int masks)
        where T : unmanaged, INumber<T>
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        if (Avx2.IsSupported && masks == 1 && PixelSingles.Hold<T>())
        {
            Vector256<double> lower = default, upper = default;
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> value = PixelSingles.Load256(values + i);
                Vector256<float> weight = Avx2.GatherVector256(weights, Vector256.Load(columns + i), sizeof(float));
                lower += Avx.ConvertToVector256Double(value.GetLower()) * Avx.ConvertToVector256Double(weight.GetLower());
                upper += Avx.ConvertToVector256Double(value.GetUpper()) * Avx.ConvertToVector256Double(weight.GetUpper());
            }
            if (i < count && i + 8 <= readable)
            {
                Vector256<float> own = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count - i)).AsSingle();
                Vector256<float> value = PixelSingles.Load256(values + i) & own;
                Vector256<float> weight = Avx2.GatherVector256(weights, Vector256.Load(columns + i), sizeof(float)) & own;
                lower += Avx.ConvertToVector256Double(value.GetLower()) * Avx.ConvertToVector256Double(weight.GetLower());
                upper += Avx.ConvertToVector256Double(value.GetUpper()) * Avx.ConvertToVector256Double(weight.GetUpper());
                i = count;
            }
            a = Vector256.Sum(lower + upper);
        }
        for (; i + 4 <= count; i += 4)
        {
            a += double.CreateTruncating(values[i]) * weights[(nint)columns[i] * masks];
            b += double.CreateTruncating(values[i + 1]) * weights[(nint)columns[i + 1] * masks];
            c += double.CreateTruncating(values[i + 2]) * weights[(nint)columns[i + 2] * masks];
            d += double.CreateTruncating(values[i + 3]) * weights[(nint)columns[i + 3] * masks];
        }
        for (; i < count; i++)
            a += double.CreateTruncating(values[i]) * weights[(nint)columns[i] * masks];
        return a + b + (c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour<T>(T* values, int* columns, int count, float* weights, int masks, double* sums)
        where T : unmanaged, INumber<T>
    {
        Vector256<double> a = Vector256.Load(sums);
        for (int i = 0; i < count; i++)
            a += Vector256.Create(double.CreateTruncating(values[i])) * Avx.ConvertToVector256Double(Vector128.Load(weights + ((nint)columns[i] * masks)));
        a.Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddEight<T>(T* values, int* columns, int count, float* weights, int masks, double* sums)
        where T : unmanaged, INumber<T>
    {
        Vector256<double> a = Vector256.Load(sums), b = Vector256.Load(sums + 4);
        for (int i = 0; i < count; i++)
        {
            Vector256<double> value = Vector256.Create(double.CreateTruncating(values[i]));
            float* weight = weights + ((nint)columns[i] * masks);
            a += value * Avx.ConvertToVector256Double(Vector128.Load(weight));
            b += value * Avx.ConvertToVector256Double(Vector128.Load(weight + 4));
        }
        a.Store(sums);
        b.Store(sums + 4);
    }
}
