using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Sparse;

/// <summary>
/// Weighted sums of sparse frames under a stack of dense masks: stored values alone are touched. Products and sums in f64: 1e-13 of
/// Σ|weight · value|.
/// </summary>
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
        Check(frames.Pixels, frames.Count, weights.Length, masks, sums.Length);
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
                    sum[((long)f * masks) + k] += One(
                        values + from, columns + from, count, frames.Used.End.Value - from, weight + k, masks);
            }
        }
    }

    /// <inheritdoc cref="Add{T}(in CsrFrames{T}, ReadOnlySpan{float}, int, Span{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(in CsrFrames<T> frames, ReadOnlySpan<double> weights, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Check(frames.Pixels, frames.Count, weights.Length, masks, sums.Length);
        for (int f = 0; f < frames.Count; f++)
        {
            var sum = sums.Slice(f * masks, masks);
            for (int i = frames.Start(f); i < frames.Start(f + 1); i++)
            {
                double value = double.CreateTruncating(frames.Values[i]);
                var weight = weights.Slice(frames.Columns[i] * masks, masks);
                for (int k = 0; k < masks; k++)
                    sum[k] += value * weight[k];
            }
        }
    }

    /// <summary>As the other forms, with weights whose type is a type parameter: float or double.</summary>
    /// <inheritdoc cref="Add{T}(in CsrFrames{T}, ReadOnlySpan{float}, int, Span{double})"/>
    public static void Add<T, TWeight>(in CsrFrames<T> frames, ReadOnlySpan<TWeight> weights, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged
    {
        if (typeof(TWeight) == typeof(float))
            Add(frames, MemoryMarshal.Cast<TWeight, float>(weights), masks, sums);
        else if (typeof(TWeight) == typeof(double))
            Add(frames, MemoryMarshal.Cast<TWeight, double>(weights), masks, sums);
        else
            throw new ArgumentException($"Weights are float or double, not {typeof(TWeight).Name}.", nameof(weights));
    }

    private static void Check(int pixels, int count, int weights, int masks, int sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(masks);
        if ((long)pixels * masks != weights)
            throw new ArgumentException($"{masks} masks of {pixels} pixels are not {weights} weights.", nameof(weights));
        if ((long)count * masks != sums)
            throw new ArgumentException($"{count} frames under {masks} masks need as many sums each, not {sums}.", nameof(sums));
    }

    /// <summary>One mask, of which four running sums are independent of one another.</summary>
    /// <remarks>
    /// The last lanes of a frame are filled with the beginning of the next ones, as far as there are <paramref name="readable"/> values,
    /// and set to 0.
    /// </remarks>
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
            a += Vector256.Create(double.CreateTruncating(values[i]))
                * Avx.ConvertToVector256Double(Vector128.Load(weights + ((nint)columns[i] * masks)));
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
