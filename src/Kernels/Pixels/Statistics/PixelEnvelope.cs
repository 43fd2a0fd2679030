using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Largest and smallest value of every pixel over frames. NaN goes through: a pixel that holds one is NaN.</summary>
public static unsafe class PixelEnvelope
{
    private const int FramesPerTouch = 8;

    /// <summary>Raises each entry to the largest value that its pixel has in the frames.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="largest">One entry a pixel; begins at the type's lowest value, −∞ of floats.</param>
    /// <param name="noData">A value that is no measurement and is passed over; null: none.</param>
    /// <exception cref="ArgumentException">The frames are not whole.</exception>
    public static void Raise<T>(ReadOnlySpan<T> frames, Span<T> largest, T? noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Apply<T, Maximum>(frames, largest, noData, PixelExtremes<T>.None.Maximum);

    /// <summary>Lowers each entry to the smallest value that its pixel has in the frames.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="smallest">One entry a pixel; begins at the type's highest value, ∞ of floats.</param>
    /// <param name="noData">A value that is no measurement and is passed over; null: none.</param>
    /// <exception cref="ArgumentException">The frames are not whole.</exception>
    public static void Lower<T>(ReadOnlySpan<T> frames, Span<T> smallest, T? noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Apply<T, Minimum>(frames, smallest, noData, PixelExtremes<T>.None.Minimum);

    private static void Apply<T, TChoice>(ReadOnlySpan<T> frames, Span<T> chosen, T? noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        if (chosen.IsEmpty ? !frames.IsEmpty : frames.Length % chosen.Length != 0)
            throw new ArgumentException(
                $"{frames.Length} values do not make a whole number of frames of {chosen.Length} pixels.", nameof(frames));
        if (frames.IsEmpty)
            return;
        int pixels = chosen.Length, count = frames.Length / pixels;
        fixed (T* first = frames)
        fixed (T* entries = chosen)
        {
            for (int f = 0; f < count; f += FramesPerTouch)
            {
                T* group = first + ((long)f * pixels);
                int some = Math.Min(FramesPerTouch, count - f);
                if (Vector512.IsHardwareAccelerated && typeof(T) != typeof(float)
                    && typeof(T) != typeof(double) && pixels >= Vector512<T>.Count)
                    Integers<T, TChoice>(group, some, pixels, entries, noData, neutral);
                else
                    Group<T, TChoice>(group, some, pixels, entries, noData ?? neutral, neutral);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group<T, TChoice>(T* frames, int count, int pixels, T* chosen, T noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        Vector<T> excluded = new(noData), instead = new(neutral);
        int i = 0;
        for (; i + Vector<T>.Count <= pixels; i += Vector<T>.Count)
        {
            Vector<T> entry = Vector.Load(chosen + i);
            T* p = frames + i;
            FramesAhead.Line(p, count, pixels, Vector<byte>.Count);
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector<T> value = Vector.Load(p);
                entry = TChoice.Of(entry, Vector.ConditionalSelect(Vector.Equals(value, excluded), instead, value));
            }
            entry.Store(chosen + i);
        }
        for (; i < pixels; i++)
        {
            T* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
                chosen[i] = TChoice.Of(chosen[i], *p == noData ? neutral : *p);
        }
    }

    // Without NaN a comparison is one instruction, and without "no data" there is nothing else to do. Vectors begin with a line of memory;
    // the first and the last may do pixels a second time, which changes nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Integers<T, TChoice>(T* frames, int count, int pixels, T* chosen, T? noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        int lanes = Vector512<T>.Count, i = VectorStart.Of(frames, pixels);
        if (i > 0)
            One<T, TChoice>(frames, count, pixels, chosen, noData, neutral);
        if (noData is null)
        {
            for (; i + (2 * lanes) <= pixels; i += 2 * lanes)
            {
                Vector512<T> entry = Vector512.Load(chosen + i), next = Vector512.Load(chosen + i + lanes);
                T* p = frames + i;
                for (int f = 0; f < count; f++, p += pixels)
                {
                    Fetch(p);
                    entry = TChoice.Of(entry, Vector512.Load(p));
                    next = TChoice.Of(next, Vector512.Load(p + lanes));
                }

                entry.Store(chosen + i);
                next.Store(chosen + i + lanes);
            }
        }

        for (; i < pixels; i += lanes)
        {
            int from = Math.Min(i, pixels - lanes);
            FramesAhead.Line(frames + from, count, pixels, Vector512<byte>.Count);
            One<T, TChoice>(frames + from, count, pixels, chosen + from, noData, neutral);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<T, TChoice>(T* frames, int count, int pixels, T* chosen, T? noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        Vector512<T> excluded = Vector512.Create(noData ?? neutral), instead = Vector512.Create(neutral), entry = Vector512.Load(chosen);
        for (int f = 0; f < count; f++, frames += pixels)
        {
            Vector512<T> value = Vector512.Load(frames);
            entry = TChoice.Of(entry, Vector512.ConditionalSelect(Vector512.Equals(value, excluded), instead, value));
        }

        entry.Store(chosen);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<T>(T* frame)
        where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0((byte*)frame + FramesAhead.Bytes);
    }

    private interface IChoice
    {
        /// <summary>Of integers.</summary>
        static abstract Vector512<T> Of<T>(Vector512<T> left, Vector512<T> right);

        static abstract Vector<T> Of<T>(Vector<T> left, Vector<T> right);

        static abstract T Of<T>(T left, T right)
            where T : INumber<T>;
    }

    private readonly struct Maximum : IChoice
    {
        public static Vector512<T> Of<T>(Vector512<T> left, Vector512<T> right) => Vector512.Max(left, right);

        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Max(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T>
            => T.Max(left, right);
    }

    private readonly struct Minimum : IChoice
    {
        public static Vector512<T> Of<T>(Vector512<T> left, Vector512<T> right) => Vector512.Min(left, right);

        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Min(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T>
            => T.Min(left, right);
    }
}
