using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>A range of each axis of an array.</summary>
internal sealed class SignalSlice
{
    private readonly Extent _whole;
    private readonly long[] _start;

    /// <exception cref="ArgumentException">A range leaves its axis.</exception>
    public SignalSlice(Extent whole, ReadOnlySpan<Range> ranges)
    {
        _whole = whole;
        _start = new long[whole.Rank];
        var lengths = whole.Lengths.ToArray();
        for (var axis = 0; axis < ranges.Length; axis++)
        {
            var start = ranges[axis].Start.GetOffset((int)whole[axis]);
            var end = ranges[axis].End.GetOffset((int)whole[axis]);
            if (start < 0 || end > whole[axis] || start > end)
                throw new ArgumentException($"{ranges[axis]} leaves axis {axis} of {whole}.", nameof(ranges));
            (_start[axis], lengths[axis]) = (start, end - start);
        }

        Shape = new(lengths);
    }

    /// <summary>Axes of the part.</summary>
    public Extent Shape { get; }

    /// <summary>The part of some values.</summary>
    public T[] Of<T>(T[] values)
    {
        var part = new T[Shape.Count];
        for (var i = 0; i < part.Length; i++)
        {
            long rest = i, stride = 1, at = 0;
            for (var axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                at += ((rest % Shape[axis]) + _start[axis]) * stride;
                rest /= Shape[axis];
                stride *= _whole[axis];
            }

            part[i] = values[at];
        }

        return part;
    }
}
