using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Pictures;

namespace Ronchi.Tests.Pictures;

/// <summary>Arrays of every element type and of odd shapes.</summary>
internal static class RandomArrays
{
    public static readonly long[][] Shapes = [[], [0], [1], [7], [3, 5], [0, 4], [2, 3, 5], [1, 1, 1, 1], [2, 1, 3, 1, 2]];

    public static NamedArray Make(string name, ElementType type, long[] shape, int seed)
    {
        var random = new Random(seed);
        var count = (int)shape.Aggregate(1L, static (product, length) => product * length);
        return new(name, type, [.. shape], Values(random, type, count));
    }

    public static bool SameBits(Array left, Array right) => Bytes(left).AsSpan().SequenceEqual(Bytes(right));

    private static byte[] Bytes(Array values) => values is Complex[] complex
        ? MemoryMarshal.AsBytes(complex.AsSpan()).ToArray()
        : Copy(values);

    private static byte[] Copy(Array values)
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static Array Values(Random random, ElementType type, int count) => type switch
    {
        ElementType.U8 => Bits<byte>(random, count),
        ElementType.U16 => Bits<ushort>(random, count),
        ElementType.U32 => Bits<uint>(random, count),
        ElementType.U64 => Bits<ulong>(random, count),
        ElementType.I8 => Bits<sbyte>(random, count),
        ElementType.I16 => Bits<short>(random, count),
        ElementType.I32 => Bits<int>(random, count),
        ElementType.I64 => Bits<long>(random, count),
        ElementType.F32 => Floats(random, count),
        ElementType.F64 => Array.ConvertAll(Floats(random, count), static value => (double)value / 3),
        ElementType.C64 => Floats(random, 2 * count),
        ElementType.C128 => Enumerable.Range(0, count).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble())).ToArray(),
        _ => Enumerable.Range(0, count).Select(_ => random.Next(2) == 1).ToArray(),
    };

    private static T[] Bits<T>(Random random, int count)
        where T : unmanaged
    {
        var values = new T[count];
        random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static float[] Floats(Random random, int count)
    {
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];
        var values = Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        for (var i = 0; i < values.Length && i < special.Length; i++)
            values[^(i + 1)] = special[i];
        return values;
    }
}
