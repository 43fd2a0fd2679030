using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>
/// A part of an array, as NumPy writes it: for each axis one index, a range, or all: <c>3,:,0:4</c>. Axes that are left out are whole.
/// </summary>
internal sealed class ArraySlice
{
    private readonly (long First, long Count, bool IsIndex)[] _axes;

    private ArraySlice((long First, long Count, bool IsIndex)[] axes) => _axes = axes;

    /// <summary>Length of each axis that remains.</summary>
    public Extent Shape => new([.. _axes.Where(static axis => !axis.IsIndex).Select(static axis => axis.Count)]);

    /// <summary>How many values there are.</summary>
    public long Count => _axes.Aggregate(1L, static (count, axis) => checked(count * axis.Count));

    /// <summary>Reads a slice.</summary>
    /// <param name="text">What is written; null or empty: everything.</param>
    /// <param name="shape">The whole array.</param>
    /// <exception cref="FormatException">It is no slice of such an array.</exception>
    public static ArraySlice Parse(string? text, Extent shape)
    {
        string[] parts = string.IsNullOrEmpty(text) ? [] : text.Split(',');
        if (parts.Length > shape.Rank)
            throw new FormatException($"'{text}' names {parts.Length} axes, but the array of {shape} has {shape.Rank}.");
        var axes = new (long First, long Count, bool IsIndex)[shape.Rank];
        for (var axis = 0; axis < axes.Length; axis++)
            axes[axis] = Axis(axis < parts.Length ? parts[axis].Trim() : ":", shape[axis], text);
        return new(axes);
    }

    /// <summary>The first axes alone.</summary>
    public ArraySlice Leading(int axes) => new(_axes[..axes]);

    /// <summary>The last axes alone.</summary>
    public ArraySlice Trailing(int axes) => new(_axes[^axes..]);

    /// <summary>Flat indices of the slice in the whole array, in order.</summary>
    /// <param name="shape">The whole array.</param>
    public IEnumerable<long> Indices(Extent shape)
    {
        var place = new long[_axes.Length];
        for (var number = 0L; number < Count; number++)
        {
            var rest = number;
            for (var axis = place.Length - 1; axis >= 0; axis--)
            {
                (rest, var at) = Math.DivRem(rest, _axes[axis].Count);
                place[axis] = _axes[axis].First + at;
            }

            yield return place.Length == 0 ? 0 : shape.IndexOf(place);
        }
    }

    private static (long First, long Count, bool IsIndex) Axis(string text, long length, string? whole)
    {
        if (text.Split(':') is [var first, var last] && Place(first, 0, length) is { } from && Place(last, length, length) is { } to)
            return (Math.Clamp(from, 0, length), Math.Max(Math.Clamp(to, 0, length) - Math.Clamp(from, 0, length), 0), false);
        if (Place(text, null, length) is { } index)
            return index >= 0 && index < length
                ? (index, 1, true)
                : throw new FormatException($"'{whole}': there is no index {text} on an axis of {length}.");
        throw new FormatException($"'{whole}' is no slice: for each axis write an index, FIRST:LAST or ':', as in 3,:,0:4.");
    }

    // Counted from the end below 0, as NumPy does.
    private static long? Place(string text, long? fallback, long length)
    {
        if (text.Length == 0)
            return fallback;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number < 0 ? number + length : number
            : null;
    }
}
