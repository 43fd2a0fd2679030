using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>Two images in one, in single precision: their mean, difference or ratio. A ratio by zero is no number.</summary>
/// <param name="Operation">How they are combined.</param>
/// <param name="First">The first image.</param>
/// <param name="Second">The second, over the same scan.</param>
public sealed record CombinedNode(CombinedOperation Operation, SignalNode First, SignalNode Second) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var (first, second) = (await cache.GetAsync(First, cancellationToken).ConfigureAwait(false), await cache.GetAsync(Second, cancellationToken).ConfigureAwait(false));
        double[] a = Doubles(first), b = Doubles(second);
        if (a.Length != b.Length)
            throw new ArgumentException($"Images over {first.Shape} and {second.Shape} cannot be combined.");
        var values = new float[a.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(Operation switch
            {
                CombinedOperation.Mean => (a[i] + b[i]) / 2,
                CombinedOperation.Difference => a[i] - b[i],
                _ => b[i] == 0 ? double.NaN : a[i] / b[i],
            });
        }

        return new(Operation.ToString().ToLowerInvariant(), ResultKind.Scan, ElementType.F32, first.Shape, values);
    }

    private static double[] Doubles(ResultArray array) => array.ElementType.Dispatch<Converting, double[]>(new(array.Values));

    private readonly struct Converting(Array values) : IElementTypeAction<double[]>
    {
        public double[] Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])values, static value => double.CreateTruncating(value));
    }
}
