using System.Numerics;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>The median from the values in the middle.</summary>
internal static class MiddleOf<T, TKey>
    where T : unmanaged, INumber<T>
    where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
{
    /// <summary>The mean of two keys' values.</summary>
    public static double Two(TKey lower, TKey upper) =>
        lower == upper ? OrderedKey.Value<T, TKey>(lower) : (OrderedKey.Value<T, TKey>(lower) + OrderedKey.Value<T, TKey>(upper)) / 2;
}
