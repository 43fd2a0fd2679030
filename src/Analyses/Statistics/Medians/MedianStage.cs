using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Ranks;

namespace Ronchi.Analyses.Statistics.Medians;

/// <summary>What one pass of a median does.</summary>
/// <param name="limits">Memory.</param>
/// <param name="strip">The pixels that are looked for.</param>
internal abstract class MedianStage(MedianLimits limits, DetectorStrip strip)
{
    /// <summary>Memory.</summary>
    public MedianLimits Limits => limits;

    /// <summary>The pixels that are looked for.</summary>
    public DetectorStrip Strip => strip;

    /// <summary>Whether no pass follows, whatever this one finds.</summary>
    public virtual bool IsLast => false;

    /// <summary>Its buffers.</summary>
    public abstract IReadOnlyList<BufferDeclaration> Declare(DataDescription data);

    /// <summary>Adds some frames.</summary>
    public abstract void Add(in Tile tile, UdfTask task);

    /// <summary>Adds what a worker has found.</summary>
    public abstract void Merge(UdfTask into, UdfTask from);

    /// <summary>Writes down the medians that are known after the pass.</summary>
    /// <param name="merged">Buffers of all frames.</param>
    /// <param name="medians">Those of the whole detector.</param>
    /// <returns>The next pass; null: all are known.</returns>
    public abstract MedianStage? Conclude(UdfTask merged, double[] medians);

    /// <summary>Whether a pixel that holds NaN has NaN as its median.</summary>
    public static bool NaNCounts(DataDescription data) => data.ElementType.IsFloat() && !data.Validity.MaximumIsNoData;

    /// <summary>The smallest key that is left out: that of "no data", or of NaN; null: none.</summary>
    protected static TKey? FirstLeftOut<T, TKey>(DataDescription data)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
        => data.Validity.MaximumIsNoData ? OrderedKey.Of<T, TKey>(T.MaxValue) : data.ElementType.IsFloat() ? TKey.MaxValue : null;

    /// <summary>The first pass over the next strip; null behind the last.</summary>
    protected MedianStage? NextStrip() => strip.Next is { } next ? new MedianSampling(limits, next) : null;
}
