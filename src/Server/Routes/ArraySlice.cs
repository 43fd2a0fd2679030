using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>
/// A part of an array, as NumPy writes it: for each axis an index, <c>FIRST:LAST</c>, <c>FIRST:LAST:STEP</c> or all, as in
/// <c>3,:,0:4</c>; <c>...</c> once for the axes that are not written. Axes that are left out at the end are whole.
/// </summary>
internal sealed class ArraySlice
{
    private const string AllOthers = "...";

    private readonly (long First, long Count, long Step, bool IsIndex)[] _axes;

    private ArraySlice((long First, long Count, long Step, bool IsIndex)[] axes) => _axes = axes;

    /// <summary>Length of each axis that remains.</summary>
    public Extent Shape => new([.. _axes.Where(static axis => !axis.IsIndex).Select(static axis => axis.Count)]);

    /// <summary>How many values there are.</summary>
    public long Count => _axes.Aggregate(1L, static (count, axis) => checked(count * axis.Count));

    /// <summary>Whether it is the array as it is.</summary>
    /// <param name="shape">The whole array.</param>
    public bool IsWhole(Extent shape) => Count == shape.Count && Shape == shape && Array.TrueForAll(_axes, static axis => axis.Step > 0);

    /// <summary>Reads a slice.</summary>
    /// <param name="text">What is written; null or empty: everything.</param>
    /// <param name="shape">The whole array.</param>
    /// <exception cref="FormatException">It is no slice of such an array.</exception>
    public static ArraySlice Parse(string? text, Extent shape)
    {
        string[] parts = string.IsNullOrEmpty(text) ? [] : [.. text.Split(',').Select(static part => part.Trim())];
        var named = parts.Count(static part => part != AllOthers);
        if (named < parts.Length - 1)
            throw new FormatException($"'{text}': '{AllOthers}' stands for all axes that are not written: write it once.");
        if (named > shape.Rank)
            throw new FormatException($"'{text}' names {named} axes, but the array of {shape} has {shape.Rank}.");
        var others = Enumerable.Repeat(":", shape.Rank - named);
        var at = Array.IndexOf(parts, AllOthers);
        string[] all = at < 0 ? [.. parts, .. others] : [.. parts[..at], .. others, .. parts[(at + 1)..]];
        return new([.. all.Select((part, axis) => Axis(part, shape[axis], text))]);
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
                place[axis] = _axes[axis].First + (at * _axes[axis].Step);
            }

            yield return place.Length == 0 ? 0 : shape.IndexOf(place);
        }
    }

    private static (long First, long Count, long Step, bool IsIndex) Axis(string text, long length, string? whole)
    {
        if (text.Split(':') is [var first, var last, .. var rest] && rest.Length <= 1 && Number(rest is [var by] ? by : "", 1) is { } step)
        {
            if (step == 0)
                throw new FormatException($"'{whole}': a step of 0 goes nowhere.");
            step = Math.Clamp(step, -length - 1, length + 1);   // a longer one leaves the axis likewise
            var (lowest, highest) = step > 0 ? (0L, length) : (-1L, length - 1);
            var (from, to) = step > 0 ? (0L, length) : (length - 1, -1L);
            if (Place(first, from, length) is { } start && Place(last, to, length) is { } stop)
            {
                (start, stop) = (Math.Clamp(start, lowest, highest), Math.Clamp(stop, lowest, highest));
                return (start, Math.Max((stop - start + step - Math.Sign(step)) / step, 0), step, false);
            }
        }

        if (Number(text, null) is { } index)
            return Place(text, 0, length) is { } place && place >= 0 && place < length
                ? (place, 1, 1, true)
                : throw new FormatException($"'{whole}': there is no index {index} on an axis of {length}.");
        throw new FormatException(
            $"'{whole}' is no slice: for each axis write an index, FIRST:LAST, FIRST:LAST:STEP or ':', as in 3,:,0:4, or '{AllOthers}' for "
            + "all others.");
    }

    // Counted from the end below 0; what is not written lies where it is said.
    private static long? Place(string text, long unwritten, long length) =>
        text.Length == 0 ? unwritten : Number(text, null) is { } number ? number < 0 ? number + length : number : null;

    private static long? Number(string text, long? unwritten) => text.Length == 0
        ? unwritten
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
