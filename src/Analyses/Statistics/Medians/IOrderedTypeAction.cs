using System.Numerics;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>Something to do with the .NET type of an element and the signed integer of its width.</summary>
internal interface IOrderedTypeAction<out TResult>
{
    /// <summary>Does it.</summary>
    TResult Run<T, TKey>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>;
}
