using System.Numerics;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Two images in one, in single precision; sums of 64 bits are combined in double precision before they are rounded.</summary>
public static class CombinedImage
{
    /// <summary>Combines two images.</summary>
    /// <param name="combination">How.</param>
    /// <param name="first">Values a of any real type.</param>
    /// <param name="second">Values b; as many.</param>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public static float[] Of(ImageCombination combination, Array first, Array second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Length != second.Length)
            throw new ArgumentException($"Images of {first.Length} and {second.Length} positions cannot be combined.", nameof(second));
        double[] a = Doubles(first), b = Doubles(second);
        float[] combined = new float[a.Length];
        for (var i = 0; i < combined.Length; i++)
        {
            combined[i] = (float)(combination switch
            {
                ImageCombination.Mean => (a[i] + b[i]) / 2,
                ImageCombination.Difference => a[i] - b[i],
                _ => b[i] == 0 ? double.NaN : a[i] / b[i],
            });
        }

        return combined;
    }

    private static double[] Doubles(Array values) => ElementTypes.Of(values.GetType().GetElementType()!).Dispatch<Converting, double[]>(new(values));

    private readonly struct Converting(Array values) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])values, static value => double.CreateTruncating(value));
    }
}
