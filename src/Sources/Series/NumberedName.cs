using System.Globalization;

namespace Ronchi.Sources.Series;

/// <summary>A file name with a number in it: <c>frame_0012.npy</c>. Of several numbers the last one counts, the extension apart.</summary>
/// <param name="Before">What stands before the number.</param>
/// <param name="Number">The number.</param>
/// <param name="After">What stands behind it.</param>
internal readonly record struct NumberedName(string Before, long Number, string After)
{
    private const int MostDigits = 15;

    /// <summary>Reads a name.</summary>
    /// <returns>Null: there is no number in it.</returns>
    public static NumberedName? Of(string path)
    {
        string name = Path.GetFileName(path);
        int end = name.Length - Path.GetExtension(name).Length;
        while (end > 0 && !char.IsAsciiDigit(name[end - 1]))
            end--;
        int start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]))
            start--;
        return end > start && end - start <= MostDigits
            ? new(name[..start], long.Parse(name.AsSpan(start, end - start), CultureInfo.InvariantCulture), name[end..])
            : null;
    }

    /// <summary>Whether the names differ in their numbers only.</summary>
    public bool IsLike(NumberedName other) => Before == other.Before && After == other.After;
}
