using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Values of one type as those of a wider one (<see cref="Promotion"/>).</summary>
internal static class TypeConversion
{
    /// <summary>Converts all values.</summary>
    /// <param name="source">Values in native byte order.</param>
    /// <param name="from">Their type.</param>
    /// <param name="target">As many values of the other type; filled.</param>
    /// <param name="to">The other type.</param>
    public static void Convert(ReadOnlySpan<byte> source, ElementType from, Span<byte> target, ElementType to)
    {
        if (from == to)
            source.CopyTo(target);
        else if (from == ElementType.C64)
            Widen(MemoryMarshal.Cast<byte, Complex64>(source), MemoryMarshal.Cast<byte, Complex>(target));
        else if (to == ElementType.C64)
            Pair(source, from, MemoryMarshal.Cast<byte, Complex64>(target));
        else if (to == ElementType.C128)
            Pair(source, from, MemoryMarshal.Cast<byte, Complex>(target));
        else
            from.Dispatch<From, bool>(new(source, target, to));
    }

    private static void Widen(ReadOnlySpan<Complex64> source, Span<Complex> target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = source[i];
    }

    private static void Pair(ReadOnlySpan<byte> source, ElementType from, Span<Complex64> target)
    {
        var real = new float[target.Length];
        Convert(source, from, MemoryMarshal.AsBytes(real.AsSpan()), ElementType.F32);
        for (var i = 0; i < real.Length; i++)
            target[i] = new(real[i], 0);
    }

    private static void Pair(ReadOnlySpan<byte> source, ElementType from, Span<Complex> target)
    {
        var real = new double[target.Length];
        Convert(source, from, MemoryMarshal.AsBytes(real.AsSpan()), ElementType.F64);
        for (var i = 0; i < real.Length; i++)
            target[i] = real[i];
    }

    private static void Copy<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> target)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var i = 0;
        if (typeof(TFrom) == typeof(ushort) && typeof(TTo) == typeof(float))
        {
            var values = MemoryMarshal.Cast<TFrom, ushort>(source);
            var singles = MemoryMarshal.Cast<TTo, float>(target);
            for (; i + Vector<ushort>.Count <= values.Length; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(values[i..]), out var low, out var high);
                Vector.ConvertToSingle(low.As<uint, int>()).CopyTo(singles[i..]);
                Vector.ConvertToSingle(high.As<uint, int>()).CopyTo(singles[(i + Vector<float>.Count)..]);
            }
        }

        for (; i < source.Length; i++)
            target[i] = TTo.CreateTruncating(source[i]);
    }

    private readonly ref struct From(ReadOnlySpan<byte> source, Span<byte> target, ElementType to) : IElementTypeAction<bool>
    {
        private readonly ReadOnlySpan<byte> _source = source;
        private readonly Span<byte> _target = target;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => to.Dispatch<To<T>, bool>(new(MemoryMarshal.Cast<byte, T>(_source), _target));
    }

    private readonly ref struct To<TFrom>(ReadOnlySpan<TFrom> source, Span<byte> target) : IElementTypeAction<bool>
        where TFrom : unmanaged, INumber<TFrom>
    {
        private readonly ReadOnlySpan<TFrom> _source = source;
        private readonly Span<byte> _target = target;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            Copy(_source, MemoryMarshal.Cast<byte, T>(_target));
            return true;
        }
    }
}
