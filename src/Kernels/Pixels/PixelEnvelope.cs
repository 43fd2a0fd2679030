using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Largest and smallest value of every pixel over frames. NaN is passed over.</summary>
public static class PixelEnvelope
{
    /// <summary>Raises each entry to the largest value that its pixel has in the frames.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="largest">One entry a pixel; begins at the type's lowest value.</param>
    /// <param name="noData">A value that is no measurement and is passed over; null: none.</param>
    /// <exception cref="ArgumentException">The frames are not whole.</exception>
    public static void Raise<T>(ReadOnlySpan<T> frames, Span<T> largest, T? noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Apply<T, Maximum>(frames, largest, noData, T.MinValue);

    /// <summary>Lowers each entry to the smallest value that its pixel has in the frames.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="smallest">One entry a pixel; begins at the type's highest value.</param>
    /// <param name="noData">A value that is no measurement and is passed over; null: none.</param>
    /// <exception cref="ArgumentException">The frames are not whole.</exception>
    public static void Lower<T>(ReadOnlySpan<T> frames, Span<T> smallest, T? noData)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Apply<T, Minimum>(frames, smallest, noData, T.MaxValue);

    private static void Apply<T, TChoice>(ReadOnlySpan<T> frames, Span<T> chosen, T? noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        if (chosen.IsEmpty ? !frames.IsEmpty : frames.Length % chosen.Length != 0)
            throw new ArgumentException($"{frames.Length} values are no whole number of frames of {chosen.Length} pixels.", nameof(frames));
        for (; !frames.IsEmpty; frames = frames[chosen.Length..])
            Frame<T, TChoice>(frames[..chosen.Length], chosen, noData, neutral);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Frame<T, TChoice>(ReadOnlySpan<T> frame, Span<T> chosen, T? noData, T neutral)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        var values = MemoryMarshal.Cast<T, Vector<T>>(frame);
        var entries = MemoryMarshal.Cast<T, Vector<T>>(chosen);
        var (excluded, instead) = (new Vector<T>(noData ?? neutral), new Vector<T>(neutral));
        for (var i = 0; i < entries.Length; i++)
            entries[i] = TChoice.Of(entries[i], Vector.ConditionalSelect(Vector.Equals(values[i], excluded), instead, values[i]));
        for (var i = entries.Length * Vector<T>.Count; i < chosen.Length; i++)
            chosen[i] = TChoice.Of(chosen[i], frame[i] == (noData ?? neutral) ? neutral : frame[i]);
    }

    private interface IChoice
    {
        static abstract Vector<T> Of<T>(Vector<T> left, Vector<T> right);

        static abstract T Of<T>(T left, T right)
            where T : INumber<T>;
    }

    private readonly struct Maximum : IChoice
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.MaxNumber(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T>
            => T.MaxNumber(left, right);
    }

    private readonly struct Minimum : IChoice
    {
        public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.MinNumber(left, right);

        public static T Of<T>(T left, T right)
            where T : INumber<T>
            => T.MinNumber(left, right);
    }
}
