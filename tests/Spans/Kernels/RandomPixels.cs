using System.Numerics;
using System.Runtime.InteropServices;

namespace Ronchi.Tests.Kernels;

/// <summary>Random pixels of any type; everything follows from the seed.</summary>
internal static class RandomPixels
{
    public static readonly int[] Sizes = [0, 1, 7, 8, 15, 16, 31, 33, 63, 64, 65, 100, 127, 128, 512, 513, 1000, 4095, 4096, 5003];

    /// <summary>Integers of all magnitudes with a share of maxima; floats within ±1000.</summary>
    public static T[] Of<T>(Random random, int count)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var values = new T[count];
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            for (int i = 0; i < count; i++)
                values[i] = T.CreateTruncating((random.NextDouble() - 0.5) * 2000);
            return values;
        }
        random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        bool small = random.Next(2) == 0;
        double share = random.Next(3) * 0.02;
        foreach (ref T value in values.AsSpan())
        {
            if (small)
                value = T.CreateTruncating(random.Next(50));
            if (random.NextDouble() < share)
                value = T.MaxValue;
        }
        return values;
    }

    /// <summary>A bitmap that is empty, full, random or one run.</summary>
    public static byte[] Mask(Random random, int pixels)
    {
        byte[] mask = new byte[((pixels + 7) / 8) + random.Next(3)];
        switch (random.Next(4))
        {
            case 0: break;
            case 1: mask.AsSpan().Fill(0xFF); break;
            case 2: random.NextBytes(mask); break;
            default:
                int from = random.Next(mask.Length + 1);
                mask.AsSpan(from, random.Next(mask.Length - from + 1)).Fill(0xFF);
                break;
        }
        return mask;
    }
}
