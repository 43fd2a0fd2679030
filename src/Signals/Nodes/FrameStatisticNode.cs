using System.Numerics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>A number for each frame, as an image over the scan; masked pixels do not count.</summary>
/// <param name="Statistic">Which.</param>
public sealed record FrameStatisticNode(FrameStatistic Statistic) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var scan = cache.Scan;
        if (Statistic == FrameStatistic.Sum)
        {
            var detector = scan.Scan.Shape.Detector;
            float[] ones = new float[detector.Count];
            Array.Fill(ones, 1);
            var all = VirtualDetector.FromWeights("sum", ones, detector).On(detector);
            return (await scan.VirtualImagesAsync([all], partial: null, cancellationToken).ConfigureAwait(false))[0];
        }

        bool[]? masked = scan.Scan.Source.Validity.MaskedPixels is { } pixels ? [.. Enumerable.Range(0, pixels.Pixels).Select(pixel => pixels[pixel])] : null;
        var udf = scan.Scan.ElementType.Dispatch<Making, Udf>(new(Statistic, masked));
        return (await scan.Scan.RunAsync([udf], cancellationToken: cancellationToken).ConfigureAwait(false))["result"] with { Name = Statistic.ToString().ToLowerInvariant() };
    }

    private readonly struct Making(FrameStatistic statistic, bool[]? masked) : IElementTypeAction<Udf>
    {
        public Udf Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            bool[]? mask = masked;
            return statistic == FrameStatistic.Max ? new Map<T, T>(frame => Largest(frame, mask)) : new Map<T, float>(frame => Spread(frame, mask));
        }

        private static T Largest<T>(ReadOnlySpan<T> frame, bool[]? mask)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            T largest = T.MinValue;
            for (int i = 0; i < frame.Length; i++)
            {
                if (frame[i] > largest && (mask is null || !mask[i]))
                    largest = frame[i];
            }

            return largest;
        }

        // About the first value: no squares of large numbers are subtracted.
        private static float Spread<T>(ReadOnlySpan<T> frame, bool[]? mask)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            double origin = frame.Length == 0 ? 0 : double.CreateTruncating(frame[0]), sum = 0, squares = 0;
            long count = 0;
            for (int i = 0; i < frame.Length; i++)
            {
                if (mask is not null && mask[i])
                    continue;
                double value = double.CreateTruncating(frame[i]) - origin;
                sum += value;
                squares += value * value;
                count++;
            }

            double mean = sum / Math.Max(count, 1);
            return (float)Math.Sqrt(Math.Max((squares / Math.Max(count, 1)) - (mean * mean), 0));
        }
    }
}
