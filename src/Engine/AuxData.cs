using System.Collections.Concurrent;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// A parameter with a value for each frame, or for each detector pixel; a UDF sees the part that belongs to the tile at hand.
/// </summary>
/// <remarks>The values are shared by all workers and never copied, but for regions of the detector, which are copied once.</remarks>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class AuxData<T>
{
    private readonly ReadOnlyMemory<T> _values;
    private readonly ConcurrentDictionary<DetectorRegion, T[]> _regions = new();

    private AuxData(ResultKind kind, ReadOnlyMemory<T> values, Extent extra)
    {
        Kind = kind;
        _values = values;
        Extra = extra;
    }

    /// <summary><see cref="ResultKind.Scan"/>: a value for each frame. <see cref="ResultKind.Detector"/>: a value for each pixel.</summary>
    public ResultKind Kind { get; }

    /// <summary>Further axes of each value.</summary>
    public Extent Extra { get; }

    /// <summary>Values for each frame.</summary>
    /// <param name="values">Scan positions of the whole data set × <paramref name="extra"/>, flat.</param>
    /// <param name="extra">Further axes of each value.</param>
    public static AuxData<T> PerFrame(ReadOnlyMemory<T> values, Extent extra = default) => new(ResultKind.Scan, values, extra);

    /// <summary>Values for each detector pixel.</summary>
    /// <param name="values">Pixels of the whole detector × <paramref name="extra"/>, flat.</param>
    /// <param name="extra">Further axes of each value.</param>
    public static AuxData<T> PerPixel(ReadOnlyMemory<T> values, Extent extra = default) => new(ResultKind.Detector, values, extra);

    /// <summary>Refuses values that do not fit the data; call it in <see cref="Udf.Declare"/>.</summary>
    /// <exception cref="ArgumentException">There are not as many values as frames or pixels.</exception>
    public void Check(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var axes = Kind == ResultKind.Scan ? data.Shape.Scan : data.Shape.Detector;
        if (_values.Length != axes.Append(Extra).Count)
            throw new ArgumentException(
                $"{_values.Length} values do not fit {(Kind == ResultKind.Scan ? "a scan" : "a detector")} of "
                + $"{axes}{(Extra.Rank == 0 ? "" : $" with {Extra} values each")}.");
    }

    /// <summary>The values of the current tile's frames, or of its detector region.</summary>
    public ReadOnlySpan<T> View(UdfTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (Kind == ResultKind.Scan)
            return task.HasGaps ? Gathered(task.Runs) : At(task.Frames);
        if (task.Region.IsWhole)
            return _values.Span;
        return _regions.GetOrAdd(task.Region, static (region, values) =>
        {
            var width = values.Length / (int)region.Detector.Count;
            var part = new T[region.Pixels * width];
            region.Gather(values.Span, width, part);
            return part;
        }, _values);
    }

    private T[] Gathered(IReadOnlyList<FrameRange> runs)
    {
        var values = new List<T>();
        foreach (var run in runs)
            values.AddRange(At(run));
        return [.. values];
    }

    /// <summary>The values of some frames: one of <see cref="UdfTask.Runs"/>, before and after a partition.</summary>
    public ReadOnlySpan<T> At(FrameRange frames)
    {
        var width = (int)Extra.Count;
        return _values.Span.Slice((int)(frames.Start * width), frames.Count * width);
    }
}
