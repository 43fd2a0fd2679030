using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Statistics;

/// <summary>Numbers of each frame: smallest and largest value, mean, and standard deviation of its pixels.</summary>
/// <remarks>
/// Results over the scan: <c>min</c>, <c>max</c> in the type of the data; <c>mean</c>, <c>std</c> (divided by the number of pixels) as f32, computed in f64 about the first value that counts.
/// Masked pixels and "no data" values do not count; a frame of nothing else has 0 everywhere.
/// </remarks>
public sealed class FrameStatistics : Udf, IFrameUdf
{
    private const int Min = 0, Max = 1, Mean = 2, Std = 3;

    /// <inheritdoc/>
    public override string Name => "frame-statistics";

    /// <inheritdoc/>
    public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ElementType.IsComplex())
            throw new ArgumentException("Complex numbers have no order: frame-statistics takes real data.");
        return
        [
            new("min", ResultKind.Scan, data.ElementType), new("max", ResultKind.Scan, data.ElementType),
            new("mean", ResultKind.Scan, ElementType.F32), new("std", ResultKind.Scan, ElementType.F32),
        ];
    }

    /// <inheritdoc/>
    public void ProcessFrame(in Tile frame, UdfTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _ = task.Data.ElementType.Dispatch<Counting, bool>(new(frame, task));
    }

    private readonly ref struct Counting(Tile frame, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _frame = frame;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var pixels = _frame.Pixels<T>();
            var validity = task.Data.Validity;
            var masked = validity.MaskedPixels;
            bool hasNoData = validity.MaximumIsNoData, isPlain = masked is null && !hasNoData;
            T smallest = T.MaxValue, largest = T.MinValue;
            double origin = 0, sum = 0, squares = 0;
            long count = 0;
            for (var i = 0; i < pixels.Length; i++)
            {
                var value = pixels[i];
                if (!isPlain && ((masked is not null && masked[i]) || (hasNoData && value == T.MaxValue)))
                    continue;
                if (count++ == 0)
                    origin = double.CreateTruncating(value);
                smallest = T.Min(smallest, value);
                largest = T.Max(largest, value);
                var difference = double.CreateTruncating(value) - origin;
                sum += difference;
                squares += difference * difference;
            }

            if (count == 0)
                return false;
            var mean = sum / count;
            var at = _frame.Frames.Start;
            task[Min].Span<T>()[(int)at] = smallest;
            task[Max].Span<T>()[(int)at] = largest;
            task[Mean].Span<float>()[(int)at] = (float)(origin + mean);
            task[Std].Span<float>()[(int)at] = (float)Math.Sqrt(Math.Max((squares / count) - (mean * mean), 0));
            return true;
        }
    }
}
